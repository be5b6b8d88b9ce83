"""Money that waits, row by row: under way to the bank account, or held for nobody known."""

import datetime as dt
from typing import Final

from ledger_sync.book.connection import Row, Transaction
from ledger_sync.statement_files import statement

_IN_TRANSIT: Final = statement(__file__, "in_transit")
_HELD: Final = statement(__file__, "held_payments")


def in_transit(tx: Transaction, as_of: dt.date) -> list[Row]:
    """Return what is in transit at the end of a book date, the oldest first.

    ``account, reference, bank, bank_account, told_on, amount_cents``; below zero is what was taken
    back of a payment that the bank's line had cleared.
    """
    return tx.rows(_IN_TRANSIT, as_of=as_of)


def held(tx: Transaction, as_of: dt.date) -> list[Row]:
    """Return what is held for nobody known at the end of a book date, the oldest first.

    ``reference, bank, held_on, last_kind, last_on, amount_cents``.
    """
    return tx.rows(_HELD, as_of=as_of)
