"""What a delivery's rows must keep to among themselves."""

from collections.abc import Iterator
from typing import Final

import pandas as pd

from parsers.deliveries.reference.reference_tables import Table
from parsers.deliveries.reference.reference_values import RowFault

CHANGE: Final = "change"
"""The column of a change set: ``set`` puts a row in force, ``end`` leaves nothing in force."""


def row_faults(
    table: Table, values: pd.DataFrame, changes: "pd.Series[str]", *, whole: bool
) -> Iterator[RowFault]:
    """Yield what is wrong with whole rows: kinds of change, units, periods, rows that meet."""
    allowed = {"set"} if whole else {"set", "end"}
    for row in _places(~changes.isin(allowed)):
        yield RowFault(row, "REF-004", CHANGE, changes.iloc[row], ", ".join(sorted(allowed)))
    if "specific_unit" in values:
        lacks = values["specific_unit"].isna() != (values["specific_micros"].fillna(0) == 0)
        for row in _places(lacks & (changes == "set")):
            yield RowFault(row, "REF-009", "specific_unit", values["specific_unit"].iloc[row])
    if "to_unit" in values:
        alike = values["to_unit"].notna() & (values["to_unit"] == values["from_unit"])
        for row in _places(alike):
            yield RowFault(row, "REF-015", "to_unit", values["to_unit"].iloc[row])
    if table.dated:
        yield from _of_the_dates(table, values)
    else:
        doubled = values.duplicated(list(table.keys)) & values[list(table.keys)].notna().all(axis=1)
        for row in _places(doubled):
            yield RowFault(row, "REF-005", table.keys[0], str(values[table.keys[0]].iloc[row]))


def _of_the_dates(table: Table, values: pd.DataFrame) -> Iterator[RowFault]:
    first, last = values["effective_from"], values["effective_to"]
    for row in _places(first.notna() & last.notna() & (last.astype("str") < first.astype("str"))):
        yield RowFault(row, "REF-008", "effective_to", last.iloc[row], first.iloc[row])
    keys = list(table.keys)
    ordered = values.dropna(subset=[*keys, "effective_from"]).sort_values([*keys, "effective_from"])
    if ordered.empty:
        return
    following = ordered.groupby(keys) if keys else ordered
    next_from = following["effective_from"].shift(-1)
    given = ordered["effective_to"]
    begins_again = next_from.notna() & (ordered["effective_from"] == next_from)
    overlaps = begins_again | (next_from.notna() & given.notna() & (given >= next_from))
    wrong: list[int] = ordered.index[overlaps].tolist()
    for row in wrong:
        yield RowFault(row, "REF-005", "effective_to", given[row], next_from[row])


def _places(wrong: "pd.Series[bool]") -> Iterator[int]:
    return (place for place, is_wrong in enumerate(wrong.tolist()) if is_wrong)
