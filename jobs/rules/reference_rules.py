"""Who says yes to a delivery of reference data: ``config/rules/reference.toml``."""

from pathlib import Path
from typing import Final

from jobs.rules.rule_file import Fields, rule_file
from mappers.reference.reference_checks import APPROVED_BY, ApprovalRule

FILE: Final = "reference.toml"


def read_reference_rules(folder: Path) -> tuple[ApprovalRule, ...]:
    """Read the rules of every table."""
    with rule_file(folder / FILE) as file:
        return file.rules("approval", _approval, lambda rule: [rule.table])


def _approval(row: Fields) -> ApprovalRule:
    return ApprovalRule(
        effective_from=row.day("effective_from"),
        table=row.text("table"),
        by=row.one_of("by", APPROVED_BY),
        days_late=row.optional("days_late", row.whole, 0),
    )
