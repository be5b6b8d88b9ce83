"""The interest on one amount: what it comes to by a day, and how, stretch by stretch.

An amount bears interest from a day on, and its interest with it, until both are paid: the day on
which something counts as paid still bears it. Interest ends on the first such day that leaves less
than half a cent. It is rounded once, half up to the cent, whatever was posted of it before, and
what is posted is the difference: Customs Act s. 3.1, 33.4(1). The twin that counts a day at a time
is ``tests/reference/interest.py``; the set-based one ``ledger_sync/receivables/interest.py``.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from billing.interest.daily_growth import DAY, UNIT, Growth

FINE: Final = 10**12
"""Parts of a cent to which interest is known: a half is then one, whatever its last digits."""


@dataclass(frozen=True)
class Paid:
    """What was paid of an amount or of its interest, from which day; below zero it was taken back.

    ``corrects_on`` is when a re-determination lowered the debt, which counts as if it had never
    been more.
    """

    counts_on: dt.date
    amount_cents: int
    corrects_on: dt.date | None = None


@dataclass(frozen=True)
class Bearing:
    """An amount that bears interest from a day on, and what was paid of both.

    ``interest_paid_cents`` is how much of that was paid of interest.
    """

    amount_cents: int
    interest_from: dt.date
    paid: tuple[Paid, ...] = field(default=())
    interest_paid_cents: int = 0


@dataclass(frozen=True)
class Stretch:
    """Days on which one amount bore one rate: both days included.

    ``base_cents`` is what is unpaid at its start, interest until then included, to the cent; the
    cents of all stretches add up to the interest.
    """

    first_on: dt.date
    last_on: dt.date
    rate_ppm: int
    days_of_year: int
    base_cents: int
    interest_cents: int

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last_on - self.first_on).days + 1


@dataclass(frozen=True)
class Interest:
    """What interest comes to, the last day that bears it, and its stretches.

    ``kept_cents`` is what was paid beyond them before a re-determination: it is part of ``cents``.
    """

    cents: int
    last_on: dt.date
    stretches: tuple[Stretch, ...]
    kept_cents: int = 0


def interest_on(bearing: Bearing, growth: Growth, through: dt.date) -> Interest:
    """Return the interest by the end of a day.

    A re-determination lowers it as if the debt had never been more, but not below what was paid of
    it (Customs Act s. 3.3 alone gives that back). IndexError where the amount bears interest from
    before the first rate.
    """
    course = _Course(bearing, growth, {each: each.counts_on for each in bearing.paid})
    cents, kept = course.cents(through), 0
    if any(each.corrects_on for each in bearing.paid):
        days = {each: each.corrects_on or each.counts_on for each in bearing.paid}
        uncorrected = _Course(bearing, growth, days).cents(through)
        kept = max(0, min(uncorrected, bearing.interest_paid_cents) - cents)
    return Interest(cents + kept, course.ends_on(through), course.stretches(through), kept)


class _Course:
    """How an amount and its interest run, by the days from which each payment counts."""

    def __init__(self, bearing: Bearing, growth: Growth, days: Mapping[Paid, dt.date]) -> None:
        self._amount, self._growth = bearing.amount_cents, growth
        self._before = bearing.interest_from - DAY
        self._paid: dict[dt.date, int] = defaultdict(int)
        for each in bearing.paid:
            self._paid[max(days[each], self._before)] += each.amount_cents

    def ends_on(self, through: dt.date) -> dt.date:
        """Return the last day that bears interest, a day at most."""
        worth = self._amount * self._growth.worth(self._before)
        for day in sorted(self._paid):
            if day > through:
                break
            worth -= self._paid[day] * self._growth.worth(day)
            if 2 * self._growth.by(day) * worth < UNIT * UNIT:
                return day
        return through

    def cents(self, through: dt.date) -> int:
        """Return the interest by a day, half up to the cent."""
        return self._by(self.ends_on(through))

    def stretches(self, through: dt.date) -> tuple[Stretch, ...]:
        """Return the days up to one, cut where the rate or what is paid changes."""
        ends_on = self.ends_on(through)
        found = []
        first_on, before = self._before + DAY, 0
        for last_on in self._cuts(ends_on):
            by_now = self._by(last_on)
            rate = self._growth.rate_on(last_on)
            base = self._amount - self._sum_before(last_on) + before
            if rate.rate_ppm:
                found.append(
                    Stretch(
                        first_on, last_on, rate.rate_ppm, rate.days_of_year, base, by_now - before
                    )
                )
            first_on, before = last_on + DAY, by_now
        return tuple(found)

    def _cuts(self, ends_on: dt.date) -> Iterable[dt.date]:
        """Yield the last day of each stretch, the last of all at the end."""
        day = self._before + DAY
        while day <= ends_on:
            following = day + DAY
            if (
                day == ends_on
                or day in self._paid
                or self._growth.rate_on(day) != self._growth.rate_on(following)
            ):
                yield day
            day = following

    def _sum_before(self, day: dt.date) -> int:
        return sum(cents for on, cents in self._paid.items() if on < day)

    def _by(self, ends_on: dt.date) -> int:
        """Return the interest by the end of a day on which it has not ended before."""
        if ends_on <= self._before:
            return 0
        worth = self._amount * self._growth.worth(self._before)
        left = self._amount
        for day, cents in self._paid.items():
            if day < ends_on:
                worth -= cents * self._growth.worth(day)
                left -= cents
        part = UNIT * UNIT // FINE
        fine = (2 * (self._growth.by(ends_on) * worth - left * UNIT * UNIT) + part) // (2 * part)
        return (2 * fine + FINE) // (2 * FINE)
