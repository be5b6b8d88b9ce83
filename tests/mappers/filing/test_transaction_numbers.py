import calendar
import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.hub.settings import ROOT
from jobs.rules import read_rules
from mappers.filing.transaction_numbers import check_digit_holds, reserved_until
from mappers.rules.declaration_rules import CheckDigitRule, ReservationRule

RULES = read_rules(ROOT / "config").declarations


@pytest.mark.parametrize(
    ("accepted", "until"),
    [
        ("2024-10-21", "2032-01-21"),
        ("2026-11-20", "2034-02-20"),
        ("2024-11-30", "2032-02-29"),
        ("2025-11-30", "2033-02-28"),
        ("2025-12-31", "2033-03-31"),
        ("2024-02-29", "2031-05-29"),
    ],
)
def test_a_number_is_reserved_for_seven_years_and_three_months(accepted: str, until: str):
    """A number may not be used again within 7 years and 3 months of its acceptance."""
    day = dt.date.fromisoformat(accepted)
    assert reserved_until(day, RULES.reservations).isoformat() == until


@given(st.dates(dt.date(1998, 1, 1), dt.date(2090, 1, 1)))
def test_the_period_equals_month_by_month_counting(accepted: dt.date):
    """The last day is found by counting 87 months, one after the other."""
    year, month = accepted.year, accepted.month
    for _ in range(87):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    last = calendar.monthrange(year, month)[1]
    assert reserved_until(accepted, RULES.reservations) == dt.date(
        year, month, min(accepted.day, last)
    )


def test_the_rule_of_the_day_of_acceptance_applies():
    """A later rule changes nothing for numbers that were accepted before it."""
    rules = (
        ReservationRule(dt.date(2000, 1, 1), 7, 3),
        ReservationRule(dt.date(2030, 1, 1), 1, 0),
    )
    assert reserved_until(dt.date(2029, 12, 31), rules) == dt.date(2037, 3, 31)
    assert reserved_until(dt.date(2030, 1, 1), rules) == dt.date(2031, 1, 1)
    with pytest.raises(LookupError):
        reserved_until(dt.date(1999, 12, 31), rules)


@given(st.lists(st.from_regex(r"[0-9]{14}", fullmatch=True), min_size=1, max_size=20))
def test_luhn_equals_its_plain_sum(numbers: list[str]):
    """By the Luhn rule a number holds where its doubled digits add up to a multiple of ten."""
    days = pd.Series([pd.Timestamp("2026-11-20")] * len(numbers))
    rules = (CheckDigitRule(dt.date(2024, 10, 21), "luhn"),)
    held = check_digit_holds(pd.Series(numbers, dtype="str"), days, rules)
    assert held.tolist() == [plain_luhn(number) for number in numbers]


def test_an_unknown_algorithm_is_refused_at_the_start():
    """A rule that names no known algorithm is a fault of the configuration."""
    with pytest.raises(ValueError, match="crystal ball"):
        CheckDigitRule(dt.date(2024, 10, 21), "crystal ball")


def plain_luhn(number: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(number)):
        doubled = int(digit) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0
