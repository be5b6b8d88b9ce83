"""How often a user may try to be linked to an account: ``config/rules/registry.toml``."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jobs.rules.rule_file import Fields, rule_file

FILE: Final = "registry.toml"


@dataclass(frozen=True, kw_only=True)
class LinkRule:
    """From a day on: ``answers`` right ones link; ``attempts`` wrong ones in ``hours`` stop.

    Attempts are counted for a user and for an account, each by itself.
    """

    effective_from: dt.date
    answers: int
    attempts: int
    hours: int


def read_registry_rules(folder: Path) -> tuple[LinkRule, ...]:
    """Read how users are linked."""
    with rule_file(folder / FILE) as file:
        return file.rules("link", _link)


def _link(row: Fields) -> LinkRule:
    return LinkRule(
        effective_from=row.day("effective_from"),
        answers=row.whole("answers"),
        attempts=row.whole("attempts"),
        hours=row.whole("hours"),
    )
