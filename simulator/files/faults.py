"""What is wrong with declarations on purpose, by the finding that it will meet."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from simulator.files.declaration import Declaration


def _first_line(declaration: Declaration, **changes: str) -> Declaration:
    first, *rest = declaration.lines
    return replace(declaration, lines=(replace(first, **changes), *rest))  # type: ignore[arg-type]


FAULTS: Final[Mapping[str, Callable[[Declaration], Declaration]]] = {
    "CAD-001": lambda d: replace(d, importer="802345678RM0001"),
    "CAD-002": lambda d: d,  # the day gives it an importer without a delegation
    "CAD-003": lambda d: _first_line(d, tariff_item="9999999999"),
    "CAD-004": lambda d: _first_line(d, origin_country="CN", treatment="10"),
    "CAD-005": lambda d: replace(d, line_count=d.line_count + 1),
    "CAD-009": lambda d: replace(d, version=2),
    "CAD-010": lambda d: replace(d, release_on=d.release_on + dt.timedelta(days=365)),
    "CAD-013": lambda d: replace(d, importer="123456789RM0001"),
    "CAD-016": lambda d: _first_line(d, unit="TNE"),
    "VAL-002": lambda d: _first_line(d, value="12O.00"),
    "VAL-003": lambda d: _first_line(d, tariff_item="61091000"),
}
