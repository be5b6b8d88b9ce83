"""The rule in force on a day, of any kind of dated rule."""

import datetime as dt
from typing import Protocol, TypeVar


class Dated(Protocol):
    """A rule that holds from a day until the next one of its kind starts."""

    @property
    def effective_from(self) -> dt.date:
        """The first day."""


Rule = TypeVar("Rule", bound=Dated)


def newest_on(rules: tuple[Rule, ...], day: dt.date) -> Rule | None:
    """Return the rule in force on a day, or None before the first."""
    begun = [rule for rule in rules if rule.effective_from <= day]
    return max(begun, key=lambda rule: rule.effective_from, default=None)
