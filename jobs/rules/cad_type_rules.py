"""What each type of declaration means in time: ``config/rules/cad_types.toml``."""

from pathlib import Path
from typing import Final

from billing.filing import DUE, TypeRule
from jobs.rules.rule_file import Fields, rule_file

FILE: Final = "cad_types.toml"


def read_cad_type_rules(folder: Path) -> tuple[TypeRule, ...]:
    """Read the rules of every type."""
    with rule_file(folder / FILE) as file:
        return file.rules("cad_type", _type, lambda rule: [rule.cad_type])


def _type(row: Fields) -> TypeRule:
    return TypeRule(
        cad_type=row.text("cad_type"),
        effective_from=row.day("effective_from"),
        program=row.text("program"),
        due=row.one_of("due", DUE),
        accounting_business_days=row.optional("accounting_business_days", row.whole, None),
        accounting_day_of_next_month=row.optional(
            "accounting_day_of_next_month", row.day_of_any_month, None
        ),
        charged=row.flag("charged"),
        requires_rpp=row.flag("requires_rpp"),
    )
