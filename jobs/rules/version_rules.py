"""New versions of a declaration: ``config/rules/versions.toml``."""

from pathlib import Path
from typing import Final

from jobs.rules.rule_file import Fields, rule_file
from mappers.rules.declaration_rules import VersionRule

FILE: Final = "versions.toml"


def read_version_rules(folder: Path) -> tuple[VersionRule, ...]:
    """Read until when a declaration may be changed, and how."""
    with rule_file(folder / FILE) as file:
        return file.rules("version", _version)


def _version(row: Fields) -> VersionRule:
    return VersionRule(
        effective_from=row.day("effective_from"),
        correction_requires_rpp=row.flag("correction_requires_rpp"),
        adjustment_years=row.whole("adjustment_years"),
        service_standard_days=row.whole("service_standard_days"),
    )
