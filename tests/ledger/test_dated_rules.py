"""The rule in force on a day, whatever it rules."""

import datetime as dt
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.dated_rules import begun_on, in_force_on, newest_on


@dataclass(frozen=True)
class Rule:
    """A rule with nothing but its first day."""

    effective_from: dt.date


RULES = st.lists(st.dates().map(Rule), unique=True)


@given(RULES, st.dates())
def test_the_newest_that_has_begun_is_in_force(rules: list[Rule], day: dt.date):
    """No rule that has begun starts later than the one in force, in whatever order they stand."""
    found = newest_on(rules, day)
    begun = begun_on(rules, day)
    assert (found is None) == (not begun)
    assert found is None or all(rule.effective_from <= found.effective_from for rule in begun)
    assert newest_on(reversed(rules), day) == found


@given(RULES, st.dates())
def test_the_strict_twin_agrees_or_says_what_is_missing(rules: list[Rule], day: dt.date):
    """Where none has begun, LookupError names the rule and the day; else both return the same."""
    if newest_on(rules, day) is None:
        with pytest.raises(LookupError, match=f"^no clearing policy is in force on {day}$"):
            in_force_on(rules, day, "clearing policy")
    else:
        assert in_force_on(rules, day, "clearing policy") == newest_on(rules, day)
