"""The balance of an account as of a book date, item by item: the slow twin of ``balances.sql``."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """An item: debit positive, credit negative."""

    item_id: int
    account_id: int
    kind: str
    cents: int
    book_on: dt.date
    due_on: dt.date | None


@dataclass(frozen=True)
class Application:
    """So much of a credit applied to a debit on a book date; negative where it is undone."""

    debit_item_id: int
    credit_item_id: int
    cents: int
    applied_on: dt.date


def balances(
    items: Iterable[Item],
    applications: list[Application],
    as_of: dt.date,
    due_before: dt.date,
) -> dict[tuple[int, str], tuple[int, int, int]]:
    """Return open debits, open credits and overdue cents by account and kind of item."""
    found: dict[tuple[int, str], list[int]] = {}
    for item in items:
        if item.book_on > as_of:
            continue
        held = found.setdefault((item.account_id, item.kind), [0, 0, 0])
        left = abs(item.cents)
        for each in applications:
            if each.applied_on <= as_of and item.item_id in {
                each.debit_item_id,
                each.credit_item_id,
            }:
                left -= each.cents
        if item.cents < 0:
            held[1] += left
            continue
        held[0] += left
        if item.due_on is not None and item.due_on < due_before:
            held[2] += left
    return {key: tuple(cents) for key, cents in found.items()}
