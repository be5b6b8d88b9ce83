"""The rates of interest by day of what bears it, as the book keeps them."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from billing.interest.daily_growth import DAY, Growth, PrescribedRate, daily_growth
from billing.money_rules import CountingRule
from billing.penalties import Relief

DEBT: Final = "debt"
BEARS: Final = (DEBT, "request", "decision")
"""What bears interest: a debt; a refund that was asked for, or that the agency decided on."""

Days = Iterable[tuple[dt.date, dt.date]]
KeptDay = tuple[dt.date, int, int, str, str]
"""A day, its rate in millionths, the days of its year, and ``grown`` and ``worth`` as texts."""


def growth_of(
    bears: str,
    prescribed: Iterable[tuple[dt.date, dt.date, int]],
    waivers: Days,
    countings: Iterable[CountingRule],
    until: dt.date,
) -> Growth | None:
    """Return the rates by day of what bears interest; a waiver is of late payment alone.

    Of prescribed rates and waivers each first and last day; ``until`` a day at most. None where no
    day has a rate.
    """
    return daily_growth(
        (PrescribedRate(*each) for each in prescribed),
        (Relief(*each) for each in (waivers if bears == DEBT else ())),
        tuple(rule for rule in countings if rule.of == bears),
        until,
    )


def days_of(growth: Growth) -> list[KeptDay]:
    """Return each day as it is kept; the day before the first bears nothing."""
    first = (growth.before_on, 0, growth.rates[0].days_of_year)
    days = [
        (growth.first_on + place * DAY, rate.rate_ppm, rate.days_of_year)
        for place, rate in enumerate(growth.rates)
    ]
    return [(*told, str(growth.by(told[0])), str(growth.worth(told[0]))) for told in (first, *days)]
