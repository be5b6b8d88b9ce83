import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.calendar import notice_dates, open_day_from
from billing.cycle import cycle_ending, cycle_of_release, cycle_of_statement, rule_on
from jobs.hub.settings import ROOT
from jobs.rules import read_rules
from jobs.rules.reference_folder import reference_table

RULES = read_rules(ROOT / "config")
RULE = replace(rule_on(RULES.cycles, "commercial", dt.date(2025, 1, 1)), no_charge_until={})
"""The rule alone, without days of free payment."""
DAYS = st.dates(dt.date(2024, 10, 21), dt.date(2040, 12, 31))


@pytest.mark.parametrize(
    ("last_on", "due_on"),
    [
        (dt.date(2024, 11, 17), dt.date(2024, 11, 29)),
        (dt.date(2025, 3, 17), dt.date(2025, 3, 31)),
        (dt.date(2025, 9, 17), dt.date(2025, 10, 1)),
        (dt.date(2026, 1, 17), dt.date(2026, 1, 30)),
    ],
)
def test_published_due_dates(last_on: dt.date, due_on: dt.date):
    """The due date is the 10th weekday after the 17th, as the agency published these four."""
    assert cycle_ending(RULE, last_on).due_on == due_on


@pytest.mark.parametrize("year", range(2025, 2041))
def test_a_june_cycle_ending_on_a_weekday_is_due_on_canada_day(year: int):
    """Holidays count as weekdays, so a June cycle that ends Monday to Friday is due July 1."""
    last_on = dt.date(year, 6, 17)
    due_on = cycle_ending(RULE, last_on).due_on
    assert (due_on == dt.date(year, 7, 1)) == (last_on.weekday() < 5)


@given(DAYS)
def test_every_release_falls_in_its_cycle(release_on: dt.date):
    """A release date lies from the 18th to the 17th of the cycle that bills it."""
    cycle = cycle_of_release(RULE, release_on)
    assert cycle.first_on <= release_on <= cycle.last_on
    assert (cycle.first_on.day, cycle.last_on.day, cycle.statement_on.day) == (18, 17, 25)
    assert dt.timedelta(days=12) <= cycle.due_on - cycle.last_on <= dt.timedelta(days=14)


@pytest.mark.parametrize("program", sorted({rule.program for rule in RULES.cycles}))
def test_a_due_date_on_a_holiday_stands_and_may_be_met_the_day_after(program: str):
    """What is due on Canada Day 2026 costs nothing when paid the day after (Interpretation Act)."""
    rule = rule_on(RULES.cycles, program, dt.date(2026, 6, 17))
    found = cycle_of_statement(rule, dt.date(2026, 6, 25))
    assert (found.due_on, found.no_charge_until) == (dt.date(2026, 7, 1), dt.date(2026, 7, 2))
    for day in (dt.date(2026, 5, 25), dt.date(2026, 7, 25)):
        found = cycle_of_statement(rule, day)
        assert found.no_charge_until == found.due_on


@pytest.mark.parametrize("program", sorted({rule.program for rule in RULES.cycles}))
def test_nobody_has_to_pay_on_a_holiday_of_all_of_canada(program: str):
    """As far as the table of holidays goes, each due date may be met on the next open day."""
    held = reference_table(ROOT / "config" / "reference", "holiday")
    nation = {dt.date.fromisoformat(day) for day in held[held["province"] == ""]["holiday_on"]}
    months = [(year, month) for year in range(2025, 2028) for month in range(1, 13)]
    statements = [dt.date(year, month, 25) for year, month in months]
    rule = rule_on(RULES.cycles, program, statements[0])
    cycles = [cycle_of_statement(rule, day) for day in statements]
    assert [cycle.no_charge_until for cycle in cycles] == [
        open_day_from(cycle.due_on, nation) for cycle in cycles
    ]
    assert any(cycle.due_on in nation for cycle in cycles)


def test_a_statement_is_dated_the_25th_and_no_other_day():
    """Only the 25th has a cycle to bill, weekends and Christmas included."""
    assert cycle_of_statement(RULE, dt.date(2026, 12, 25)) == cycle_ending(
        RULE, dt.date(2026, 12, 17)
    )
    assert cycle_of_statement(RULE, dt.date(2026, 12, 24)) is None


def test_no_rule_before_the_harmonized_cycle():
    """A release before 21 October 2024 has no harmonized cycle, and says so."""
    with pytest.raises(LookupError, match="commercial"):
        rule_on(RULES.cycles, "commercial", dt.date(2024, 10, 20))


@given(DAYS)
def test_every_posting_date_is_noticed_once(first: dt.date):
    """Over four weeks of closes, each posting date goes out exactly once, Tuesday to Saturday."""
    closes = [first + dt.timedelta(days=n) for n in range(28)]
    noticed = [day for close in closes for day in notice_dates(close) if day >= first]
    assert len(noticed) == len(set(noticed))
    assert set(closes[:-2]) <= set(noticed) | {c for c in closes[-3:] if c.weekday() >= 5}
