"""A processor's settlement of cards and debit as CSV: one deposit, down to its net."""

import csv
import datetime as dt
from collections.abc import Sequence
from io import StringIO
from typing import Final, NamedTuple

PAYMENT, CHARGEBACK, FEE = "payment", "chargeback", "fee"
_COLUMNS: Final = (
    "kind", "method", "reference", "original_reference", "program_account", "paid_at", "amount",
    "payer",
)  # fmt: skip


class Row(NamedTuple):
    """One row of a deposit: what it is, cents above zero, and whom or what it names."""

    kind: str
    reference: str
    cents: int
    method: str = ""
    original: str = ""
    account: str = ""
    paid_at: str = ""
    payer: str = ""

    @property
    def signed(self) -> int:
        """What the row adds to the deposit."""
        return self.cents if self.kind == PAYMENT else -self.cents


def settlement(
    rows: Sequence[Row], *, sender: str, reference: str, day: dt.date, account: str
) -> bytes:
    """Return the settlement of one deposit on a day."""
    net = _dollars(sum(row.signed for row in rows))
    stream = StringIO()
    stream.write(
        f"#carmhub-card-settlement sender={sender} reference={reference} account={account}"
        f" currency=CAD deposited_on={day} net={net} rows={len(rows)}\n"
    )
    written = csv.writer(stream, lineterminator="\n")
    written.writerow(_COLUMNS)
    for row in rows:
        written.writerow(
            (
                row.kind, row.method, row.reference, row.original, row.account, row.paid_at,
                _dollars(row.cents), row.payer,
            )
        )  # fmt: skip
    return stream.getvalue().encode()


def _dollars(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02}"
