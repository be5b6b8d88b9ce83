"""What a file says that waits for two people, whatever it is."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from parsers.deliveries.headed_rows import Place

OPENING: Final = "opening"


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


@dataclass(frozen=True)
class Submission:
    """What a right file says: of which kind, under which reference."""

    kind: str
    reference: str
    said: AccountOpening

    @property
    def accounts(self) -> tuple[str, ...]:
        """The program accounts that it is about."""
        return tuple(sorted({item.bn15 for item in self.said.items}))

    @property
    def debit_cents(self) -> int:
        """What it makes accounts owe."""
        return sum(max(item.amount_cents, 0) for item in self.said.items)

    @property
    def credit_cents(self) -> int:
        """What it credits accounts with."""
        return -sum(min(item.amount_cents, 0) for item in self.said.items)
