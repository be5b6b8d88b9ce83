"""What the book knows of what payments name: accounts, transactions, debts, who paid before."""

import datetime as dt
from collections.abc import Collection
from typing import Final

import pandas as pd

from ledger_sync.book.connection import Transaction
from ledger_sync.statement_files import statement

_ACCOUNTS: Final = statement(__file__, "named_accounts")
_TRANSACTIONS: Final = statement(__file__, "named_transactions")
_DEBTS: Final = statement(__file__, "open_debts")
_SAID: Final = statement(__file__, "payment_said")
_OWING: Final = statement(__file__, "accounts_owing")
_PAYERS: Final = statement(__file__, "payers_before")


def accounts(tx: Transaction, bn9s: Collection[str]) -> pd.DataFrame:
    """Return ``code, bn9`` of the program accounts of businesses."""
    return _typed(tx.frame(_ACCOUNTS, bn9s=sorted(bn9s)))


def transactions(tx: Transaction, numbers: Collection[str], before: dt.date) -> pd.DataFrame:
    """Return ``transaction_number, code, amount_cents, open_cents`` of declarations that are known.

    The amounts are those of their debts at the end of the day before; zero of one without any.
    """
    return _typed(tx.frame(_TRANSACTIONS, numbers=sorted(numbers), before=before))


def debts(tx: Transaction, codes: Collection[str], before: dt.date) -> pd.DataFrame:
    """Return ``code, due_on, open_cents`` of what accounts owe at the end of the day before."""
    return _typed(tx.frame(_DEBTS, codes=sorted(codes), before=before))


def payers(tx: Transaction, names: Collection[str], before: dt.date) -> pd.DataFrame:
    """Return ``payer, code, payments``: whom payers paid before a day, and how often.

    0 where the payer has the name of a client, whose accounts they are. What was taken back, or
    moved off an account, was not paid to it. ``names`` are plain (``plain_name``).
    """
    return _typed(tx.frame(_PAYERS, names=sorted(names), before=before))


def said(tx: Transaction, txn_id: int) -> dict[str, str]:
    """Return ``payer_name, told`` of a payment; empty where nothing was kept."""
    row = tx.row(_SAID, txn_id=txn_id)
    return dict(row) if row else {"payer_name": "", "told": ""}


def owing(tx: Transaction, cents: int) -> list[str]:
    """Return up to 20 accounts that owe an amount today, as one debt."""
    return [row["code"] for row in tx.rows(_OWING, cents=cents)]


def any_known(tx: Transaction, numbers: Collection[str]) -> bool:
    """Whether one of the numbers is a declaration's."""
    return bool(numbers) and bool(
        tx.value(
            "SELECT EXISTS (SELECT FROM cad WHERE transaction_number = ANY(:numbers))",
            numbers=sorted(numbers),
        )
    )


def _typed(found: pd.DataFrame) -> pd.DataFrame:
    """Return texts and whole numbers as what they are; days stay as they come."""
    numbers = {"amount_cents", "open_cents", "payments"}
    types = {name: "int64" if name in numbers else "str" for name in found if name != "due_on"}
    return found.astype(types)
