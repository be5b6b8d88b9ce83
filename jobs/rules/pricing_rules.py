"""On which day the rate of each charge is taken: ``config/rules/pricing.toml``."""

from pathlib import Path
from typing import Final

from jobs.rules.rule_file import Fields, rule_file
from mappers.rules.declaration_rules import RateDay
from mappers.rules.rated import DAYS, RATED

FILE: Final = "pricing.toml"


def read_pricing_rules(folder: Path) -> tuple[RateDay, ...]:
    """Read the days."""
    with rule_file(folder / FILE) as file:
        return file.rules("rate_day", _rate_day, _charge_of_types)


def _charge_of_types(rule: RateDay) -> list[tuple[str, str]]:
    return [(rule.charge, cad_type) for cad_type in rule.cad_types or ("",)]


def _rate_day(row: Fields) -> RateDay:
    return RateDay(
        effective_from=row.day("effective_from"),
        charge=row.one_of("charge", RATED),
        day=row.one_of("day", DAYS),
        cad_types=row.optional("cad_types", row.texts, ()),
    )
