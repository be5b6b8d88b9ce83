"""What accounts owe and are owed at the end of a book date, from items and applications alone.

The slow twin is tests/reference/balances.py.
"""

import datetime as dt
from collections.abc import Collection
from typing import Final

from ledger_sync.book.connection import Row, Transaction
from ledger_sync.statement_files import statement

_BALANCES: Final = statement(__file__, "balances")
_ITEMS: Final = statement(__file__, "account_items")


def account_named(tx: Transaction, bn15: str) -> int | None:
    """Return the id of a program account, or None when the book has none of that name."""
    row = tx.row(
        "SELECT account_id FROM account WHERE code = :bn15 AND class = 'receivable'", bn15=bn15
    )
    return None if row is None else int(row["account_id"])


def accounts_after(tx: Transaction, bn15: str, as_of: dt.date, limit: int) -> dict[int, str]:
    """Return the next program accounts on which something was booked by a date, by their id."""
    rows = tx.rows(
        "SELECT account_id, code FROM account a WHERE class = 'receivable' AND code > :bn15"
        " AND EXISTS (SELECT FROM item i WHERE i.account_id = a.account_id"
        "  AND i.book_on <= :as_of) ORDER BY code LIMIT :limit",
        bn15=bn15,
        as_of=as_of,
        limit=limit,
    )
    return {row["account_id"]: row["code"] for row in rows}


def items(tx: Transaction, account_id: int, as_of: dt.date) -> list[Row]:
    """Return the items of an account booked by a date, the newest first, with what is open.

    ``item_id, txn_id, kind, name_en, name_fr, reference, book_on, effective_on, due_on,
    amount_cents, open_cents``.
    """
    return tx.rows(_ITEMS, account_id=account_id, as_of=as_of)


def by_kind(
    tx: Transaction, accounts: Collection[int], *, as_of: dt.date, due_before: dt.date
) -> list[Row]:
    """Return what is open of each kind of item of the accounts, in cents.

    ``account_id, kind, open_debits_cents, open_credits_cents, overdue_cents``; overdue are the
    open debits due before a day.
    """
    return tx.rows(_BALANCES, accounts=list(accounts), as_of=as_of, due_before=due_before)
