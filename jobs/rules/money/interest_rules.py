"""From when interest runs: ``config/rules/interest.toml``."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from billing.interest_start import KINDS, READINGS, STARTS, InterestRule, PrescribedDayRule
from jobs.rules.rule_file import Fields, rule_file

FILE: Final = "interest.toml"


@dataclass(frozen=True)
class InterestFile:
    """All that the file says."""

    prescribed_days: tuple[PrescribedDayRule, ...]
    starts: tuple[InterestRule, ...]


def read_interest_rules(folder: Path) -> InterestFile:
    """Read the readings of the prescribed day, and the first days of interest."""
    with rule_file(folder / FILE) as file:
        return InterestFile(
            prescribed_days=file.rules("prescribed_day", _prescribed_day),
            starts=file.rules("interest", _start, lambda rule: [(rule.kind, rule.reason)]),
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
