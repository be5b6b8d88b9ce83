"""From when interest runs: ``config/rules/interest.toml``."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from billing.interest_start import KINDS, READINGS, STARTS, InterestRule, PrescribedDayRule
from billing.money_rules import COUNTED, LAST_DAYS, MODES, ROUNDED, YEARS, CountingRule
from jobs.rules.rule_file import Fields, rule_file

FILE: Final = "interest.toml"


@dataclass(frozen=True)
class InterestFile:
    """All that the file says."""

    prescribed_days: tuple[PrescribedDayRule, ...]
    starts: tuple[InterestRule, ...]
    countings: tuple[CountingRule, ...]


def read_interest_rules(folder: Path) -> InterestFile:
    """Read the readings of the prescribed day, the first days of interest, and how it counts."""
    with rule_file(folder / FILE) as file:
        return InterestFile(
            prescribed_days=file.rules("prescribed_day", _prescribed_day),
            starts=file.rules("interest", _start, lambda rule: [(rule.kind, rule.reason)]),
            countings=file.rules("counting", _counting, lambda rule: [rule.of]),
        )


def _prescribed_day(row: Fields) -> PrescribedDayRule:
    return PrescribedDayRule(row.day("effective_from"), row.one_of("reading", READINGS))


def _start(row: Fields) -> InterestRule:
    return InterestRule(
        effective_from=row.day("effective_from"),
        kind=row.one_of("kind", KINDS),
        reason=row.text("reason"),
        debt=row.one_of("debt", STARTS),
        refund=row.one_of("refund", STARTS),
    )


def _counting(row: Fields) -> CountingRule:
    return CountingRule(
        effective_from=row.day("effective_from"),
        of=row.one_of("of", COUNTED),
        mode=row.one_of("mode", MODES),
        points_more=row.whole("points_more"),
        last_day=row.one_of("last_day", LAST_DAYS),
        days_of_year=row.one_of("days_of_year", YEARS),
        rounded=row.one_of("rounded", ROUNDED),
    )
