"""Days of the law: weekdays count holidays, business days do not.

Accounting for Imported Goods and Payment of Duties Regulations (SOR/86-1062), s. 2.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np

EVERYWHERE = ""
"""The province of a holiday of all of Canada."""


@dataclass(frozen=True)
class Holidays:
    """Holidays by province, Sundays apart (Interpretation Act, s. 35)."""

    by_province: Mapping[str, AbstractSet[dt.date]]

    @classmethod
    def of(cls, days: Iterable[tuple[str, dt.date]]) -> "Holidays":
        """Return the holidays of pairs of a province, or EVERYWHERE, and a day."""
        found: defaultdict[str, set[dt.date]] = defaultdict(set)
        for province, day in days:
            found[province].add(day)
        return cls({province: frozenset(days) for province, days in found.items()})

    def within(self, province: str = EVERYWHERE) -> AbstractSet[dt.date]:
        """Return the holidays in a province: those of Canada and its own."""
        national = self.by_province.get(EVERYWHERE, frozenset())
        return national | self.by_province.get(province, frozenset())


def nth_weekday_after(day: dt.date, count: int) -> dt.date:
    """Return the ``count``-th Monday-to-Friday strictly after ``day``, holidays counted."""
    offset = np.busday_offset(np.datetime64(day, "D"), count, roll="backward")
    return dt.date.fromisoformat(str(offset))


def nth_business_day_after(day: dt.date, count: int, holidays: AbstractSet[dt.date]) -> dt.date:
    """Return the ``count``-th day strictly after ``day`` that is no Saturday and no holiday.

    Sunday is a holiday (Interpretation Act, s. 35).
    """
    closed = np.array(sorted(holidays), dtype="datetime64[D]")
    offset = np.busday_offset(np.datetime64(day, "D"), count, roll="backward", holidays=closed)
    return dt.date.fromisoformat(str(offset))


def open_day_from(day: dt.date, holidays: AbstractSet[dt.date]) -> dt.date:
    """Return ``day``, or the next that is no holiday: a time limit that ends on one moves on.

    Interpretation Act, s. 26; Sunday is a holiday (s. 35), Saturday is none.
    """
    sunday = 6
    while day.weekday() == sunday or day in holidays:
        day += dt.timedelta(days=1)
    return day


def notice_dates(day: dt.date) -> tuple[dt.date, ...]:
    """Return the posting dates whose daily notices go out after a day's close.

    Notices go out Tuesday to Saturday after midnight (CBSA, Daily notice and statement of
    account), so the weekend's wait for Monday's close.
    """
    monday, saturday = 0, 5
    if day.weekday() >= saturday:
        return ()
    if day.weekday() == monday:
        return tuple(day - dt.timedelta(days=back) for back in (2, 1, 0))
    return (day,)
