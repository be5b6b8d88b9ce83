"""The row of a dated table that is in force on a day, for every line at once."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd


def in_force(
    lines: pd.DataFrame, rates: pd.DataFrame, *, on: list[str], day: str, value: str
) -> "pd.Series[Any]":
    """Return ``value`` of the rate row whose period holds each line's day; null where none does.

    ``on`` names the key columns both frames share. Raises ValueError where two rows that differ
    hold on one day: reference data is loaded without overlaps.
    """
    places, asked_by = _distinct(lines, [*on, day])
    asked = lines[[*on, day]].iloc[places].reset_index(drop=True)
    keyed = asked.reset_index(names="_asked")
    joined = keyed.merge(rates, on=on, how="inner") if on else keyed.merge(rates, how="cross")
    days = pd.to_datetime(joined[day])
    held = joined[
        (_days(joined["effective_from"]) <= days) & (days <= _days(joined["effective_to"]))
    ]
    held = held[["_asked", value]].drop_duplicates()
    if held["_asked"].duplicated().any():
        raise ValueError(f"two rows of {value} by {on} are in force on one day")
    found = held.set_index("_asked")[value].reindex(asked.index)
    return found.take(asked_by).set_axis(lines.index)


def _distinct(
    rows: pd.DataFrame, columns: list[str]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the places of the first row of each combination, and each row's combination.

    Many lines ask the same question; it is answered once.
    """
    number = np.zeros(len(rows), dtype=np.int64)
    for column in columns:
        codes, values = pd.factorize(rows[column])
        number = number * (len(values) + 1) + codes + 1
        _, number = np.unique(number, return_inverse=True)
    _, places, asked_by = np.unique(number, return_index=True, return_inverse=True)
    return places, asked_by


def _days(values: "pd.Series[Any]") -> "pd.Series[pd.Timestamp]":
    """Return dates or ISO texts as days; the unit spans every year that a table may name."""
    return values.astype("str").astype("datetime64[s]")
