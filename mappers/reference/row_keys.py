"""Rows by the values of some of their columns: which of them have the values that others name."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

Places = npt.NDArray[np.intp]

NONE: Final = -1
"""The place of a row that is not there."""


@dataclass(frozen=True)
class Always:
    """One value that is asked for in every row."""

    value: str


On = Mapping[str, str | Always]
"""For each key column of the rows, the column of what is asked that has its value."""


class RowKeys:
    """The rows of a table by some of its columns: equal keys together, in the table's order.

    ``group`` is that of each row; ``counts`` and ``starts`` say of each group of equal keys where
    its rows are in ``order``.
    """

    def __init__(self, rows: pd.DataFrame, columns: tuple[str, ...]) -> None:
        self.columns = columns
        self._known: list[dict[Hashable, int]] = []
        self._numbers: list[Places] = []
        group = np.zeros(len(rows), dtype=np.intp)
        for column in columns:
            codes, known = pd.factorize(rows[column])
            codes = np.where(codes == NONE, len(known), codes)  # null is a key that nobody names
            numbers, group = np.unique(group * (len(known) + 1) + codes, return_inverse=True)
            self._known.append({value: place for place, value in enumerate(known.tolist())})
            self._numbers.append(numbers)
        self.group: Places = group
        self.order = np.append(np.argsort(group, kind="stable"), NONE)
        # One group more, the last, is that of keys that no row has; NONE names it.
        self.counts = np.append(np.bincount(group), 0)
        self.starts = np.cumsum(self.counts) - self.counts

    def of(self, asked: pd.DataFrame, on: On | None = None) -> Places:
        """Return the group of each row's key, by columns of the same names unless told; or NONE."""
        group: Places | None = None
        named = self.columns if on is None else on.values()
        for name, known, numbers in zip(named, self._known, self._numbers, strict=True):
            place = _places(asked, name, known)
            if group is None:  # the values of the first column are numbered as its groups are
                group = place
                continue
            at = places_in(numbers, group * (len(known) + 1) + place)
            group = np.where((group != NONE) & (place != NONE), at, NONE)
        return np.zeros(len(asked), dtype=np.intp) if group is None else group

    def first(self, asked: pd.DataFrame, on: On | None = None) -> Places:
        """Return the place of the first row that has each row's key; NONE where none has it."""
        first: Places = self.order[self.starts[self.of(asked, on)]]
        return first


def places_in(ordered: Places, numbers: Places) -> Places:
    """Return the place of each number among distinct ones in order; NONE where it is not there."""
    if not len(ordered):
        return np.full(len(numbers), NONE, dtype=np.intp)
    codes, distinct = pd.factorize(numbers)
    at: Places = np.minimum(np.searchsorted(ordered, distinct), len(ordered) - 1)
    at[ordered[at] != distinct] = NONE
    return at[codes]


def _places(asked: pd.DataFrame, named: str | Always, known: Mapping[Hashable, int]) -> Places:
    """Return the place among known values of each row's; NONE where it is unknown or null."""
    if isinstance(named, Always):
        return np.full(len(asked), known.get(named.value, NONE), dtype=np.intp)
    codes, values = pd.factorize(asked[named])
    places = [known.get(value, NONE) for value in values.tolist()]
    return np.array([*places, NONE], dtype=np.intp)[codes]
