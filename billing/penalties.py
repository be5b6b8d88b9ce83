"""The late accounting penalty: who was late, and who is excused. ``config/rules/penalties.toml``.

Contraventions C288 and C292: a flat amount for each transaction not accounted in time.
"""

import datetime as dt
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from billing.calendar import nth_business_day_after
from ledger.dated_rules import newest_on

LATE_ACCOUNTING = "LAP"
"""The kind of a penalty for late accounting, in rules and on items."""

LATE_PAYMENT = "LPP"
"""The kind of a penalty for late payment, in rules; nothing posts it yet."""


@dataclass(frozen=True)
class PenaltyRule:
    """The amount of a penalty that arises on or after a day."""

    kind: str
    effective_from: dt.date
    amount_cents: int
    charged: bool = True
    """Whether it is charged; a rule that is off states what is not confirmed."""


@dataclass(frozen=True)
class OutageRule:
    """How long after its last day an outage that covers the last day to account excuses.

    For what was to be accounted on or after a day.
    """

    effective_from: dt.date
    business_days_after: int


@dataclass(frozen=True)
class Relief:
    """Days, both included, of a waiver or an outage."""

    first_on: dt.date
    last_on: dt.date

    def covers(self, day: dt.date) -> bool:
        """Whether a day is one of them."""
        return self.first_on <= day <= self.last_on


@dataclass(frozen=True)
class LateAccounting:
    """A declaration accepted after it was to be accounted."""

    due_on: dt.date
    filed_on: dt.date


def late_accounting_penalty(
    late: LateAccounting,
    rules: tuple[PenaltyRule, ...],
    *,
    excused_until: dt.date,
    waivers: Iterable[Relief],
) -> int:
    """Return the penalty in cents; 0 where none is owed.

    None is owed for what was filed by the day to which outages excuse. It arises on the day after
    the one on which the declaration was due, unless a waiver covers that day.
    """
    arises_on = late.due_on + dt.timedelta(days=1)
    rule = newest_on((rule for rule in rules if rule.kind == LATE_ACCOUNTING), arises_on)
    if rule is None or not rule.charged:
        return 0
    if late.filed_on <= excused_until or any(w.covers(arises_on) for w in waivers):
        return 0
    return rule.amount_cents


def excused_until(
    due_on: dt.date,
    rules: tuple[OutageRule, ...],
    *,
    outages: Iterable[Relief],
    holidays: AbstractSet[dt.date],
) -> dt.date:
    """Return the last day on which what is due on a day may still be filed; that day by itself.

    An outage that covers it excuses some business days longer; one that covers the new day, again.
    """
    rule = newest_on(rules, due_on)
    if rule is None:
        return due_on
    last_on = due_on
    for outage in sorted(outages, key=lambda each: each.first_on):
        if outage.covers(last_on):
            last_on = nth_business_day_after(outage.last_on, rule.business_days_after, holidays)
    return last_on
