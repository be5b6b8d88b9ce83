"""What an account owes and is owed, as of a book date: open debits, open credits, overdue."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from jobs.hub import Hub, JobRefused
from ledger_sync.book.connection import Row, Transaction
from ledger_sync.history import balances


@dataclass(frozen=True)
class Balance:
    """What is open at the end of a book date, in cents; overdue is a part of the open debits."""

    open_debits_cents: int
    open_credits_cents: int
    overdue_cents: int

    @property
    def balance_cents(self) -> int:
        """What is owed; negative when the account is owed."""
        return self.open_debits_cents - self.open_credits_cents


@dataclass(frozen=True)
class AccountBalance:
    """The balance of one account, and its parts by kind of item."""

    bn15: str
    total: Balance
    by_kind: Mapping[str, Balance]


def balance_of(
    hub: Hub, bn15: str, as_of: dt.date, due_before: dt.date | None = None
) -> AccountBalance:
    """Return the balance of one account; what is due before a day, the date by default, is overdue.

    Raises JobRefused when the book has no such account.
    """
    with hub.book.reading() as tx:
        account_id = balances.account_named(tx, bn15)
        if account_id is None:
            raise JobRefused(f"the book has no account {bn15}")
        (found,) = _balances(tx, {account_id: bn15}, as_of, due_before)
    return found


def balances_after(
    hub: Hub, bn15: str, as_of: dt.date, due_before: dt.date | None = None, *, limit: int
) -> list[AccountBalance]:
    """Return a page of balances: the accounts that follow one, "" for the first, by their BN15.

    Of every account on which something was booked by the date. An empty page is after the last.
    """
    with hub.book.reading() as tx:
        accounts = balances.accounts_after(tx, bn15, as_of, limit)
        return _balances(tx, accounts, as_of, due_before)


def _balances(
    tx: Transaction, accounts: Mapping[int, str], as_of: dt.date, due_before: dt.date | None
) -> list[AccountBalance]:
    """Return the balances of accounts by id and BN15, in their order."""
    parts: dict[int, dict[str, Balance]] = {account_id: {} for account_id in accounts}
    for row in balances.by_kind(tx, accounts, as_of=as_of, due_before=due_before or as_of):
        parts[row["account_id"]][row["kind"]] = _balance(row)
    return [
        AccountBalance(bn15, _sum(parts[account_id]), parts[account_id])
        for account_id, bn15 in accounts.items()
    ]


def _balance(row: Row) -> Balance:
    return Balance(row["open_debits_cents"], row["open_credits_cents"], row["overdue_cents"])


def _sum(parts: Mapping[str, Balance]) -> Balance:
    return Balance(
        sum(part.open_debits_cents for part in parts.values()),
        sum(part.open_credits_cents for part in parts.values()),
        sum(part.overdue_cents for part in parts.values()),
    )
