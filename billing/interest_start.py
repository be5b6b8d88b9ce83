"""From which day the amount of an adjustment bears interest. Rules: ``config/rules/versions.toml``.

Customs Act s. 33.4(1) for debts, s. 66(3) and 80 for refunds.
"""

import datetime as dt
from dataclasses import dataclass

from ledger.dated_rules import begun_on, in_force_on

REFUND_DAYS = 91
"""From the 91st day after a refund was applied for under s. 74 it bears interest (s. 80), and
never before the day after the payment that it gives back."""

STARTS = ("after_due", "after_payment", "after_91st_day", "none")
"""What a rule may name: the day after which interest runs, or that none does."""


@dataclass(frozen=True)
class InterestRule:
    """Which rule holds for debts and for refunds, by the prefix of the first reason."""

    effective_from: dt.date
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
    original_due_on: dt.date
    paid_on: dt.date | None


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
        if adjusted.first_reason.startswith(rule.reason)
    ]
    longest = max((rule.reason for rule in fitting), key=len, default="")
    of_reason = (rule for rule in fitting if rule.reason == longest)
    return in_force_on(of_reason, adjusted.filed_on, "interest rule")


def _first_day(name: str, adjusted: Adjusted) -> dt.date | None:
    """Return the first day by one of STARTS; what was never paid gives none to a refund."""
    if name == "after_due":
        return adjusted.original_due_on + dt.timedelta(days=1)
    after_payment = adjusted.paid_on and adjusted.paid_on + dt.timedelta(days=1)
    if name == "after_payment":
        return after_payment
    return after_payment and max(after_payment, adjusted.filed_on + dt.timedelta(days=REFUND_DAYS))
