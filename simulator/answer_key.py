"""The answer key: what each declaration is charged, what each payment is for, who owes what.

It is written as the world goes on, by day; of an account only what it owes stays in memory.
Amounts in its files are cents.
"""

import csv
import datetime as dt
from contextlib import ExitStack
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from simulator.files.declaration import Declaration
from simulator.parties import Parties
from simulator.pricer import Charges

if TYPE_CHECKING:
    import _csv

FOLDER: Final = "key"
DECLARATIONS: Final = (
    "transaction_number", "version", "account", "filed_on", "file", "format", "outcome", "finding",
    "value_for_duty", "duty", "surtax", "gst", "payable", "posted",
)  # fmt: skip
PAYMENTS: Final = (
    "payment", "part", "file", "format", "kind", "payer", "right_account", "named_account",
    "amount", "owed", "due_on", "booked_on", "credits", "finding", "of_payment",
)  # fmt: skip
BALANCES: Final = ("day", "account", "owes", "booked")


@dataclass(frozen=True, slots=True)
class Filed:
    """A version of a declaration as it is filed right, of an importer by its number.

    ``before_cents`` is what the version before it comes to.
    """

    declaration: Declaration
    importer: int
    day: dt.date
    file: str
    form: str
    charges: Charges
    before_cents: int


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment to one account; importers by their numbers.

    ``right`` is the account that the money is for, ``named`` the one that the file says, None where
    it says none. A ``finding`` says that the hub lets it wait: it credits nobody. ``owed_cents`` is
    what was to be paid on ``due_on``; ``of_payment`` the payment that this one repeats or reverses.
    """

    payment: str
    part: int
    file: str
    form: str
    kind: str
    payer: str
    right: int
    named: int | None
    cents: int
    owed_cents: int
    due_on: dt.date
    booked_on: dt.date
    finding: str = ""
    of_payment: str = ""
    reverses: bool = False


class AnswerKey:
    """Writes the files of the key, and keeps what each account owes."""

    def __init__(self, folder: Path, parties: Parties) -> None:
        self._parties = parties
        self._stack = ExitStack()
        folder.mkdir()
        self._declarations = self._file(folder / "declarations.csv", DECLARATIONS)
        self._payments = self._file(folder / "payments.csv", PAYMENTS)
        self._balances = self._file(folder / "balances.csv", BALANCES)
        accounts = len(parties.importers)
        self._owes, self._booked = [0] * accounts, [0] * accounts
        self._moved: set[int] = set()
        self.owed: list[tuple[int, dt.date, int]] = []
        """Of the day: importer, day of release, cents that were added."""

    def __enter__(self) -> Self:
        """Open."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the files."""
        self._stack.close()

    def accepted(self, filed: Filed) -> None:
        """Note a version that is accepted: it posts what it comes to above the one before."""
        declaration, charges = filed.declaration, filed.charges
        payable = cents(charges.payable)
        posted = payable - filed.before_cents
        self._owes[filed.importer] += posted
        self._booked[filed.importer] += posted
        self._moved.add(filed.importer)
        self.owed.append((filed.importer, declaration.release_on, posted))
        self._declare(filed, "accepted", "", *(cents(each) for each in charges), payable, posted)

    def refused(self, filed: Filed, finding: str) -> None:
        """Note a declaration that is refused, and for what."""
        self._declare(filed, "rejected", finding, "", "", "", "", "", 0)

    def paid(self, paid: Paid) -> None:
        """Note a payment, or what takes one back."""
        credited = paid.named if not paid.finding else None
        cents = paid.cents if paid.reverses else -paid.cents
        self._owes[paid.right] += cents
        self._moved.add(paid.right)
        if credited is not None:
            self._booked[credited] += cents
            self._moved.add(credited)
        self._payments.writerow(
            (
                paid.payment, paid.part, paid.file, paid.form, paid.kind, paid.payer,
                self._bn15(paid.right), self._bn15(paid.named), paid.cents, paid.owed_cents,
                paid.due_on, paid.booked_on, self._bn15(credited), paid.finding, paid.of_payment,
            )
        )  # fmt: skip

    def close(self, day: dt.date) -> None:
        """Write what each account owes at the end of a day on which it moved."""
        for number in sorted(self._moved):
            row = day, self._bn15(number), self._owes[number], self._booked[number]
            self._balances.writerow(row)
        self._moved.clear()
        self.owed.clear()

    def _declare(self, filed: Filed, *answer: object) -> None:
        declaration = filed.declaration
        self._declarations.writerow(
            (
                declaration.transaction_number, declaration.version, declaration.importer,
                filed.day, filed.file, filed.form, *answer,
            )
        )  # fmt: skip

    def _bn15(self, importer: int | None) -> str:
        return "" if importer is None else self._parties.importers[importer].bn15

    def _file(self, path: Path, columns: tuple[str, ...]) -> "_csv.Writer":
        stream = self._stack.enter_context(path.open("w", encoding="utf-8", newline=""))
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        return writer


def cents(dollars: Decimal) -> int:
    """Return an amount of whole cents as their number."""
    return int(dollars.scaleb(2))
