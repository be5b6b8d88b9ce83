"""Rules of money for the steps that will ask them: what is off decides nothing yet.

Read from ``config/rules/amounts.toml`` and ``interest.toml``.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

STATUSES: Final = ("on", "off")
"""Whether a rule decides, or waits until it is confirmed."""

BARS: Final = ("notice", "appeal", "reference")
"""While what the agency sets nothing off."""

COUNTED: Final = ("debt", "request", "decision", "sima")
"""On what interest counts in a way of its own."""

MODES: Final = ("daily_specified", "daily_prescribed", "monthly_prescribed")
LAST_DAYS: Final = ("paid", "granted", "given")
YEARS: Final = ("365", "actual")
ROUNDED: Final = ("item_and_posting",)

POINT_PPM: Final = 10_000
"""A percentage point, in millionths."""


@dataclass(frozen=True, kw_only=True)
class LeftOutOfRefunds:
    """The charges that a refund never gives back."""

    effective_from: dt.date
    charges: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SmallAmountRule:
    """Up to how many cents, either way, an amount is deemed nil, some charges left out."""

    effective_from: dt.date
    status: str
    up_to_cents: int
    without_charges: tuple[str, ...]
    reopened_months: int


@dataclass(frozen=True, kw_only=True)
class DishonouredPaymentRule:
    """What a payment that a bank returned costs, in cents."""

    effective_from: dt.date
    status: str
    amount_cents: int
    more_where_reimbursed_cents: int


@dataclass(frozen=True, kw_only=True)
class SetOffBar:
    """While what the agency sets nothing off, and before which day after it, where known."""

    effective_from: dt.date
    bar: str
    before_day: int | None


@dataclass(frozen=True, kw_only=True)
class CountingRule:
    """How interest counts: see ``config/rules/interest.toml``."""

    effective_from: dt.date
    of: str
    mode: str
    points_more: int
    last_day: str
    days_of_year: str
    rounded: str

    @property
    def points_ppm(self) -> int:
        """What is added to the prescribed rate, in millionths."""
        return self.points_more * POINT_PPM
