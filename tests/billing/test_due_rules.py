"""The rules of days as the book keeps them: told as JSON, and read again."""

import datetime as dt
import json
from dataclasses import replace

from billing.calendar import EVERYWHERE
from billing.due_rules import DueRules, Office
from jobs.hub.settings import ROOT
from jobs.rules import read_rules

RULES = read_rules(ROOT / "config").due


def test_what_is_told_says_the_same_rules():
    """Read again, they are the same, but for their order and the days without charge."""
    again = DueRules.of(json.loads(RULES.told))
    bare = {replace(rule, no_charge_until={}).__repr__() for rule in RULES.cycles}
    assert {repr(rule) for rule in again.cycles} == bare
    assert set(again.cad_types) == set(RULES.cad_types)
    assert set(again.offices) == set(RULES.offices)


def test_order_tells_nothing_else_does():
    """The same rules in another order are told alike; one day otherwise, they are not."""
    turned = replace(RULES, cad_types=RULES.cad_types[::-1], offices=RULES.offices[::-1])
    assert turned.told == RULES.told
    first, *others = RULES.cycles
    later = replace(first, effective_from=first.effective_from + dt.timedelta(days=1))
    assert replace(RULES, cycles=(later, *others)).told != RULES.told


def test_an_office_keeps_the_holidays_of_its_province():
    """In its days; before, after, and where it is unknown or not named, those of Canada."""
    first, last = dt.date(2025, 1, 1), dt.date(2025, 12, 31)
    rules = replace(RULES, offices=(Office("0351", first, last, "QC"),))
    day = dt.timedelta(days=1)
    assert [rules.province("0351", on) for on in (first, last)] == ["QC", "QC"]
    assert {rules.province("0351", on) for on in (first - day, last + day)} == {EVERYWHERE}
    assert rules.province("0009", first) == rules.province(None, first) == EVERYWHERE
