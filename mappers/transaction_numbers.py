"""Transaction numbers: the check digit, and how long a number stays reserved. Rules are dated."""

import calendar
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd
from stdnum import luhn, verhoeff
from stdnum.iso7064 import mod_11_10

from mappers.dated_rules import newest_on

CHECK_DIGITS: Final[Mapping[str, Callable[[str], bool]]] = {
    "none": lambda _number: True,
    "luhn": luhn.is_valid,
    "mod_11_10": mod_11_10.is_valid,
    "verhoeff": verhoeff.is_valid,
}
"""The algorithms that ``config/rules/declarations.toml`` may name."""


@dataclass(frozen=True)
class CheckDigitRule:
    """How the last digit of a number is checked, from a day until the next rule starts."""

    effective_from: dt.date
    algorithm: str

    def __post_init__(self) -> None:
        """Refuse an algorithm that is not there."""
        if self.algorithm not in CHECK_DIGITS:
            raise ValueError(f"check digit {self.algorithm!r}: not one of {sorted(CHECK_DIGITS)}")


@dataclass(frozen=True)
class ReservationRule:
    """How long a number that was accepted from a day on may not be used again."""

    effective_from: dt.date
    years: int
    months: int


def reserved_until(accepted_on: dt.date, rules: tuple[ReservationRule, ...]) -> dt.date:
    """Return the last day on which an accepted number may not be used again (CBSA TCC24-144).

    The month's last day stands for a day that the month lacks. LookupError when no rule is in
    force on the day of acceptance.
    """
    rule = newest_on(rules, accepted_on)
    if rule is None:
        raise LookupError(f"no rule on reused transaction numbers is in force on {accepted_on}")
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
