"""What one unit grows to, day by day, at the rates of interest in force: compounded daily.

Whole numbers throughout, so that the database comes to the same: the growth to the end of a day is
that of the day before times ``1 + rate / days of the year``, half up to a ``UNIT``-th. What a unit
due at the end of a day was worth at the beginning is ``UNIT ** 2 / growth``, half up likewise.
Rules: ``config/rules/interest.toml`` (Customs Act s. 2(1), 3.1), rates of SOR/86-1121, waivers.
"""

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Final

from billing.money_rules import CountingRule
from billing.penalties import Relief
from ledger.dated_rules import newest_on
from ledger.money import MILLION

UNIT: Final = 10**30
"""Of growth: an amount of ten billion dollars is held to less than a millionth of a cent."""

COMMON_YEAR: Final = 365
ACTUAL: Final = "actual"
DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True)
class PrescribedRate:
    """The prescribed rate a year of some days, both included."""

    first_on: dt.date
    last_on: dt.date
    rate_ppm: int


@dataclass(frozen=True)
class DayRate:
    """The rate a year of one day, waivers considered, and by how many days a year is divided."""

    rate_ppm: int
    days_of_year: int


@dataclass(frozen=True)
class Growth:
    """The rate of each day from the first to the last that has one, and what a unit grows to."""

    first_on: dt.date
    rates: tuple[DayRate, ...]

    @property
    def before_on(self) -> dt.date:
        """The day before the first, to whose end nothing grew."""
        return self.first_on - DAY

    @property
    def last_on(self) -> dt.date:
        """The last day that has a rate."""
        return self.before_on + len(self.rates) * DAY

    @cached_property
    def grown(self) -> tuple[int, ...]:
        """What a unit grows to by the end of the day before the first, and of each day."""
        return tuple(accumulate(self.rates, _times, initial=UNIT))

    def by(self, day: dt.date) -> int:
        """Return what a unit grows to by the end of a day. IndexError where no rate is known."""
        place = (day - self.before_on).days
        if place < 0:
            raise IndexError(day)
        return self.grown[place]

    def worth(self, day: dt.date) -> int:
        """Return what a unit at the end of a day was worth at the beginning."""
        grown = self.by(day)
        return (2 * UNIT * UNIT + grown) // (2 * grown)

    def rate_on(self, day: dt.date) -> DayRate:
        """Return the rate of a day."""
        return self.rates[(day - self.first_on).days]


def daily_growth(
    rates: Iterable[PrescribedRate],
    waivers: Iterable[Relief],
    countings: tuple[CountingRule, ...],
    until: dt.date,
) -> Growth | None:
    """Return the growth by prescribed rates, a day that a waiver covers bearing nothing.

    ``countings`` are the rules of one thing that bears interest. It begins on the first day that
    has both a rate and a rule, and ends before the first without a rate, for no day's rate is
    guessed, or ``until`` a day. None where no day has both.
    """
    held = sorted(rates, key=lambda rate: rate.first_on)
    begins = min((rule.effective_from for rule in countings), default=dt.date.max)
    days = list(_unbroken(held, begins, until))
    if not days:
        return None
    waived = tuple(waivers)
    return Growth(
        days[0][0],
        tuple(
            DayRate(
                0 if any(each.covers(day) for each in waived) else prescribed + rule.points_ppm,
                _days_of_year(rule, day),
            )
            for day, prescribed in days
            if (rule := newest_on(countings, day))
        ),
    )


def _unbroken(
    rates: list[PrescribedRate], begins: dt.date, until: dt.date
) -> Iterator[tuple[dt.date, int]]:
    """Yield each day of some with its prescribed rate, as far as rates follow each other."""
    expected = None
    for rate in rates:
        day, last_on = max(rate.first_on, begins), min(rate.last_on, until)
        if day > last_on:
            continue
        if expected is not None and day > expected:
            return
        while day <= last_on:
            yield day, rate.rate_ppm
            day += DAY
        expected = day


def _days_of_year(rule: CountingRule, day: dt.date) -> int:
    if rule.days_of_year != ACTUAL:
        return COMMON_YEAR
    return COMMON_YEAR + calendar.isleap(day.year)


def _times(grown: int, rate: DayRate) -> int:
    """Return a growth after one more day, half up to a UNIT-th."""
    year = MILLION * rate.days_of_year
    return (2 * grown * (year + rate.rate_ppm) + year) // (2 * year)
