"""An account as a person asks for it: its balance, what is due when, what waits, what moved."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from jobs.hub import Hub, JobRefused
from jobs.questions.balances import AccountBalance, balance_of
from ledger_sync.history import balances


@dataclass(frozen=True)
class Item:
    """A debt or a credit of an account; ``open_cents`` is what of it is open, whichever it is.

    ``amount_cents`` is below zero of a credit.
    """

    handle: str
    kind: str
    name_en: str
    name_fr: str
    reference: str
    book_on: dt.date
    effective_on: dt.date
    due_on: dt.date | None
    amount_cents: int
    open_cents: int


@dataclass(frozen=True)
class AccountShown:
    """An account at the end of a book date.

    ``debts`` are open, by due date, ``credits`` are open and wait, the oldest first, ``due`` is
    what falls due by day, ``movements`` are the newest items, open or not.
    """

    balance: AccountBalance
    debts: Sequence[Item]
    credits: Sequence[Item]
    due: Sequence[tuple[dt.date, int]]
    movements: Sequence[Item]


def account_shown(
    hub: Hub, bn15: str, as_of: dt.date, due_before: dt.date | None = None, *, movements: int
) -> AccountShown:
    """Return an account at the end of a book date, with so many of its newest movements.

    Raises JobRefused when the book has no such account.
    """
    balance = balance_of(hub, bn15, as_of, due_before)
    with hub.book.reading() as tx:
        account_id = balances.account_named(tx, bn15)
        if account_id is None:
            raise JobRefused(f"the book has no account {bn15}")
        rows = balances.items(tx, account_id, as_of)
    items = [
        Item(
            handle=f"item:{row['item_id']}",
            **{name: row[name] for name in Item.__dataclass_fields__ if name != "handle"},
        )
        for row in rows
    ]
    opened = [each for each in reversed(items) if each.open_cents]
    debts = sorted(
        (each for each in opened if each.amount_cents > 0),
        key=lambda each: (each.due_on or each.book_on, each.reference),
    )
    due: dict[dt.date, int] = {}
    for each in debts:
        day = each.due_on or each.book_on
        due[day] = due.get(day, 0) + each.open_cents
    return AccountShown(
        balance,
        debts,
        [each for each in opened if each.amount_cents < 0],
        list(due.items()),
        items[:movements],
    )
