"""The slow, plain twin of the registry's history: replay every load, then look at one day."""

import datetime as dt
from typing import NamedTuple


class Row(NamedTuple):
    """One row of a load, about one key."""

    effective_from: dt.date
    effective_to: dt.date
    withdrawn: bool
    said: int


def holds(loads: list[list[Row]], day: dt.date) -> int | None:
    """Return what is said of the key on a day after these loads, or None."""
    days: dict[dt.date, Row] = {}
    for load in loads:
        for row in load:
            days[row.effective_from] = row
    standing = [row for row in days.values() if not row.withdrawn and row.effective_from <= day]
    if not standing:
        return None
    newest = max(standing, key=lambda row: row.effective_from)
    return newest.said if day <= newest.effective_to else None
