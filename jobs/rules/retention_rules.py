"""How long kept bytes stay in the hub: ``config/rules/retention.toml``."""

from pathlib import Path
from typing import Final

from billing.retention import RetentionRule
from jobs.rules.rule_file import Fields, rule_file

FILE: Final = "retention.toml"


def read_retention_rules(folder: Path) -> tuple[RetentionRule, ...]:
    """Read the periods."""
    with rule_file(folder / FILE) as file:
        return file.rules("retention", _retention)


def _retention(row: Fields) -> RetentionRule:
    return RetentionRule(row.day("effective_from"), row.whole("months"))
