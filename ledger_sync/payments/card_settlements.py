"""The rows of card settlements: judged by what was settled before, and recorded with their names.

``ledger.settled_rows`` says whom each credits or charges. A chargeback is applied to the payment
that it is against, whose other applications are undone: what it had paid is open again.
"""

import datetime as dt
from typing import Final

import pandas as pd

from ledger.posted_before import named_by
from ledger.settled_rows import Settled, SettledRow, judge_rows
from ledger_sync.book import applications
from ledger_sync.book.connection import Transaction
from ledger_sync.book.staging import copy_frame, staging_table
from ledger_sync.statement_files import statement

POLICY: Final = "chargeback"
"""The clearing policy named by the application of a chargeback to its payment."""

_JUDGED: Final = (
    "message bigint, part int, name text, takes_back text, account text, fault text,"
    " left_cents bigint"
)
_STAGED_ROWS: Final = statement(__file__, "staged_rows")
_SETTLED_BEFORE: Final = statement(__file__, "settled_before")
_CREDIT_AS_JUDGED: Final = statement(__file__, "credit_as_judged")
_TELL_HELD_ROWS: Final = statement(__file__, "tell_held_rows")
_RECORD_SETTLED: Final = statement(__file__, "record_settled")
_CHARGED_BACK: Final = statement(__file__, "charged_back")
_PAID_WITH: Final = statement(__file__, "paid_with")


def judge(tx: Transaction) -> None:
    """Say whom the staged rows of accepted settlements credit or charge, into ``judged_row``."""
    tx.script(staging_table("judged_row", _JUDGED))
    rows = [
        SettledRow(
            message=row["message"],
            part=row["part"],
            name=named_by(row["bank"], row["entry_reference"]),
            takes_back=named_by(row["bank"], row["original_reference"])
            if row["original_reference"]
            else None,
            account=row["credit_account"],
            cents=row["amount_cents"],
        )
        for row in tx.rows(_STAGED_ROWS)
    ]
    if not rows:
        return
    names = sorted({name for row in rows for name in (row.name, row.takes_back) if name})
    known = [Settled(**row) for row in tx.rows(_SETTLED_BEFORE, names=names)]
    judged = [
        (each.row.message, each.row.part, each.row.name, each.row.takes_back, each.account,
         each.fault and each.fault.value, each.left_cents)
        for each in judge_rows(rows, known)
    ]  # fmt: skip
    columns = ["message", "part", "name", "takes_back", "account", "fault", "left_cents"]
    copy_frame(
        tx, "judged_row", pd.DataFrame(judged, columns=columns).astype({"left_cents": "Int64"})
    )
    tx.run(_CREDIT_AS_JUDGED)


def tell_held(tx: Transaction) -> None:
    """Tell which rows are held, of settlements that are posted."""
    tx.run(_TELL_HELD_ROWS)


def record(tx: Transaction, *, batch_id: int, book_on: dt.date) -> None:
    """Record the names of rows that were posted, and set chargebacks against their payments."""
    if not tx.run(_RECORD_SETTLED):
        return
    paid = [row["payment_txn_id"] for row in tx.rows(_CHARGED_BACK, batch_id=batch_id)]
    if not paid:
        return
    standing = tx.rows(_PAID_WITH, txn_ids=paid, policy=POLICY)
    undone = [row["application_id"] for row in standing]
    applications.undo(tx, undone, batch_id=batch_id, applied_on=book_on)
    applications.apply(
        tx,
        _CHARGED_BACK,
        applied_on=book_on,
        policy=POLICY,
        reason="taken_back",
        batch_id=batch_id,
    )
