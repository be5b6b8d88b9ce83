"""How long money may be under way or held: ``config/rules/transit.toml``."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from billing.transit import ENDS, HeldRule, TransitRule, UnpostedRule
from jobs.rules.rule_file import Fields, rule_file

FILE: Final = "transit.toml"


@dataclass(frozen=True)
class TransitFile:
    """All that the file says."""

    in_transit: tuple[TransitRule, ...]
    unposted: tuple[UnpostedRule, ...]
    held: tuple[HeldRule, ...]


def read_transit_rules(folder: Path) -> TransitFile:
    """Read how long money may wait, and what becomes of what is held."""
    with rule_file(folder / FILE) as file:
        return TransitFile(
            file.rules("in_transit", _in_transit),
            file.rules("unposted", _unposted),
            file.rules("held", _held),
        )


def _in_transit(row: Fields) -> TransitRule:
    return TransitRule(effective_from=row.day("effective_from"), days=row.positive("days"))


def _unposted(row: Fields) -> UnpostedRule:
    return UnpostedRule(effective_from=row.day("effective_from"), days=row.positive("days"))


def _held(row: Fields) -> HeldRule:
    return HeldRule(
        effective_from=row.day("effective_from"),
        days=row.positive("days"),
        end=row.one_of("end", ENDS),
    )
