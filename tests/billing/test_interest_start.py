"""From when a declaration bears interest, and from when what an adjustment changes does."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.cycle import cycle_of_release, rule_on
from billing.interest_start import (
    Adjusted,
    InterestRule,
    PrescribedDayRule,
    interest_start,
    prescribed_day,
)
from jobs.hub.settings import ROOT
from jobs.rules import read_rules

RULES = read_rules(ROOT / "config")
READ = RULES.declarations.prescribed_days
DAYS = st.dates(dt.date(2024, 10, 21), dt.date(2035, 12, 31))

ADJUSTED = Adjusted(
    net_cents=-500,
    first_reason="R2-74-1-TT",
    filed_on=dt.date(2026, 12, 2),
    decided_on=dt.date(2027, 6, 1),
    prescribed_on=dt.date(2026, 12, 1),
    paid_on=dt.date(2026, 11, 30),
)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, (dt.date(2027, 3, 3), "after_91st_day")),
        ({"decided_on": dt.date(2027, 3, 2)}, None),
        ({"paid_on": None}, None),
        ({"paid_on": dt.date(2027, 3, 2)}, (dt.date(2027, 3, 3), "after_91st_day")),
        ({"paid_on": dt.date(2027, 4, 1)}, (dt.date(2027, 4, 2), "after_91st_day")),
        ({"first_reason": "R2-32-2-TC"}, (dt.date(2027, 3, 3), "after_91st_day")),
        ({"kind": "decision"}, (dt.date(2026, 12, 1), "after_payment")),
        ({"kind": "rate_cut"}, (dt.date(2026, 12, 1), "after_payment")),
        ({"net_cents": 500}, (dt.date(2026, 12, 2), "after_prescribed_day")),
        ({"net_cents": 500, "kind": "rate_cut"}, None),
        ({"net_cents": 0}, None),
    ],
)
def test_interest_starts_by_what_the_adjustment_comes_of(changes, found):
    """The rule of the kind with the longest prefix of the first reason gives the first day."""
    assert interest_start(replace(ADJUSTED, **changes), RULES.interest_starts) == found


def test_a_rule_of_interest_holds_from_its_day():
    """The rule is the one in force on the day of filing."""
    later = InterestRule(dt.date(2026, 12, 3), "request", "R2-74", "none", "none")
    rules = (*RULES.interest_starts, later)
    assert interest_start(ADJUSTED, rules) is not None
    assert interest_start(replace(ADJUSTED, filed_on=dt.date(2026, 12, 3)), rules) is None
    with pytest.raises(LookupError, match="2024-10-20"):
        interest_start(replace(ADJUSTED, filed_on=dt.date(2024, 10, 20)), rules)


@pytest.mark.parametrize(
    ("released_on", "accounted_on", "limit", "prescribed_on"),
    [
        (dt.date(2025, 10, 16), dt.date(2025, 10, 22), dt.date(2025, 10, 23), dt.date(2025, 12, 1)),
        (dt.date(2025, 10, 16), dt.date(2025, 10, 17), dt.date(2025, 10, 23), None),
        (dt.date(2025, 10, 10), dt.date(2025, 11, 20), dt.date(2025, 10, 17), None),  # it was late
        (dt.date(2025, 10, 20), dt.date(2025, 10, 22), dt.date(2025, 10, 27), None),
        (dt.date(2024, 10, 8), dt.date(2024, 10, 22), None, None),  # paid when it is filed
    ],
)
def test_interest_runs_from_the_prescribed_day(released_on, accounted_on, limit, prescribed_on):
    """By the earlier of accounted and to be accounted; None stands for the due date."""
    rule = rule_on(RULES.cycles, "commercial", dt.date(2025, 1, 1))
    due_on = cycle_of_release(rule, released_on).due_on
    found = prescribed_day(
        READ, RULES.cycles, due_on=due_on, accounted_on=accounted_on, accounting_due_on=limit
    )
    assert found == (prescribed_on or due_on)


@given(DAYS, st.integers(0, 60), st.integers(0, 10))
def test_the_prescribed_day_is_never_before_the_due_date(released_on, waited, allowed):
    """Nobody owes interest before the money is due, and s. 2.1 by its letter is the latest day."""
    rule = rule_on(RULES.cycles, "commercial", dt.date(2025, 1, 1))
    due_on = cycle_of_release(rule, released_on).due_on
    by_date, by_period, by_month = (
        prescribed_day(
            (PrescribedDayRule(dt.date(2024, 10, 21), reading),),
            RULES.cycles,
            due_on=due_on,
            accounted_on=released_on + dt.timedelta(days=waited),
            accounting_due_on=released_on + dt.timedelta(days=allowed),
        )
        for reading in ("due_date", "period_of_accounting", "month_after_accounting")
    )
    assert due_on == by_date <= by_period <= by_month


def test_a_reading_holds_from_its_day():
    """The earlier of accounted and to be accounted decides which reading holds."""
    later = PrescribedDayRule(dt.date(2025, 10, 22), "due_date")
    straddling = {"due_on": dt.date(2025, 10, 31), "accounting_due_on": dt.date(2025, 10, 23)}
    rules = (*READ, later)
    for accounted_on, prescribed_on in (
        (dt.date(2025, 10, 21), dt.date(2025, 12, 1)),
        (dt.date(2025, 10, 22), dt.date(2025, 10, 31)),
    ):
        found = prescribed_day(rules, RULES.cycles, accounted_on=accounted_on, **straddling)
        assert found == prescribed_on
