"""When payments were valued, received, posted and paid; which are above what is accepted."""

import datetime as dt
from collections.abc import Callable
from typing import Final

import pandas as pd

from billing.payment_caps import Cap
from ledger_sync.book.connection import Transaction
from ledger_sync.book.staging import copy_frame, staging_table
from ledger_sync.statement_files import statement

CapOn = Callable[[str, dt.date], Cap | None]
"""What is accepted of a method of paying on a day; None where there is no bound."""

_CAPPED_DAY: Final = (
    "method text, paid_on date, first_on date, last_on date, up_to_cents bigint, alone boolean"
)
_TELL_ABOVE_CAPS: Final = statement(__file__, "tell_above_caps")
_RECORD_DATES: Final = statement(__file__, "record_dates")


def tell_above_caps(tx: Transaction, cap_on: CapOn) -> None:
    """Tell which staged payments come to more than is accepted; they are posted all the same."""
    days = [
        (method, paid_on, cap)
        for method, paid_on in _days(tx)
        if (cap := cap_on(method, paid_on)) is not None
    ]
    if not days:
        return
    tx.script(staging_table("capped_day", _CAPPED_DAY))
    rows = [{"method": method, "paid_on": paid_on, **cap.__dict__} for method, paid_on, cap in days]
    copy_frame(tx, "capped_day", pd.DataFrame(rows))
    tx.run(_TELL_ABOVE_CAPS)


def record(tx: Transaction) -> None:
    """Record when the payments that were posted were valued, received, posted and paid."""
    tx.run(_RECORD_DATES)


def _days(tx: Transaction) -> list[tuple[str, dt.date]]:
    rows = tx.rows("SELECT DISTINCT method, paid_on FROM staged_payment ORDER BY method, paid_on")
    return [(row["method"], row["paid_on"]) for row in rows]
