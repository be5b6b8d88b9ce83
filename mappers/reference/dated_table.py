"""A table whose rows hold for a period: the rows in force on a day, for every line at once."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from mappers.reference.row_keys import NONE, On, Places, RowKeys

Days = npt.NDArray[np.int64]

_NEVER: Final = np.iinfo(np.int64).min
"""The number of no day."""
_DAY_SPAN: Final = 2**23
"""More than the days of the years 1 to 9999, before and after 1970."""


class DatedTable:
    """Rows with ``effective_from, effective_to``, both within, looked up by key and day.

    A table is compiled once for each set of key columns it is asked by, and never changes.
    """

    def __init__(self, rows: pd.DataFrame) -> None:
        self.rows = rows
        self._keys: dict[tuple[str, ...], RowKeys] = {}
        self._values: dict[str, pd.Index[Any]] = {}

    def value(self, asked: pd.DataFrame, value: str, *, on: On, day: str) -> "pd.Series[Any]":
        """Return a column of the row in force for each line; null where none is.

        Raises ValueError where two rows that differ in it are in force on one day.
        """
        row = self.row(asked, on=on, day=day, value=value)
        taken = self.rows[value].array.take(row, allow_fill=True)
        return pd.Series(taken, index=asked.index)

    def holds(self, asked: pd.DataFrame, *, on: On, day: str) -> npt.NDArray[np.bool_]:
        """Tell of each line whether any row is in force for it."""
        found, asked_by = self._asked(asked, on, day)
        held = np.zeros(len(found.group), dtype=np.bool_)
        held[found.in_force()[0]] = True
        return held[asked_by]

    def row(self, asked: pd.DataFrame, *, on: On, day: str, value: str | None = None) -> Places:
        """Return for each line the place of the row in force; NONE where none is.

        Raises ValueError where two rows are in force on one day, or two of different ``value``:
        reference data is loaded without overlaps.
        """
        found, asked_by = self._asked(asked, on, day)
        places, rows = found.in_force()
        row = np.full(len(found.group), NONE, dtype=np.intp)
        row[places[::-1]] = rows[::-1]  # the first of several stays
        others = rows[row[places] != rows]
        if len(others):
            firsts = row[places][row[places] != rows]
            if value is None or not self._alike(value, firsts, others):
                raise ValueError(f"two rows by {list(on)} are in force on one day")
        return row[asked_by]

    def pairs(self, asked: pd.DataFrame, *, on: On, day: str) -> tuple[Places, Places]:
        """Return the places of what is asked, and of every row in force for it, both in order."""
        group = self._keys_of(on).of(asked, on)
        return _Asked(self, self._keys_of(on), group, day_numbers(asked[day])).in_force()

    def places(self, column: str, values: "pd.Series[str] | None" = None) -> Places:
        """Return the place of each value among all of a column in order; its own by default.

        NONE where the column has no such value.
        """
        if column not in self._values:
            self._values[column] = pd.Index(
                sorted(self.rows[column].dropna().unique()), dtype=object
            )
        codes, known = pd.factorize(self.rows[column] if values is None else values)
        return np.append(self._values[column].get_indexer(known.astype(object)), NONE)[codes]

    def where(self, **values: str) -> "DatedTable":
        """Return the rows that have these values."""
        mask = np.ones(len(self.rows), dtype=np.bool_)
        for column, value in values.items():
            mask &= (self.rows[column] == value).to_numpy(dtype=np.bool_)
        return DatedTable(self.rows[mask])

    @cached_property
    def first(self) -> Days:
        """Return the number of each row's first day."""
        return day_numbers(self.rows["effective_from"])

    @cached_property
    def last(self) -> Days:
        """Return the number of each row's last day."""
        return day_numbers(self.rows["effective_to"])

    def _asked(self, asked: pd.DataFrame, on: On, day: str) -> "tuple[_Asked, Places]":
        """Return the distinct questions of lines, and the question of each line."""
        keys = self._keys_of(on)
        group, days = keys.of(asked, on), day_numbers(asked[day])
        group = np.where(days == _NEVER, NONE, group)
        asked_by, questions = pd.factorize(group * _DAY_SPAN + np.where(group == NONE, 0, days))
        group_of, days_of = np.divmod(questions + _DAY_SPAN // 2, _DAY_SPAN)
        return _Asked(self, keys, group_of, days_of - _DAY_SPAN // 2), asked_by

    def _keys_of(self, on: On) -> RowKeys:
        columns = tuple(on)
        if columns not in self._keys:
            self._keys[columns] = RowKeys(self.rows, columns)
        return self._keys[columns]

    def _alike(self, value: str, firsts: Places, others: Places) -> bool:
        codes, _ = pd.factorize(self.rows[value])
        return bool((codes[firsts] == codes[others]).all())


@dataclass(frozen=True)
class _Asked:
    """Questions: a group of rows of one key, and a day."""

    table: DatedTable
    keys: RowKeys
    group: Places
    days: Days

    def in_force(self) -> tuple[Places, Places]:
        """Return the place of each question, and of each row that holds on its day."""
        counts = self.keys.counts[self.group]
        place = np.repeat(np.arange(len(self.group)), counts)
        nth = np.arange(len(place)) - np.repeat(np.cumsum(counts) - counts, counts)
        rows = self.keys.order[np.repeat(self.keys.starts[self.group], counts) + nth]
        days = self.days[place]
        held = (self.table.first[rows] <= days) & (days <= self.table.last[rows])
        return place[held], rows[held]


def day_numbers(values: "pd.Series[Any]") -> Days:
    """Return dates, or ISO texts, as days since 1970-01-01; _NEVER where there is none."""
    if values.dtype.kind != "M":
        codes, known = pd.factorize(values)
        days = np.array([*known.astype("str"), "NaT"], dtype="datetime64[s]")[codes]
    else:
        days = values.to_numpy("datetime64[s]")
    return days.astype("datetime64[D]").astype(np.int64)
