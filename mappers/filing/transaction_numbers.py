"""Transaction numbers: the check digit, and how long a number stays reserved. Rules are dated."""

import calendar
import datetime as dt

import pandas as pd

from ledger.dated_rules import in_force_on
from mappers.rules.check_digits import CHECK_DIGITS
from mappers.rules.declaration_rules import CheckDigitRule, ReservationRule


def reserved_until(accepted_on: dt.date, rules: tuple[ReservationRule, ...]) -> dt.date:
    """Return the last day on which an accepted number may not be used again (CBSA TCC24-144).

    The month's last day stands for a day that the month lacks. LookupError when no rule is in
    force on the day of acceptance.
    """
    rule = in_force_on(rules, accepted_on, "rule on reused transaction numbers")
    months = accepted_on.month - 1 + rule.months
    year, month = accepted_on.year + rule.years + months // 12, months % 12 + 1
    day = min(accepted_on.day, calendar.monthrange(year, month)[1])
    return dt.date(year, month, day)


def check_digit_holds(
    numbers: "pd.Series[str]", days: "pd.Series[pd.Timestamp]", rules: tuple[CheckDigitRule, ...]
) -> "pd.Series[bool]":
    """Tell of each number whether its last digit is right by the rule in force on its day."""
    holds = pd.Series(True, index=numbers.index)
    for rule in sorted(rules, key=lambda rule: rule.effective_from):
        ruled = days >= pd.Timestamp(rule.effective_from)
        if rule.algorithm == "none":
            holds[ruled] = True
        else:
            holds[ruled] = numbers[ruled].map(CHECK_DIGITS[rule.algorithm]).astype(bool)
    return holds
