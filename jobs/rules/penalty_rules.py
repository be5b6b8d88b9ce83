"""Penalties that the book posts by itself: ``config/rules/penalties.toml``."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from billing.penalties import LATE_ACCOUNTING, LATE_PAYMENT, OutageRule, PenaltyRule
from jobs.rules.rule_file import Fields, rule_file

FILE: Final = "penalties.toml"


@dataclass(frozen=True)
class PenaltyFile:
    """All that the file says."""

    penalties: tuple[PenaltyRule, ...]
    outages: tuple[OutageRule, ...]


def read_penalty_rules(folder: Path) -> PenaltyFile:
    """Read the amounts, and how long an outage excuses."""
    with rule_file(folder / FILE) as file:
        return PenaltyFile(
            penalties=file.rules("penalty", _penalty, lambda rule: [rule.kind]),
            outages=file.rules("outage", _outage),
        )


def _penalty(row: Fields) -> PenaltyRule:
    return PenaltyRule(
        kind=row.one_of("kind", [LATE_ACCOUNTING, LATE_PAYMENT]),
        effective_from=row.day("effective_from"),
        amount_cents=row.cents("amount"),
        charged=row.optional("charged", row.flag, otherwise=True),
    )


def _outage(row: Fields) -> OutageRule:
    return OutageRule(row.day("effective_from"), row.whole("business_days_after"))
