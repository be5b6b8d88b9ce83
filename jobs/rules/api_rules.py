"""What the HTTP API lets one user ask for: ``config/rules/api.toml``."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jobs.rules.rule_file import Fields, rule_file

FILE: Final = "api.toml"


@dataclass(frozen=True, kw_only=True)
class ApiLimit:
    """From a day on: a bucket of ``burst`` tokens a user, refilled by the minute.

    A request takes one token; an export, and each so many lines of a calculation, more.
    """

    effective_from: dt.date
    tokens_per_minute: int
    burst: int
    export_tokens: int
    lines_per_token: int


def read_api_rules(folder: Path) -> tuple[ApiLimit, ...]:
    """Read the limits."""
    with rule_file(folder / FILE) as file:
        return file.rules("limit", _limit)


def _limit(row: Fields) -> ApiLimit:
    return ApiLimit(
        effective_from=row.day("effective_from"),
        tokens_per_minute=row.whole("tokens_per_minute"),
        burst=row.whole("burst"),
        export_tokens=row.whole("export_tokens"),
        lines_per_token=row.whole("lines_per_token"),
    )
