"""The plain twin of ``billing.interest``: day by day, in fractions, nothing rounded between."""

import calendar
import datetime as dt
from fractions import Fraction

from billing.interest.interest_on import Bearing

DAY = dt.timedelta(days=1)
Rates = dict[dt.date, int]
"""The rate a year of each day, in millionths."""


def interest(bearing: Bearing, rates: Rates, through: dt.date, *, actual: bool = False) -> int:
    """Return the cents of interest by the end of a day.

    A re-determination counts as if the debt had never been more; but what was paid of interest,
    as far as it was owed when the re-determination came, stays.
    """
    lowered = [(each.counts_on, each.amount_cents) for each in bearing.paid]
    least = _cents(_counted(bearing, lowered, rates, through, actual=actual))
    if not any(each.corrects_on for each in bearing.paid):
        return least
    plain = [(each.corrects_on or each.counts_on, each.amount_cents) for each in bearing.paid]
    most = _cents(_counted(bearing, plain, rates, through, actual=actual))
    return max(least, min(most, bearing.interest_paid_cents))


def _counted(
    bearing: Bearing,
    paid: list[tuple[dt.date, int]],
    rates: Rates,
    through: dt.date,
    *,
    actual: bool,
) -> Fraction:
    before = bearing.interest_from - DAY
    interest = Fraction(0)
    unpaid = Fraction(bearing.amount_cents)
    day = before
    while True:
        if day > before:
            days = 366 if actual and calendar.isleap(day.year) else 365
            bears = unpaid * rates[day] / 1_000_000 / days
            interest += bears
            unpaid += bears
        todays = [cents for on, cents in paid if max(on, before) == day]
        unpaid -= sum(todays)
        if (todays and unpaid < Fraction(1, 2)) or day == through:
            return interest
        day += DAY


def _cents(interest: Fraction) -> int:
    """Return whole cents, half up."""
    return int((interest + Fraction(1, 2)) // 1)
