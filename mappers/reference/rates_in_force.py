"""The rows of a dated table that are in force on a day, for every line at once."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Places = npt.NDArray[np.intp]

NONE = -1
"""The place of a row that is not there."""


def in_force(
    lines: pd.DataFrame, rates: pd.DataFrame, *, on: list[str], day: str, value: str
) -> "pd.Series[Any]":
    """Return ``value`` of the rate row whose period holds each line's day; null where none does.

    ``on`` names the key columns both frames share. Raises ValueError where two rows that differ
    hold on one day: reference data is loaded without overlaps.
    """
    row = row_in_force(lines, rates, on=on, day=day, value=value)
    return rates[value].reset_index(drop=True).reindex(row).set_axis(lines.index)


def row_in_force(
    lines: pd.DataFrame, rates: pd.DataFrame, *, on: list[str], day: str, value: str | None = None
) -> Places:
    """Return for each line the place of the row whose period holds its day; NONE where none does.

    Raises ValueError where two rows hold on one day, or two of different ``value``.
    """
    if lines.empty or rates.empty:
        return np.full(len(lines), NONE, dtype=np.intp)
    first, asked_by = distinct(lines, [*on, day])
    asked = lines[[*on, day]].iloc[first]
    pairs = rows_in_force(asked, rates, on=on, day=day)
    if value is not None:
        pairs = pairs.assign(value=rates[value].to_numpy()[pairs["row"]])
        pairs = pairs.drop_duplicates(["asked", "value"])
    if pairs["asked"].duplicated().any():
        raise ValueError(f"two rows by {on} are in force on one day")
    found = np.full(len(asked), NONE, dtype=np.intp)
    found[pairs["asked"]] = pairs["row"]
    return found[asked_by]


def rows_in_force(
    asked: pd.DataFrame, rates: pd.DataFrame, *, on: list[str], day: str
) -> pd.DataFrame:
    """Return ``asked, row``: the places of what is asked, and of every row in force for it.

    In the order of what is asked, and of the table.
    """
    table = rates[[*on, "effective_from", "effective_to"]].assign(row=np.arange(len(rates)))
    keyed = asked[[*on, day]].assign(asked=np.arange(len(asked)))
    pairs = keyed.merge(table, on=on, how="inner") if on else keyed.merge(table, how="cross")
    days = pairs[day].to_numpy("datetime64[s]")
    held = (_days(pairs["effective_from"]) <= days) & (days <= _days(pairs["effective_to"]))
    return pairs.loc[held, ["asked", "row"]].sort_values(["asked", "row"], ignore_index=True)


def distinct(rows: pd.DataFrame, columns: list[str]) -> tuple[Places, Places]:
    """Return the place of the first row of each combination, and each row's combination.

    Many lines ask the same question; it is answered once.
    """
    number, count = np.zeros(len(rows), dtype=np.int64), 1
    for column in columns:
        codes, values = pd.factorize(rows[column])
        number = number * (len(values) + 1) + codes + 1
        count *= len(values) + 1
        if count > len(rows):  # or the next product could leave 64 bits
            number, known = pd.factorize(number)
            count = len(known)
    asked_by, known = pd.factorize(number)
    first = np.empty(len(known), dtype=np.intp)
    first[asked_by[::-1]] = np.arange(len(rows) - 1, -1, -1)
    return first, asked_by


def _days(values: "pd.Series[Any]") -> npt.NDArray[np.datetime64]:
    """Return dates or ISO texts as days; the unit spans every year that a table may name."""
    codes, known = pd.factorize(values)
    days = pd.Series(known).astype("str").astype("datetime64[s]").to_numpy()
    return np.asarray(days[codes])
