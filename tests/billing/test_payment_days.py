"""When a payment counts: on both sides of each cut-off, over a weekend and a bank holiday."""

import datetime as dt

import pytest

from billing.payment_days import METHODS, paid_on
from jobs.hub.settings import ROOT
from jobs.rules.money.payment_day_rules import read_payment_rules

RULES = read_payment_rules(ROOT / "config" / "rules").days
THANKSGIVING = dt.date(2026, 10, 12)
"""A Monday; the Friday before it is 2026-10-09."""


def day(text: str) -> dt.date:
    return dt.datetime.fromisoformat(text) if "T" in text else dt.date.fromisoformat(text)


def counted(method: str, told: str | None, value: str | None = None) -> str:
    """Return the day on which a payment counts that is received on 2026-10-20."""
    return paid_on(
        RULES,
        method,
        paid_at=None if told is None else day(told),
        value_on=None if value is None else day(value),
        received_at=day("2026-10-20"),
        holidays={THANKSGIVING},
    ).isoformat()


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("2026-10-08T16:00:00-04:00", "2026-10-08"),
        ("2026-10-08T16:00:01-04:00", "2026-10-09"),
        ("2026-10-09T15:59:59-04:00", "2026-10-09"),
        ("2026-10-09T16:00:01-04:00", "2026-10-13"),  # the weekend, and the holiday
        ("2026-10-10T10:00:00-04:00", "2026-10-13"),
        ("2026-10-12T10:00:00-04:00", "2026-10-13"),
        ("2026-10-16T16:00:01-04:00", "2026-10-19"),  # a weekend alone
        ("2026-10-13T20:00:00+00:00", "2026-10-13"),  # 16:00 in Toronto
        ("2026-10-13T20:00:01+00:00", "2026-10-14"),
        ("2026-11-02T21:00:01+00:00", "2026-11-03"),  # 16:00:01 once the clocks went back
        ("2026-11-02T20:30:00+00:00", "2026-11-02"),
        ("2026-10-09", "2026-10-09"),
        ("2026-10-10", "2026-10-13"),
    ],
)
def test_cheques_count_until_four_on_business_days(told: str, expected: str):
    """By 16:00 in Toronto; later, and on days that are none, on the next business day."""
    assert counted("cheque", told) == expected


@pytest.mark.parametrize("method", ["electronic", "card", "debit"])
@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("2026-10-09T23:59:59-04:00", "2026-10-09"),
        ("2026-10-10T00:00:00-04:00", "2026-10-10"),
        ("2026-10-10T03:59:59+00:00", "2026-10-09"),
        ("2026-10-10T04:00:00+00:00", "2026-10-10"),
        ("2026-10-10T12:00:00-04:00", "2026-10-10"),  # a Saturday
        ("2026-10-12T23:59:59-04:00", "2026-10-12"),  # the holiday
        ("2026-10-13T00:00:00-04:00", "2026-10-13"),
        ("2026-11-02T04:59:59+00:00", "2026-11-01"),  # the clocks went back that night
        ("2026-11-02T05:00:00+00:00", "2026-11-02"),
        ("2026-10-11", "2026-10-11"),
    ],
)
def test_other_payments_count_until_midnight_on_any_day(method: str, told: str, expected: str):
    """By 23:59 in Toronto, on weekends and holidays too."""
    assert counted(method, told) == expected


@pytest.mark.parametrize("method", METHODS)
def test_the_payers_day_goes_before_the_value_date_and_that_before_the_receipt(method: str):
    """Whichever the file gives first."""
    assert counted(method, "2026-10-14", "2026-10-15") == "2026-10-14"
    assert counted(method, None, "2026-10-15") == "2026-10-15"
    assert counted(method, None) == "2026-10-20"


def test_a_day_before_all_rules_counts_by_the_first():
    """Whatever day a file tells, it has one on which it counts."""
    assert counted("cheque", "1999-01-02") == "1999-01-04"
