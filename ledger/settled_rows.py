"""Whom the rows of card settlements credit and charge: each row once, a chargeback what it names.

A row whose reference was settled before, and a chargeback that names no payment or takes more than
is left of one, come to nobody: their money is real, and is held for a person to say.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ledger.accounts import UNIDENTIFIED


class Fault(StrEnum):
    """Why a row is held."""

    SETTLED_BEFORE = "settled before"
    NAMES_NONE = "names none"
    TAKES_MORE = "takes more"


@dataclass(frozen=True, slots=True)
class SettledRow:
    """A row as it is told: its own name, that of the payment it takes back, if it is a chargeback.

    ``account`` is whom a payment or a fee is for; ``cents`` is below zero of what is taken off.
    """

    message: int
    part: int
    name: str
    takes_back: str | None
    account: str
    cents: int


@dataclass(slots=True)
class Settled:
    """A row that was settled, in the book or earlier: whom it credited, and what is left of it."""

    name: str
    account: str
    left_cents: int


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A row with whom it credits or charges; why it is held, and of what too little is left."""

    row: SettledRow
    account: str
    fault: Fault | None = None
    left_cents: int | None = None


def judge_rows(rows: Iterable[SettledRow], known: Iterable[Settled]) -> list[JudgedRow]:
    """Return what each row comes to, in their order."""
    settled = {each.name: each for each in known}
    return [_judge(row, settled) for row in rows]


def _judge(row: SettledRow, settled: dict[str, Settled]) -> JudgedRow:
    if row.name in settled:
        return JudgedRow(row, UNIDENTIFIED, Fault.SETTLED_BEFORE)
    named = settled.get(row.takes_back or "")
    settled[row.name] = Settled(row.name, row.account, max(row.cents, 0))
    if row.takes_back is None:
        return JudgedRow(row, row.account)
    if named is None or not named.left_cents:
        return JudgedRow(row, UNIDENTIFIED, Fault.NAMES_NONE)
    if -row.cents > named.left_cents:
        return JudgedRow(row, UNIDENTIFIED, Fault.TAKES_MORE, named.left_cents)
    named.left_cents += row.cents
    return JudgedRow(row, named.account)
