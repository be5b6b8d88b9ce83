"""The late accounting penalty: who was late, and who is excused. ``config/rules/penalties.toml``.

Contraventions C288 and C292: a flat amount for each transaction not accounted in time.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class PenaltyRule:
    """The amount of a penalty that arises on or after a day."""

    kind: str
    effective_from: dt.date
    amount_cents: int


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
    waivers: Iterable[Relief],
    outages: Iterable[Relief],
) -> int:
    """Return the penalty in cents; 0 where none is owed.

    It arises on the day after the one on which the declaration was due, unless a waiver covers
    that day. An outage that covers the due day moves it to the outage's last day.
    """
    due_on = max([late.due_on, *(o.last_on for o in outages if o.covers(late.due_on))])
    arises_on = late.due_on + dt.timedelta(days=1)
    in_force = [r for r in rules if r.kind == "LAP" and r.effective_from <= arises_on]
    if late.filed_on <= due_on or not in_force or any(w.covers(arises_on) for w in waivers):
        return 0
    return max(in_force, key=lambda rule: rule.effective_from).amount_cents
