"""The days that declarations bear, with what decides them: page by page, of first versions."""

import datetime as dt
from typing import Final

from ledger_sync.book.connection import Row, Transaction
from ledger_sync.statement_files import statement

CADS_PER_PAGE: Final = 100_000

_DUE_DAYS: Final = statement(__file__, "due_days")


def due_days(
    tx: Transaction, after_cad_id: int, first_on: dt.date | None, last_on: dt.date | None
) -> list[Row]:
    """Return the days of the next declarations booked in a range of dates, as first filed.

    Each has what decides and bears them, ``rows``, and the first and the last ``cad_id`` that does.
    A later version keeps the days of its original; what was posted again has days of its own.
    """
    return tx.rows(
        _DUE_DAYS, after=after_cad_id, page=CADS_PER_PAGE, first_on=first_on, last_on=last_on
    )
