"""Statements of one bank account put in a row: each opens where those before it closed.

Statements overlap: a part of a day, its pages and the whole of it show the same lines, and come in
any order. What a statement opens at is what all before it come to without the lines that it shows
itself.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any


@dataclass(frozen=True, slots=True)
class BankStatement:
    """A statement, or a page of one: its balances in cents, where it tells any, and its lines."""

    reference: str
    from_on: dt.date
    to_on: dt.date
    opening_cents: int | None
    closing_cents: int | None
    lines: frozenset[int]


@dataclass(frozen=True, slots=True)
class Break:
    """Where a statement opens otherwise than those before it closed, or its lines lead elsewhere.

    It ``states`` one balance at its opening, or at its close, and another was ``found``.
    """

    statement: BankStatement
    at_opening: bool
    states_cents: int
    found_cents: int


@dataclass
class BankChain:
    """Statements in their row: from the first opening balance through lines to the last closing.

    ``since`` are the lines behind that opening; ``first`` is None where no statement tells it.
    """

    first: BankStatement | None = None
    last: BankStatement | None = None
    balance_cents: int | None = None
    since: set[int] = field(default_factory=set)
    breaks: list[Break] = field(default_factory=list)


def chain_of(statements: Iterable[BankStatement], cents: Mapping[int, int]) -> BankChain:
    """Return the statements of an account as a chain; ``cents`` has the amount of each line."""
    row = _Row(cents)
    ordered = sorted(statements, key=_in_order)
    for _, day in groupby(ordered, key=lambda each: each.to_on):
        waiting = list(day)
        while waiting:
            following = row.following(waiting)
            waiting.remove(following)
            row.take(following)
    return row.chain


def _in_order(each: BankStatement) -> tuple[Any, ...]:
    """Sort pages and parts of a day before the whole of it, in an order that is any file's."""
    balances = each.opening_cents or 0, each.closing_cents or 0
    return each.to_on, len(each.lines), each.from_on, *balances, each.reference


class _Row:
    def __init__(self, cents: Mapping[int, int]) -> None:
        self.chain = BankChain()
        self._cents = cents
        self._seen: set[int] = set()
        self._points: set[int] = set()

    def following(self, waiting: list[BankStatement]) -> BankStatement:
        """Return the one of a day's statements that opens where those before it closed."""
        if self.chain.balance_cents is None:
            closings = {each.closing_cents for each in waiting}
            begins = [each for each in waiting if each.opening_cents not in closings]
            return (begins or waiting)[0]
        return next((each for each in waiting if self._opens_at(each) is None), waiting[0])

    def take(self, told: BankStatement) -> None:
        """Put a statement behind those before it, and note where it breaks from them."""
        chain = self.chain
        new = told.lines - self._seen
        self._seen |= told.lines
        if told.opening_cents is None:
            self._go_on(new)
            return
        if chain.balance_cents is None:
            chain.first, chain.balance_cents = told, told.opening_cents
            new = told.lines
        elif (found := self._opens_at(told, new)) is not None:
            chain.breaks.append(Break(told, True, told.opening_cents, found))
            chain.balance_cents += told.opening_cents - found
        self._go_on(new)
        found = told.opening_cents + self._sum(told.lines)
        if told.closing_cents is not None and told.closing_cents != found:
            chain.breaks.append(Break(told, False, told.closing_cents, found))
            chain.balance_cents += told.closing_cents - found
        self._points |= {told.opening_cents, found}
        chain.last = told if new or chain.last is None else chain.last

    def _go_on(self, new: Iterable[int]) -> None:
        if self.chain.balance_cents is not None:
            self.chain.since |= set(new)
            self.chain.balance_cents += self._sum(new)

    def _opens_at(self, told: BankStatement, new: frozenset[int] | None = None) -> int | None:
        """Return where a statement should open, if it does not open there."""
        balance = self.chain.balance_cents
        if told.opening_cents is None or balance is None:
            return None
        new = told.lines - self._seen if new is None else new
        found = balance - self._sum(told.lines - new)
        repeats = not new and not self._points.isdisjoint({told.opening_cents, told.closing_cents})
        return None if found == told.opening_cents or repeats else found

    def _sum(self, lines: Iterable[int]) -> int:
        return sum(self._cents[line] for line in lines)
