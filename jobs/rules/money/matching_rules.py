"""What links a payment besides what it names: ``config/rules/matching.toml``."""

from pathlib import Path
from typing import Final

from jobs.rules.rule_file import Fields, rule_file
from mappers.payments.match_rules import MatchRule

FILE: Final = "matching.toml"


def read_matching_rules(folder: Path) -> tuple[MatchRule, ...]:
    """Read what a payer's history and a double payment are."""
    with rule_file(folder / FILE) as file:
        return file.rules("match", _match)


def _match(row: Fields) -> MatchRule:
    return MatchRule(
        effective_from=row.day("effective_from"),
        history_payments=row.positive("history_payments"),
        double_days=row.positive("double_days"),
    )
