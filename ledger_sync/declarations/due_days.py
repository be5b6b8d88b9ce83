"""The days that declarations bear, with what decides them: page by page, first versions."""

import datetime as dt
from typing import Final

import pandas as pd

from ledger_sync.book.connection import Transaction
from ledger_sync.statement_files import statement

CADS_PER_PAGE: Final = 20_000

_DUE_DAYS: Final = statement(__file__, "due_days")


def due_days(
    tx: Transaction, after_cad_id: int, first_on: dt.date | None, last_on: dt.date | None
) -> pd.DataFrame:
    """Return the next declarations booked in a range of dates, as they were first filed.

    A later version keeps the days of its original; what was posted again has days of its own.
    """
    return tx.frame(
        _DUE_DAYS, after=after_cad_id, page=CADS_PER_PAGE, first_on=first_on, last_on=last_on
    )
