"""The most that is accepted by a method of paying, for one account: in a billing cycle, or at once.

Rules: ``config/rules/payment_days.toml``.
"""

import datetime as dt
from dataclasses import dataclass

from billing.cycle import COMMERCIAL, CycleRule, cycle_of_release, rule_on
from ledger.dated_rules import newest_on

A_PAYMENT, A_CYCLE = PER = ("payment", "cycle")


@dataclass(frozen=True)
class CapRule:
    """What is accepted of a method, for each payment, or for all of an account in a cycle."""

    effective_from: dt.date
    method: str
    up_to_cents: int
    per: str


@dataclass(frozen=True)
class Cap:
    """What is accepted in all of what is paid from a day to another; alone: of each payment."""

    first_on: dt.date
    last_on: dt.date
    up_to_cents: int
    alone: bool


def cap_on(
    rules: tuple[CapRule, ...], cycles: tuple[CycleRule, ...], method: str, paid_on: dt.date
) -> Cap | None:
    """Return what is accepted of a method on a day; None where there is no bound.

    The cycle is that of commercial goods, 18th to 17th, as far as the rule was in force in it.
    """
    rule = newest_on((each for each in rules if each.method == method), paid_on)
    if rule is None:
        return None
    if rule.per == A_PAYMENT:
        return Cap(paid_on, paid_on, rule.up_to_cents, alone=True)
    cycle = cycle_of_release(rule_on(cycles, COMMERCIAL, paid_on), paid_on)
    first_on = max(cycle.first_on, rule.effective_from)
    return Cap(first_on, cycle.last_on, rule.up_to_cents, alone=False)
