"""New versions of a declaration, and their interest: ``config/rules/versions.toml``."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from billing.interest_start import STARTS, InterestRule
from jobs.rules.rule_file import Fields, rule_file
from mappers.rules.declaration_rules import VersionRule

FILE: Final = "versions.toml"


@dataclass(frozen=True)
class VersionFile:
    """All that the file says."""

    versions: tuple[VersionRule, ...]
    interest_starts: tuple[InterestRule, ...]


def read_version_rules(folder: Path) -> VersionFile:
    """Read until when a declaration may be changed, and from when its change bears interest."""
    with rule_file(folder / FILE) as file:
        return VersionFile(
            versions=file.rules("version", _version),
            interest_starts=file.rules("interest", _interest, lambda rule: [rule.reason]),
        )


def _version(row: Fields) -> VersionRule:
    return VersionRule(
        effective_from=row.day("effective_from"),
        correction_requires_rpp=row.flag("correction_requires_rpp"),
        adjustment_years=row.whole("adjustment_years"),
        service_standard_days=row.whole("service_standard_days"),
    )


def _interest(row: Fields) -> InterestRule:
    return InterestRule(
        effective_from=row.day("effective_from"),
        reason=row.text("reason"),
        debt=row.one_of("debt", STARTS),
        refund=row.one_of("refund", STARTS),
    )
