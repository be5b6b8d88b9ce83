"""On which day the rate of each charge is taken, and what of: ``config/rules/pricing.toml``."""

from pathlib import Path
from typing import Final

from jobs.rules.rule_file import Fields, RuleFileWrong, rule_file
from ledger.charges import CHARGES
from mappers.rules.declaration_rules import CHARGE_BASES, ChargeBase, RateDay
from mappers.rules.rated import DAYS, RATED

FILE: Final = "pricing.toml"


def read_pricing_rules(folder: Path) -> tuple[tuple[RateDay, ...], tuple[ChargeBase, ...]]:
    """Read the days and the bases."""
    path = folder / FILE
    with rule_file(path) as file:
        days = file.rules("rate_day", _rate_day, _charge_of_types)
        bases = file.rules("charge_base", _charge_base, lambda rule: [rule.charge])
    lacking = sorted(set(CHARGES) - {rule.charge for rule in bases})
    if lacking:
        raise RuleFileWrong(f"{path}: charge_base: none for {', '.join(lacking)}")
    return days, bases


def _charge_base(row: Fields) -> ChargeBase:
    return ChargeBase(
        effective_from=row.day("effective_from"),
        charge=row.one_of("charge", CHARGES),
        base=row.one_of("base", CHARGE_BASES),
    )


def _charge_of_types(rule: RateDay) -> list[tuple[str, str]]:
    return [(rule.charge, cad_type) for cad_type in rule.cad_types or ("",)]


def _rate_day(row: Fields) -> RateDay:
    return RateDay(
        effective_from=row.day("effective_from"),
        charge=row.one_of("charge", RATED),
        day=row.one_of("day", DAYS),
        cad_types=row.optional("cad_types", row.texts, ()),
    )
