"""The row of a dated table that is in force on a day, for every line at once."""

from typing import Any

import pandas as pd


def in_force(
    lines: pd.DataFrame, rates: pd.DataFrame, *, on: list[str], day: str, value: str
) -> "pd.Series[Any]":
    """Return ``value`` of the rate row whose period holds each line's day; null where none does.

    ``on`` names the key columns both frames share. Periods of one key never overlap.
    """
    keyed = lines[[*on, day]].reset_index(names="_line")
    joined = keyed.merge(rates, on=on, how="inner") if on else keyed.merge(rates, how="cross")
    days = pd.to_datetime(joined[day])
    held = joined[
        (_days(joined["effective_from"]) <= days) & (days <= _days(joined["effective_to"]))
    ]
    found = held.drop_duplicates("_line").set_index("_line")[value]
    return found.reindex(lines.index)


def _days(values: "pd.Series[Any]") -> "pd.Series[pd.Timestamp]":
    """Return dates or ISO texts as days; the unit spans every year that a table may name."""
    return values.astype("str").astype("datetime64[s]")
