"""On which days of the made-up world banks book, and when the duties of a cycle are due."""

import datetime as dt
from typing import Final

OPEN_DAYS: Final = range(5)
"""Monday to Friday; the world's banks keep no holidays."""
_CYCLE_ENDS: Final = 17
_WEEKDAYS_TO_PAY: Final = 10


def next_open_day(day: dt.date, count: int = 1) -> dt.date:
    """Return the n-th weekday after a day."""
    while count:
        day += dt.timedelta(days=1)
        count -= day.weekday() in OPEN_DAYS
    return day


def due_on(released_on: dt.date) -> dt.date:
    """Return when duties on goods released on a day are due (SOR/86-1062 s. 10.1).

    The tenth weekday after the 17th that ends the period in which they were released.
    """
    end = released_on.replace(day=_CYCLE_ENDS)
    if released_on > end:
        end = (end + dt.timedelta(days=31)).replace(day=_CYCLE_ENDS)
    return next_open_day(end, _WEEKDAYS_TO_PAY)
