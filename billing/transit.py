"""How long money may wait: under way to the bank account, or held for nobody known.

Rules: ``config/rules/transit.toml``.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from ledger.dated_rules import in_force_on

ENDS: Final = ("hold", "return")
"""What becomes of held money after its last day: kept for a person to say, or sent back."""


@dataclass(frozen=True)
class TransitRule:
    """What is told in detail is on the bank's own line within days of it."""

    effective_from: dt.date
    days: int


@dataclass(frozen=True)
class UnpostedRule:
    """What the bank booked and the book did not post is cured within days."""

    effective_from: dt.date
    days: int


@dataclass(frozen=True)
class HeldRule:
    """What is held for nobody known comes to an end within days."""

    effective_from: dt.date
    days: int
    end: str


def last_day_in_transit(rules: tuple[TransitRule, ...], told_on: dt.date) -> dt.date:
    """Return the day by which the bank's line of what was told on a day is expected."""
    return told_on + dt.timedelta(days=in_force_on(rules, told_on, "rule of transit").days)


def last_day_unposted(rules: tuple[UnpostedRule, ...], booked_on: dt.date) -> dt.date:
    """Return the day by which what the bank booked on a day is posted, or taken back by it."""
    return booked_on + dt.timedelta(days=in_force_on(rules, booked_on, "rule of bank lines").days)


def end_of_holding(rules: tuple[HeldRule, ...], held_on: dt.date) -> tuple[dt.date, str]:
    """Return the last day on which money that came on a day is held, and what comes then."""
    rule = in_force_on(rules, held_on, "rule of held money")
    return held_on + dt.timedelta(days=rule.days), rule.end
