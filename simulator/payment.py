"""A payment of the made-up world: what it is for, and what its file will say."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from simulator.parties import AFT

ON_TIME, LATE, SHORT, OVER, DOUBLE = "on time", "late", "short", "over", "double"
MISDIRECTED, UNNAMED, REVERSED, POOLED = "misdirected", "unnamed", "reversed", "pooled"
REVERSAL: Final = "reversal"
"""Kinds of payments; a reversal takes back one that is reversed."""


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment under way: what it is for, and what its file will say."""

    id: int
    way: str
    kind: str
    payer: str
    parts: tuple[tuple[int, int], ...]
    """The importer whom it is for, and cents, of each part."""
    named: int | None
    owed_cents: int
    due_on: dt.date
    reference_class: str
    said: str
    """What the payer writes, and in which class of references."""
    of_payment: int | None = None
    reverses: bool = False

    @property
    def reference(self) -> str:
        """What the bank calls it."""
        return _reference(self.way, self.id)

    @property
    def named_again(self) -> str:
        """What the bank calls the payment that this one repeats or takes back; empty for none."""
        return _reference(self.way, self.of_payment) if self.of_payment else ""

    @property
    def cents(self) -> int:
        """What it comes to."""
        return sum(cents for _, cents in self.parts)


def _reference(way: str, number: int) -> str:
    return f"{number:022}" if way == AFT else f"W{number:09}"
