"""From which day an amount bears interest. Rules: ``config/rules/interest.toml``.

Customs Act s. 33.4 for debts, s. 66(3), 80 and 80.1 for refunds.
"""

import datetime as dt
from dataclasses import dataclass

from billing.calendar import nth_weekday_after
from billing.cycle import COMMERCIAL, CycleRule, cycle_of_release, rule_on
from ledger.dated_rules import begun_on, in_force_on

REFUND_DAYS = 91
"""From the 91st day after a refund was applied for under s. 74 it bears interest (s. 80), and
never before the day after the payment that it gives back."""

DUE_DATE, BY_PERIOD, BY_MONTH = "due_date", "period_of_accounting", "month_after_accounting"
READINGS = (DUE_DATE, BY_PERIOD, BY_MONTH)
"""How the prescribed day may be read: as the due date, or by the day of accounting."""

REQUEST = "request"
KINDS = (REQUEST, "decision", "rate_cut")
"""What an adjustment may come of: an importer asks, the agency decides, a rate is cut."""

AFTER_PRESCRIBED_DAY = "after_prescribed_day"
STARTS = (AFTER_PRESCRIBED_DAY, "after_payment", "after_91st_day", "none")
"""What a rule may name: the day after which interest runs, or that none does."""


@dataclass(frozen=True)
class PrescribedDayRule:
    """How the prescribed day is read for what is accounted, or was to be, from a day on."""

    effective_from: dt.date
    reading: str


@dataclass(frozen=True)
class InterestRule:
    """Which start holds for debts and for refunds, by kind and the prefix of the first reason."""

    effective_from: dt.date
    kind: str
    reason: str
    debt: str
    refund: str


@dataclass(frozen=True)
class Adjusted:
    """What an adjustment came to; ``paid_on`` is when what is refunded had been paid, if it was."""

    net_cents: int
    first_reason: str
    filed_on: dt.date
    decided_on: dt.date
    prescribed_on: dt.date
    paid_on: dt.date | None
    kind: str = REQUEST


def prescribed_day(
    rules: tuple[PrescribedDayRule, ...],
    cycle_rules: tuple[CycleRule, ...],
    *,
    due_on: dt.date,
    accounted_on: dt.date,
    accounting_due_on: dt.date | None,
) -> dt.date:
    """Return the last day on which a declaration's debt bears no interest.

    What had no set time to be accounted bears it from the day after it is due (s. 33.4(1)(b)).
    LookupError when no rule is in force.
    """
    if accounting_due_on is None:
        return due_on
    day = min(accounted_on, accounting_due_on)
    reading = in_force_on(rules, day, "rule of the prescribed day").reading
    if reading == DUE_DATE:
        return due_on
    cycle_rule = rule_on(cycle_rules, COMMERCIAL, day)
    if reading == BY_PERIOD:
        return max(due_on, cycle_of_release(cycle_rule, day).due_on)
    next_month = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=cycle_rule.due_after_day)
    return max(due_on, nth_weekday_after(next_month, cycle_rule.due_weekdays))


def interest_start(
    adjusted: Adjusted, rules: tuple[InterestRule, ...]
) -> tuple[dt.date, str] | None:
    """Return the first day of interest and the rule that gave it, or None where none runs.

    LookupError when no rule is in force on the day of filing.
    """
    rule = _rule_of(adjusted, rules)
    name = rule.refund if adjusted.net_cents < 0 else rule.debt
    if adjusted.net_cents == 0 or name == "none":
        return None
    first_on = _first_day(name, adjusted)
    refunded_before = adjusted.net_cents < 0 and first_on is not None
    if first_on is None or (refunded_before and first_on > adjusted.decided_on):
        return None
    return first_on, name


def _rule_of(adjusted: Adjusted, rules: tuple[InterestRule, ...]) -> InterestRule:
    fitting = [
        rule
        for rule in begun_on(rules, adjusted.filed_on)
        if rule.kind == adjusted.kind and adjusted.first_reason.startswith(rule.reason)
    ]
    longest = max((rule.reason for rule in fitting), key=len, default="")
    of_reason = (rule for rule in fitting if rule.reason == longest)
    return in_force_on(of_reason, adjusted.filed_on, "interest rule")


def _first_day(name: str, adjusted: Adjusted) -> dt.date | None:
    """Return the first day by one of STARTS; what was never paid gives none to a refund."""
    if name == AFTER_PRESCRIBED_DAY:
        return adjusted.prescribed_on + dt.timedelta(days=1)
    after_payment = adjusted.paid_on and adjusted.paid_on + dt.timedelta(days=1)
    if name == "after_payment":
        return after_payment
    return after_payment and max(after_payment, adjusted.filed_on + dt.timedelta(days=REFUND_DAYS))
