"""Harmonized billing cycles: which goods one statement bills, when it is issued, when it is due.

SOR/86-1062 s. 10.1 (goods released from the 18th to the 17th are due the 10th weekday after the
period ends), s. 7.5 and 10.3 (calendar months); statement dates are the agency's schedule.
"""

import datetime as dt
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field

from billing.calendar import nth_weekday_after
from ledger.dated_rules import in_force_on

COMMERCIAL = "commercial"
"""The program whose cycle gives the statements their dates; those of other programs join it."""


@dataclass(frozen=True)
class CycleRule:
    """A dated rule for one program's cycle, read from ``config/rules/cycles.toml``.

    A period ends on ``last_day`` of a month, or on its last day where the month is shorter. Its
    statement comes ``statement_months_later``; what it bills is due so many weekdays after
    ``due_after_day`` of the statement's month. Goods are accounted when their type of declaration
    says so, unless the program says otherwise: on a day of the month after release, or on the due
    date.
    """

    program: str
    effective_from: dt.date
    last_day: int
    statement_day: int
    statement_months_later: int
    due_after_day: int
    due_weekdays: int
    accounting_day_of_next_month: int | None = None
    accounted_when_due: bool = False
    no_charge_until: Mapping[dt.date, dt.date] = field(default_factory=dict)
    """Due dates on which nothing could be paid: the date -> until when paying costs nothing."""


@dataclass(frozen=True)
class Cycle:
    """One billing period; its key in the book is the day it ends on.

    What is paid by ``no_charge_until`` bears neither interest nor penalty: the due date itself, or
    a later day where that one is a holiday (Interpretation Act s. 26). The due date never moves.
    """

    first_on: dt.date
    last_on: dt.date
    statement_on: dt.date
    due_on: dt.date
    no_charge_until: dt.date

    @property
    def known_on(self) -> dt.date:
        """The last business date whose postings the statement bears: the day before its date."""
        return self.statement_on - dt.timedelta(days=1)


def cycle_of_release(rule: CycleRule, release_on: dt.date) -> Cycle:
    """Return the cycle that bills goods released on a day."""
    this_month = _day_of(rule.last_day, release_on)
    last_on = this_month if release_on <= this_month else _day_of(rule.last_day, release_on, 1)
    return cycle_ending(rule, last_on)


def cycle_of_statement(rule: CycleRule, day: dt.date) -> Cycle | None:
    """Return the cycle whose statement is dated ``day``; None on any other day."""
    if day.day != rule.statement_day:
        return None
    return cycle_ending(rule, _day_of(rule.last_day, day, -rule.statement_months_later))


def cycle_of_posting(rule: CycleRule, posted_on: dt.date) -> Cycle:
    """Return the cycle of the first statement that bears what was posted on a day."""
    cycle = cycle_ending(rule, _day_of(rule.last_day, posted_on, -rule.statement_months_later))
    if posted_on <= cycle.known_on:
        return cycle
    return cycle_ending(rule, _day_of(rule.last_day, cycle.last_on, 1))


def cycle_ending(rule: CycleRule, last_on: dt.date) -> Cycle:
    """Return the cycle that ends on ``last_on``."""
    statement_on = _day_of(rule.statement_day, last_on, rule.statement_months_later)
    due_on = nth_weekday_after(_day_of(rule.due_after_day, statement_on), rule.due_weekdays)
    return Cycle(
        first_on=_day_of(rule.last_day, last_on, -1) + dt.timedelta(days=1),
        last_on=last_on,
        statement_on=statement_on,
        due_on=due_on,
        no_charge_until=rule.no_charge_until.get(due_on, due_on),
    )


def rule_on(rules: tuple[CycleRule, ...], program: str, day: dt.date) -> CycleRule:
    """Return the rule of a program in force on a day; LookupError when there is none."""
    of_program = (rule for rule in rules if rule.program == program)
    return in_force_on(of_program, day, f"billing cycle of program {program}")


def _day_of(day_of_month: int, day: dt.date, months_later: int = 0) -> dt.date:
    """Return a day of the month of ``day``, or of one so many months later; its last at most."""
    months = day.year * 12 + day.month - 1 + months_later
    year, month = divmod(months, 12)
    return dt.date(year, month + 1, min(day_of_month, monthrange(year, month + 1)[1]))
