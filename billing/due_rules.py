"""By which rules something is billed, due, and to be accounted: one value, told as plain JSON.

The book keeps it as versions, so that every day it bears can be worked out again later.
"""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from typing import Any, Final

from billing.calendar import EVERYWHERE
from billing.cycle import CycleRule
from billing.filing import TypeRule

_LATER: Final = "no_charge_until"
"""Of a cycle, from reference data, and no part of it: it moves no due date."""


@dataclass(frozen=True)
class Office:
    """A release office in a period, both days within, and the province whose holidays it keeps."""

    code: str
    effective_from: dt.date
    effective_to: dt.date
    province: str


@dataclass(frozen=True)
class DueRules:
    """Cycles, types of declarations and release offices, each with the days it holds."""

    cycles: tuple[CycleRule, ...]
    cad_types: tuple[TypeRule, ...]
    offices: tuple[Office, ...]

    @cached_property
    def told(self) -> str:
        """It as canonical JSON, days in ISO form: alike rules are told alike."""
        rows = {
            each.name: sorted((_told(row) for row in getattr(self, each.name)), key=json.dumps)
            for each in fields(self)
        }
        return json.dumps(rows, sort_keys=True, separators=(",", ":"))

    @classmethod
    def of(cls, told: Mapping[str, Sequence[Mapping[str, Any]]]) -> "DueRules":
        """Return the rules that parsed JSON tells."""
        return cls(
            cycles=tuple(CycleRule(**_typed(row)) for row in told["cycles"]),
            cad_types=tuple(TypeRule(**_typed(row)) for row in told["cad_types"]),
            offices=tuple(Office(**_typed(row)) for row in told["offices"]),
        )

    def province(self, office: str | None, day: dt.date) -> str:
        """Return the province of a release office on a day; EVERYWHERE where none is known."""
        for each in self._offices_by_code.get(office or "", ()):
            if each.effective_from <= day <= each.effective_to:
                return each.province
        return EVERYWHERE

    @cached_property
    def _offices_by_code(self) -> dict[str, list[Office]]:
        found: dict[str, list[Office]] = {}
        for each in self.offices:
            found.setdefault(each.code, []).append(each)
        return found


def _told(row: CycleRule | TypeRule | Office) -> dict[str, Any]:
    told = {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in asdict(row).items()
        if name != _LATER
    }
    return dict(sorted(told.items()))


def _typed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: dt.date.fromisoformat(value)
        if name.startswith("effective_")
        else tuple(value)
        if isinstance(value, list)
        else value
        for name, value in row.items()
    }
