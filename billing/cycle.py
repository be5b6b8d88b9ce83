"""Harmonized billing cycles: which goods one statement bills, when it is issued, when it is due.

SOR/86-1062 s. 10.1 (goods released from the 18th to the 17th are due the 10th weekday after the
period ends); the statement date is the agency's published schedule.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from billing.calendar import nth_weekday_after


@dataclass(frozen=True)
class CycleRule:
    """A dated rule for one program's cycle, read from ``config/rules/cycles.toml``."""

    program: str
    effective_from: dt.date
    last_day: int
    statement_day: int
    due_weekdays: int
    due_overrides: Mapping[dt.date, dt.date] = field(default_factory=dict)
    """Due dates that the agency moved: rule date -> announced date."""


@dataclass(frozen=True)
class Cycle:
    """One billing period; its key in the book is the day it ends on."""

    first_on: dt.date
    last_on: dt.date
    statement_on: dt.date
    due_on: dt.date

    @property
    def known_on(self) -> dt.date:
        """The last business date whose postings the statement bears: the day before its date."""
        return self.statement_on - dt.timedelta(days=1)


def cycle_of_release(rule: CycleRule, release_on: dt.date) -> Cycle:
    """Return the cycle that bills goods released on a day."""
    return cycle_ending(rule, _end_on_or_after(release_on, rule.last_day))


def cycle_of_statement(rule: CycleRule, day: dt.date) -> Cycle | None:
    """Return the cycle whose statement is dated ``day``; None on any other day."""
    if day.day != rule.statement_day:
        return None
    return cycle_ending(rule, day.replace(day=rule.last_day))


def cycle_ending(rule: CycleRule, last_on: dt.date) -> Cycle:
    """Return the cycle that ends on ``last_on``."""
    due_on = nth_weekday_after(last_on, rule.due_weekdays)
    return Cycle(
        first_on=_month_before(last_on).replace(day=rule.last_day + 1),
        last_on=last_on,
        statement_on=last_on.replace(day=rule.statement_day),
        due_on=rule.due_overrides.get(due_on, due_on),
    )


def rule_on(rules: tuple[CycleRule, ...], program: str, day: dt.date) -> CycleRule:
    """Return the rule of a program in force on a day; LookupError when there is none."""
    in_force = [r for r in rules if r.program == program and r.effective_from <= day]
    if not in_force:
        raise LookupError(f"no billing cycle rule for program {program} on {day}")
    return max(in_force, key=lambda r: r.effective_from)


def _end_on_or_after(day: dt.date, last_day: int) -> dt.date:
    if day.day <= last_day:
        return day.replace(day=last_day)
    return _month_after(day).replace(day=last_day)


def _month_after(day: dt.date) -> dt.date:
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def _month_before(day: dt.date) -> dt.date:
    return (day.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
