"""What lines say and were priced by, as the book keeps it: page by page, whole declarations."""

import datetime as dt
from typing import Final

import pandas as pd

from ledger_sync.book.connection import Transaction
from ledger_sync.statement_files import statement

CADS_PER_PAGE: Final = 5_000
LINES_PER_PAGE: Final = 40_000
"""After so many lines a page of what was priced ends, with the declaration that they are of."""

_PRICED_LINES: Final = statement(__file__, "priced_lines")
_KEPT_LINES: Final = statement(__file__, "kept_lines")


def priced_lines(
    tx: Transaction, after_cad_id: int, first_on: dt.date | None, last_on: dt.date | None
) -> pd.DataFrame:
    """Return the lines of the next declarations, whole, with the terms of their bases.

    Those booked in a range of dates; lines priced before bases were kept are left out.
    """
    return tx.frame(
        _PRICED_LINES,
        after=after_cad_id,
        page=CADS_PER_PAGE,
        lines=LINES_PER_PAGE,
        first_on=first_on,
        last_on=last_on,
    )


def kept_lines(tx: Transaction, after_cad_id: int, on: dt.date) -> pd.DataFrame:
    """Return the lines of the next declarations booked on a day, whole, as filed and as priced."""
    return tx.frame(_KEPT_LINES, after=after_cad_id, page=CADS_PER_PAGE, on=on)
