"""What two versions of a declaration say and owe otherwise, element by element."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

Version = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """One element that differs; of a line, or of the declaration where ``line_number`` is None.

    ``before`` or ``after`` is None where a version does not say it. Amounts are in cents,
    quantities in thousandths.
    """

    line_number: int | None
    element: str
    before: object
    after: object


LINE = "line"
"""The element of a line that only one of the versions has."""


def difference(
    before: Version, after: Version, lines_before: pd.DataFrame, lines_after: pd.DataFrame
) -> list[Change]:
    """Return every change from one version to another: the declaration first, then its lines.

    Versions are compared by the names they share; lines by their columns, told by
    ``line_number``.
    """
    changes = [
        Change(None, name, before[name], after[name])
        for name in before
        if name in after and before[name] != after[name]
    ]
    old, new = _by_number(lines_before), _by_number(lines_after)
    for number in sorted(old.keys() | new.keys()):
        changes += _of_line(number, old.get(number), new.get(number))
    return changes


def _of_line(
    number: int, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> list[Change]:
    if before is None or after is None:
        had, has = (None if side is None else number for side in (before, after))
        return [Change(number, LINE, had, has)]
    return [
        Change(number, name, before[name], after[name])
        for name in before
        if before[name] != after[name]
    ]


def _by_number(lines: pd.DataFrame) -> dict[int, dict[str, Any]]:
    plain = lines.astype(object).where(lines.notna(), None)
    rows = ({str(name): value for name, value in row.items()} for row in plain.to_dict("records"))
    return {int(row["line_number"]): row for row in rows}
