"""What a payer's history is, and a double payment: ``config/rules/matching.toml``."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class MatchRule:
    """From a day on: how many payments make a payer's history, and within which days one is double.

    Only payments booked on earlier days count, so that the order of a day's files says nothing.
    """

    effective_from: dt.date
    history_payments: int
    double_days: int
