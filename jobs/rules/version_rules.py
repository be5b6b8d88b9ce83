"""New versions of a declaration: ``config/rules/versions.toml``."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jobs.rules.rule_file import Fields, rule_file
from mappers.rules.declaration_rules import (
    WINDOW_CHARGES,
    ReasonListRule,
    VersionRule,
    WindowRule,
)

FILE: Final = "versions.toml"


@dataclass(frozen=True)
class VersionFile:
    """All that the file says."""

    versions: tuple[VersionRule, ...]
    windows: tuple[WindowRule, ...]
    reason_lists: tuple[ReasonListRule, ...]


def read_version_rules(folder: Path) -> VersionFile:
    """Read until when a declaration may be changed, how, and for which reasons."""
    with rule_file(folder / FILE) as file:
        return VersionFile(
            versions=file.rules("version", _version),
            windows=file.rules("window", _window, lambda rule: [rule.of]),
            reason_lists=file.rules("reason_list", _reason_list),
        )


def _reason_list(row: Fields) -> ReasonListRule:
    return ReasonListRule(row.day("effective_from"), row.flag("complete"))


def _window(row: Fields) -> WindowRule:
    return WindowRule(
        effective_from=row.day("effective_from"),
        of=row.text("of"),
        reason=row.text("reason"),
        charge=row.optional("charge", lambda name: row.one_of(name, WINDOW_CHARGES), ""),
        years=row.whole("years"),
        days=row.whole("days"),
    )


def _version(row: Fields) -> VersionRule:
    return VersionRule(
        effective_from=row.day("effective_from"),
        correction_requires_rpp=row.flag("correction_requires_rpp"),
        adjustment_years=row.whole("adjustment_years"),
        service_standard_days=row.whole("service_standard_days"),
    )
