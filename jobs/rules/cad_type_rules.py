"""What each type of declaration means in time: ``config/rules/cad_types.toml``."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from billing.filing import DUE, HandFiledRule, SecurityRule, TypeRule
from jobs.rules.rule_file import Fields, rule_file

FILE: Final = "cad_types.toml"


@dataclass(frozen=True)
class TypeFile:
    """All that the file says."""

    types: tuple[TypeRule, ...]
    security: tuple[SecurityRule, ...]
    hand_filed: tuple[HandFiledRule, ...]


def read_cad_type_rules(folder: Path) -> TypeFile:
    """Read the rules of every type, and what holds of several."""
    with rule_file(folder / FILE) as file:
        return TypeFile(
            types=file.rules("cad_type", _type, lambda rule: [rule.cad_type]),
            security=file.rules("security", _security),
            hand_filed=file.rules("hand_filed", _hand_filed),
        )


def _security(row: Fields) -> SecurityRule:
    return SecurityRule(row.day("effective_from"), row.flag("required"))


def _hand_filed(row: Fields) -> HandFiledRule:
    return HandFiledRule(row.day("effective_from"), row.texts("filers"))


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
        programs=row.optional("programs", row.texts, ()),
        before_release=row.optional("before_release", row.flag, otherwise=False),
        by_hand=row.optional("by_hand", row.flag, otherwise=False),
    )
