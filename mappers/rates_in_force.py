"""The row of a dated table that is in force on a day, for every line at once."""

from typing import Any

import pandas as pd


def in_force(
    lines: pd.DataFrame, rates: pd.DataFrame, *, on: list[str], day: str, value: str
) -> "pd.Series[Any]":
    """Return ``value`` of the rate row whose period holds each line's day; null where none does.

    ``on`` names the key columns both frames share. Raises ValueError where two rows that differ
    hold on one day: reference data is loaded without overlaps.
    """
    keyed = lines[[*on, day]].reset_index(names="_line")
    joined = keyed.merge(rates, on=on, how="inner") if on else keyed.merge(rates, how="cross")
    days = pd.to_datetime(joined[day])
    held = joined[
        (_days(joined["effective_from"]) <= days) & (days <= _days(joined["effective_to"]))
    ]
    held = held[["_line", value]].drop_duplicates()
    if held["_line"].duplicated().any():
        raise ValueError(f"two rows of {value} by {on} are in force on one day")
    found = held.set_index("_line")[value]
    return found.reindex(lines.index)


def _days(values: "pd.Series[Any]") -> "pd.Series[pd.Timestamp]":
    """Return dates or ISO texts as days; the unit spans every year that a table may name."""
    return values.astype("str").astype("datetime64[s]")
