"""Every dated rule as it is written, as of a day."""

import datetime as dt
from collections import Counter
from itertools import pairwise

import pytest

from jobs.hub.settings import ROOT
from jobs.questions.rules_told import TOLD_APART, changed, in_force, told
from jobs.rules import read_rules
from ledger.dated_rules import newest_on
from words.pages.rules_page import RULES

ALL = told(ROOT / "config")
DAY = dt.timedelta(days=1)


def test_one_rule_is_in_force_for_each_thing():
    """What rows are for tells them apart: on no day two hold, and every table has its words."""
    started = Counter((rule.file, rule.table, rule.about, rule.effective_from) for rule in ALL)
    assert [key for key, count in started.items() if count > 1] == []
    for day in {rule.effective_from for rule in ALL if rule.file.startswith("rules/")}:
        held = Counter((rule.file, rule.table, rule.about) for rule in in_force(ALL, day))
        assert [key for key, count in held.items() if count > 1] == []
    assert {rule.table for rule in ALL} == set(RULES)
    assert set(TOLD_APART) <= {rule.table for rule in ALL}


@pytest.mark.parametrize(
    ("day", "version"),
    [(dt.date(2026, 11, 30), "oldest-due-1"), (dt.date(2026, 12, 1), "carm-2024")],
)
def test_what_is_told_of_a_day_is_what_the_hub_goes_by(day, version):
    """The policy that is told is the one that clears."""
    (rule,) = (rule for rule in in_force(ALL, day) if rule.table == "policy")
    assert rule.says["version"] == version
    assert newest_on(read_rules(ROOT / "config").clearing, day).version == version


@pytest.mark.parametrize(
    ("day", "named", "field", "held"),
    [
        ("2024-10-21", ("waiver", "late_accounting_penalty"), None, (0, 1)),
        ("2025-01-20", ("waiver", "late_accounting_penalty"), None, (1, 0)),
        ("2025-04-04", ("waiver", "late_payment_interest"), None, (1, 1)),
        ("2026-01-31", ("waiver", "late_payment_interest"), None, (1, 0)),
        ("2026-01-31", ("waiver", "late_payment_penalty"), None, (1, 0)),
        ("2024-10-21", ("security", ""), "required", ("yes", "no")),
        ("2025-05-20", ("security", ""), "required", ("no", "yes")),
        ("2024-10-21", ("cad_type", "TT"), None, (0, 1)),
        ("2026-12-01", ("cad_type", "20"), "due", ("cycle", "filing")),
        ("2026-12-01", ("window", "free trade origin, not claimed at accounting"), None, (0, 1)),
        ("2027-01-01", ("window", "anti-dumping and countervailing duty"), None, (1, 1)),
        ("2027-01-01", ("sima_answer", ""), "codes", ("S, U, N", "S, U")),
        ("2025-01-01", ("treatment_origin", "08 TV"), None, (1, 0)),
        ("2026-09-08", ("surtax_measure", "26186C 6109100000 US"), None, (0, 1)),
    ],
)
def test_rules_hold_on_both_sides_of_their_dates(day, named, field, held):
    """How many hold, or what the one that holds says, on the day before a date and on it."""
    first = dt.date.fromisoformat(day)
    for on, expected in zip((first - DAY, first), held, strict=True):
        found = [rule for rule in in_force(ALL, on) if (rule.table, rule.about) == named]
        assert (len(found) if field is None else found[0].says[field]) == expected


def test_what_changed_began_or_ended():
    """A rule that begins on a day changed on it, and so did the one that it follows."""
    first = dt.date(2026, 12, 1)
    policies = [rule for rule in changed(ALL, first, first) if rule.table == "policy"]
    assert [rule.says["version"] for rule in policies] == ["oldest-due-1", "carm-2024"]
    assert policies[0].effective_to == first - DAY
    assert not [rule for rule in changed(ALL, first + DAY, first + DAY) if rule.table == "policy"]


def test_a_rule_without_a_source_is_told():
    """What is ours, sampled or nobody's has none; a statute is one."""
    by_table = {}
    for rule in ALL:
        by_table.setdefault(rule.table, set()).add(rule.has_source)
    assert by_table["prescribed_day"] == by_table["gst_refund"] == {True}
    assert by_table["limit"] == by_table["hand_filed"] == {False}
    assert False in by_table["act"]


def test_the_prescribed_rate_is_one_value_a_quarter():
    """From the last quarter of 2024 to that of 2026, each on its first and its last day."""
    rates = [rule for rule in ALL if rule.table == "prescribed_rate"]
    assert [rule.says["rate_percent"] for rule in rates] == (
        ["4.5", "3.8", "3.1", "2.6", "2.7", "2.4", "2.2", "2.3", "2.3"]
    )
    for before, after in pairwise(rates):
        assert before.effective_to + DAY == after.effective_from
        for day, rule in ((before.effective_to, before), (after.effective_from, after)):
            assert [each for each in rates if each.holds_on(day)] == [rule]
