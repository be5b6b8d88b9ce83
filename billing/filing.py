"""What a type of declaration means in time: its cycle, when it is accounted, when it is due.

Accounting for Imported Goods and Payment of Duties Regulations (SOR/86-1062), s. 7.4, 10, 10.1;
memorandum D17-1-10 for the types. Read from ``config/rules/cad_types.toml``.
"""

import datetime as dt
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from billing.calendar import nth_business_day_after, open_day_from
from billing.cycle import COMMERCIAL, CycleRule, cycle_of_release
from ledger.dated_rules import newest_on

BY_CYCLE, AT_FILING = "cycle", "filing"
DUE = (BY_CYCLE, AT_FILING)
"""When a declaration may be due: with the statement of its cycle, or at once."""


@dataclass(frozen=True)
class TypeRule:
    """A dated rule for one type of declaration.

    ``due`` is one of DUE. It is to be accounted so many business days after release, or on a day
    of the next month, or at no set time. Where it is not ``charged``, duties and taxes wait for a
    later declaration. Where it ``requires_rpp``, its importer takes part in release prior to
    payment. Only accounts of ``programs`` file it, all where none is named. It may be filed
    ``before_release``, or ``by_hand`` in the agency's portal and by file only by agreement.
    """

    cad_type: str
    effective_from: dt.date
    program: str
    due: str
    accounting_business_days: int | None
    accounting_day_of_next_month: int | None
    charged: bool
    requires_rpp: bool
    programs: tuple[str, ...] = ()
    before_release: bool = False
    by_hand: bool = False


@dataclass(frozen=True)
class SecurityRule:
    """Whether types that require release prior to payment do so for what is released from a day."""

    effective_from: dt.date
    required: bool


@dataclass(frozen=True)
class HandFiledRule:
    """Whose files bring types that are entered by hand, from a day of receipt on; ``*``: all."""

    effective_from: dt.date
    filers: tuple[str, ...]


@dataclass(frozen=True)
class FilingDates:
    """When a declaration is billed, due, and was to be accounted."""

    cycle_last_on: dt.date
    due_on: dt.date
    accounting_due_on: dt.date | None


def type_rule_on(rules: tuple[TypeRule, ...], cad_type: str, day: dt.date) -> TypeRule | None:
    """Return the rule of a type in force on a day, or None."""
    return newest_on((rule for rule in rules if rule.cad_type == cad_type), day)


def billing_program(rule: TypeRule, account_program: str) -> str:
    """Return the program whose cycle bills a declaration: its importer's, unless the type has one.

    A type of another program than the commercial one is billed by that, whoever imports.
    """
    return account_program if rule.program == COMMERCIAL else rule.program


def filing_dates(
    rule: TypeRule,
    cycle_rule: CycleRule,
    *,
    released_on: dt.date,
    filed_on: dt.date,
    holidays: AbstractSet[dt.date],
) -> FilingDates:
    """Return the dates of a declaration of a type under the cycle that bills it."""
    cycle = cycle_of_release(cycle_rule, released_on)
    return FilingDates(
        cycle_last_on=cycle.last_on,
        due_on=cycle.due_on if rule.due == BY_CYCLE else filed_on,
        accounting_due_on=_accounting_due(rule, cycle_rule, released_on, holidays, cycle.due_on),
    )


def _accounting_due(
    rule: TypeRule,
    cycle_rule: CycleRule,
    released_on: dt.date,
    holidays: AbstractSet[dt.date],
    due_on: dt.date,
) -> dt.date | None:
    if rule.due == BY_CYCLE and cycle_rule.accounted_when_due:
        return due_on
    day = rule.accounting_day_of_next_month
    if rule.due == BY_CYCLE and cycle_rule.accounting_day_of_next_month is not None:
        day = cycle_rule.accounting_day_of_next_month
    if day is not None:
        next_month = (released_on.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        return open_day_from(next_month.replace(day=day), holidays)
    if rule.accounting_business_days is not None:
        return nth_business_day_after(released_on, rule.accounting_business_days, holidays)
    return None
