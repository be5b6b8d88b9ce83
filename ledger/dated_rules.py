"""The rule in force on a day, of any kind of dated rule: the newest that has begun."""

import datetime as dt
from collections.abc import Iterable
from typing import Protocol, TypeVar


class Dated(Protocol):
    """A rule that holds from a day until the next one of its kind starts."""

    @property
    def effective_from(self) -> dt.date:
        """The first day."""


Rule = TypeVar("Rule", bound=Dated)


def begun_on(rules: Iterable[Rule], day: dt.date) -> tuple[Rule, ...]:
    """Return the rules that start on a day or before it, in the order given."""
    return tuple(rule for rule in rules if rule.effective_from <= day)


def newest_on(rules: Iterable[Rule], day: dt.date) -> Rule | None:
    """Return the rule in force on a day, or None before the first."""
    return max(begun_on(rules, day), key=lambda rule: rule.effective_from, default=None)


def in_force_on(rules: Iterable[Rule], day: dt.date, called: str) -> Rule:
    """Return the rule in force on a day; LookupError before the first, with what it is called."""
    rule = newest_on(rules, day)
    if rule is None:
        raise LookupError(f"no {called} is in force on {day}")
    return rule
