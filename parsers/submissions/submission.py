"""What a file says that waits for two people, whatever it is."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from parsers.deliveries.headed_rows import Place

OPENING, RECEIPT = "opening", "receipt"


class OpenedItem(NamedTuple):
    """An open item of an older ledger, or the interest accrued on one; credits are below zero.

    ``kind`` is one of the older ledger's, or the name of an interest. ``tag`` is the account
    security number under which it was filed.
    """

    place: Place
    kind: str
    bn15: str
    reference: str
    tag: str | None
    effective_on: dt.date
    due_on: dt.date | None
    amount_cents: int


@dataclass(frozen=True)
class AccountOpening:
    """The open items of accounts in an older ledger, and what it says they come to by total."""

    as_of: dt.date
    items: tuple[OpenedItem, ...]
    totals: Mapping[str, int] = field(default_factory=dict)

    @property
    def accounts(self) -> tuple[str, ...]:
        """The program accounts that it is about."""
        return tuple(sorted({item.bn15 for item in self.items}))

    @property
    def item_count(self) -> int:
        """How many items it posts."""
        return len(self.items)

    @property
    def debit_cents(self) -> int:
        """What it makes accounts owe."""
        return sum(max(item.amount_cents, 0) for item in self.items)

    @property
    def credit_cents(self) -> int:
        """What it credits accounts with."""
        return -sum(min(item.amount_cents, 0) for item in self.items)


@dataclass(frozen=True)
class ManualReceipt:
    """Money that an officer took: for which account, when, and where it is deposited.

    ``method`` is one of the rule of payment days, ``taken_as`` the officer's own word for it.
    ``received_at`` is a day, or a moment in Toronto; ``bank`` what the bank calls itself in its
    files. ``places`` are where each value stands, by its element.
    """

    number: str
    method: str
    taken_as: str
    payer: str
    bn15: str
    amount_cents: int
    received_at: str
    bank: str
    bank_account: str
    deposited_on: dt.date
    places: Mapping[str, Place]
    item_count: int = 1
    debit_cents: int = 0

    @property
    def accounts(self) -> tuple[str, ...]:
        """The program account that it credits."""
        return (self.bn15,)

    @property
    def credit_cents(self) -> int:
        """What it credits the account with."""
        return self.amount_cents

    @property
    def received_on(self) -> dt.date:
        """The day on which it was received."""
        return dt.date.fromisoformat(self.received_at[:10])


@dataclass(frozen=True)
class Submission:
    """What a right file says: of which kind, under which reference."""

    kind: str
    reference: str
    said: AccountOpening | ManualReceipt

    @property
    def comes_to(self) -> str:
        """What it comes to, as the proofs compare it: items, and cents owed and credited."""
        return f"{self.said.item_count} {self.said.debit_cents} {self.said.credit_cents}"
