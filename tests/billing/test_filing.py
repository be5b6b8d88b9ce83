"""What a type of declaration means in time."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.calendar import nth_business_day_after
from billing.cycle import CycleRule, cycle_ending, cycle_of_posting, cycle_of_release, rule_on
from billing.filing import TypeRule, billing_program, filing_dates, type_rule_on
from jobs.hub.settings import ROOT
from jobs.intake.snapshot import open_snapshot
from jobs.rules import read_rules

RULES = read_rules(ROOT / "config")
TYPES = RULES.declarations.cad_types
HOLIDAYS = open_snapshot(ROOT / "config").everything.holidays
DAYS = st.dates(dt.date(2024, 10, 21), dt.date(2035, 12, 31))
CALENDAR_MONTHS = ("clvs", "csa_1", "ctc")


def of(program: str) -> CycleRule:
    return rule_on(RULES.cycles, program, dt.date(2025, 1, 1))


@given(DAYS, st.sampled_from(CALENDAR_MONTHS))
def test_calendar_months_are_billed_on_the_25th_of_the_next(released_on, program):
    """A month from its first day to its last is billed the month after, and due with that cycle."""
    cycle = cycle_of_release(of(program), released_on)
    assert cycle.first_on == released_on.replace(day=1)
    assert (cycle.last_on + dt.timedelta(days=1)).day == 1
    assert cycle.statement_on.day == 25
    assert cycle.last_on < cycle.statement_on <= cycle.last_on + dt.timedelta(days=25)
    commercial = cycle_ending(of("commercial"), cycle.statement_on.replace(day=17))
    assert (cycle.statement_on, cycle.due_on) == (commercial.statement_on, commercial.due_on)


@given(DAYS, st.sampled_from(("commercial", *CALENDAR_MONTHS, "csa_2")))
def test_what_is_posted_is_on_the_next_statement(posted_on, program):
    """The first statement that knows of a posting is dated after it, at most a month and a day."""
    cycle = cycle_of_posting(of(program), posted_on)
    assert posted_on <= cycle.known_on < posted_on + dt.timedelta(days=32)


@given(DAYS, st.integers(1, 12), st.sets(DAYS, max_size=8))
def test_business_days_leave_out_weekends_and_holidays(day, count, holidays):
    """The n-th business day is the n-th later day that is neither Saturday, Sunday nor holiday."""
    found, left = day, count
    while left:
        found += dt.timedelta(days=1)
        left -= found.weekday() < 5 and found not in holidays
    assert nth_business_day_after(day, count, holidays) == found


@pytest.mark.parametrize(
    ("cad_type", "cycle_last_on", "due_on", "accounting_due_on"),
    [
        ("AB", dt.date(2026, 11, 17), dt.date(2026, 12, 1), dt.date(2026, 11, 16)),
        ("AD", dt.date(2026, 11, 17), dt.date(2026, 12, 1), dt.date(2026, 11, 16)),
        ("C", dt.date(2026, 11, 17), dt.date(2026, 11, 9), None),
        ("F", dt.date(2026, 11, 30), dt.date(2026, 12, 31), dt.date(2026, 12, 24)),
        ("V", dt.date(2026, 11, 17), dt.date(2026, 11, 9), None),
        ("20", dt.date(2026, 11, 17), dt.date(2026, 12, 1), dt.date(2026, 11, 16)),
    ],
)
def test_each_type_has_its_dates(cad_type, cycle_last_on, due_on, accounting_due_on):
    """Goods released on 6 November 2026 and filed on the 9th, Remembrance Day between."""
    rule = type_rule_on(TYPES, cad_type, dt.date(2026, 11, 6))
    found = filing_dates(
        rule,
        of(billing_program(rule, "commercial")),
        released_on=dt.date(2026, 11, 6),
        filed_on=dt.date(2026, 11, 9),
        holidays={dt.date(2026, 11, 11)},
    )
    assert (found.cycle_last_on, found.due_on, found.accounting_due_on) == (
        cycle_last_on,
        due_on,
        accounting_due_on,
    )


@pytest.mark.parametrize(
    ("program", "cad_type", "cycle_last_on", "due_on", "accounting_due_on"),
    [
        ("csa_1", "AB", dt.date(2026, 11, 30), dt.date(2026, 12, 31), dt.date(2026, 12, 31)),
        ("csa_2", "AB", dt.date(2026, 11, 17), dt.date(2026, 12, 1), dt.date(2026, 12, 1)),
        ("ctc", "AB", dt.date(2026, 11, 30), dt.date(2026, 12, 31), dt.date(2026, 12, 24)),
        ("csa_1", "F", dt.date(2026, 11, 30), dt.date(2026, 12, 31), dt.date(2026, 12, 24)),
        ("csa_1", "TT", dt.date(2026, 11, 30), dt.date(2026, 12, 31), dt.date(2026, 12, 31)),
        ("csa_2", "TT", dt.date(2026, 11, 17), dt.date(2026, 12, 1), dt.date(2026, 12, 1)),
        ("csa_1", "C", dt.date(2026, 11, 30), dt.date(2026, 11, 16), None),
    ],
)
def test_the_importers_program_bills(program, cad_type, cycle_last_on, due_on, accounting_due_on):
    """Goods released on 6 November 2026 of an importer in a program of its own."""
    rule = type_rule_on(TYPES, cad_type, dt.date(2026, 11, 6))
    found = filing_dates(
        rule,
        of(billing_program(rule, program)),
        released_on=dt.date(2026, 11, 6),
        filed_on=dt.date(2026, 11, 16),
        holidays=frozenset(),
    )
    assert (found.cycle_last_on, found.due_on, found.accounting_due_on) == (
        cycle_last_on,
        due_on,
        accounting_due_on,
    )


@pytest.mark.parametrize(
    ("released_on", "province", "accounting_due_on"),
    [
        (dt.date(2025, 6, 16), "QC", dt.date(2025, 6, 23)),
        (dt.date(2025, 6, 17), "QC", dt.date(2025, 6, 25)),
        (dt.date(2025, 6, 17), "ON", dt.date(2025, 6, 24)),
        (dt.date(2025, 6, 20), "QC", dt.date(2025, 6, 30)),  # a Friday; 24 June is no business day
        (dt.date(2025, 6, 20), "", dt.date(2025, 6, 27)),
        (dt.date(2025, 7, 28), "ON", dt.date(2025, 8, 5)),  # 4 August
        (dt.date(2025, 7, 28), "QC", dt.date(2025, 8, 4)),
        (dt.date(2025, 2, 13), "NS", dt.date(2025, 2, 21)),  # 17 February
    ],
)
def test_holidays_of_the_province_of_release_count(released_on, province, accounting_due_on):
    """A business day is none of a holiday where the goods are released (SOR/86-1062 s. 2)."""
    found = filing_dates(
        type_rule_on(TYPES, "AB", released_on),
        of("commercial"),
        released_on=released_on,
        filed_on=released_on,
        holidays=HOLIDAYS.within(province),
    )
    assert found.accounting_due_on == accounting_due_on


def test_every_release_office_has_a_province_with_holidays_of_its_own():
    """Offices name provinces as the table of holidays does."""
    provinces = set(RULES.codes.lists["release_offices"]["province"])
    assert provinces <= set(HOLIDAYS.by_province) and len(provinces) > 3


@pytest.mark.parametrize(
    ("released_on", "accounting_due_on"),
    [
        (dt.date(2026, 11, 10), dt.date(2026, 12, 24)),
        (dt.date(2026, 12, 10), dt.date(2027, 1, 25)),  # the 24th is a Sunday
        (dt.date(2025, 3, 10), dt.date(2025, 4, 24)),
        (dt.date(2027, 4, 10), dt.date(2027, 5, 25)),  # Victoria Day
    ],
)
def test_the_24th_moves_past_a_holiday(released_on, accounting_due_on):
    """A limit that ends on a holiday ends on the next open day (Interpretation Act s. 26)."""
    found = filing_dates(
        type_rule_on(TYPES, "F", released_on),
        of("clvs"),
        released_on=released_on,
        filed_on=released_on,
        holidays={dt.date(2027, 5, 24)},
    )
    assert found.accounting_due_on == accounting_due_on


@pytest.mark.parametrize(
    ("released_on", "due", "requires_rpp"),
    [(dt.date(2026, 11, 30), "cycle", True), (dt.date(2026, 12, 1), "filing", False)],
)
def test_what_leaves_a_warehouse_is_paid_at_filing(released_on, due, requires_rpp):
    """From December 2026 type 20 is accounted and paid at once (Customs Act s. 32(1))."""
    rule = type_rule_on(TYPES, "20", released_on)
    assert (rule.due, rule.requires_rpp) == (due, requires_rpp)


def test_only_type_c_precedes_release_and_only_v_is_entered_by_hand():
    """Of the types in force; TT is for customs self assessment alone."""
    ruled = [type_rule_on(TYPES, rule.cad_type, dt.date(2026, 12, 1)) for rule in TYPES]
    assert {rule.cad_type for rule in ruled if rule.before_release} == {"C"}
    assert {rule.cad_type for rule in ruled if rule.by_hand} == {"V"}
    assert {rule.cad_type: rule.programs for rule in ruled if rule.programs} == {
        "TT": ("csa_1", "csa_2")
    }


def test_a_rule_of_a_type_holds_from_its_day():
    """The day before a new rule starts the old one holds; before the first there is none."""
    old = TypeRule("AB", dt.date(2024, 10, 21), "commercial", "cycle", 5, None, True, True)
    new = replace(old, effective_from=dt.date(2027, 1, 1), accounting_business_days=3)
    assert type_rule_on((new, old), "AB", dt.date(2026, 12, 31)) == old
    assert type_rule_on((new, old), "AB", dt.date(2027, 1, 1)) == new
    assert type_rule_on((new, old), "AB", dt.date(2024, 10, 20)) is None
