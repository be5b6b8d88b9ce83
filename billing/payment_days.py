"""On which day a payment counts as paid: by a dated rule for each method of paying.

Rules: ``config/rules/payment_days.toml``. Lateness is told by this day and by no other.
"""

import datetime as dt
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from ledger.dated_rules import newest_on

CHEQUE, ELECTRONIC, CARD, DEBIT = METHODS = ("cheque", "electronic", "card", "debit")
EVERY_DAY, BUSINESS_DAYS = COUNTED = ("every day", "business days")
"""The days on which a payment may count: any, or those that are no weekend and no holiday."""
_SATURDAY: Final = 5


@dataclass(frozen=True)
class PaymentDayRule:
    """What is paid until the cut-off, by the clock of a zone, is paid on that day; else later."""

    effective_from: dt.date
    method: str
    cut_off: dt.time
    zone: ZoneInfo
    days: str


def paid_on(
    rules: tuple[PaymentDayRule, ...],
    method: str,
    *,
    paid_at: dt.date | None,
    value_on: dt.date | None,
    received_at: dt.date,
    holidays: AbstractSet[dt.date],
) -> dt.date:
    """Return the day on which a payment counts as paid.

    It is the payer's, where it is told; else the value date; else that of receipt. A moment
    (``datetime``, with its offset) is held against the cut-off, a day is not.
    """
    told = paid_at or value_on or received_at
    day = _day(told)
    rule = _rule_on(rules, method, day)
    if isinstance(told, dt.datetime):
        there = told.astimezone(rule.zone)
        day = there.date()
        if there.time().replace(microsecond=0) > rule.cut_off:
            day += dt.timedelta(days=1)
    return day if rule.days == EVERY_DAY else _business_day_from(day, holidays)


def _rule_on(rules: tuple[PaymentDayRule, ...], method: str, day: dt.date) -> PaymentDayRule:
    """Return the rule in force; before the first it is that one, whatever day a file may tell."""
    of_method = [rule for rule in rules if rule.method == method]
    return newest_on(of_method, day) or min(of_method, key=lambda rule: rule.effective_from)


def _day(told: dt.date) -> dt.date:
    return told.date() if isinstance(told, dt.datetime) else told


def _business_day_from(day: dt.date, holidays: AbstractSet[dt.date]) -> dt.date:
    while day.weekday() >= _SATURDAY or day in holidays:
        day += dt.timedelta(days=1)
    return day
