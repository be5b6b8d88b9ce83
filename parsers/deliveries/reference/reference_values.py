"""Texts of a reference table to values, column by column, and what is wrong with which row."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from parsers.deliveries.reference.reference_tables import SHARE_MAX, Field, Kind, Table

Values = npt.NDArray[np.object_]

RATE_MAX: Final = 10**12
"""The largest amount a unit or factor: a million, in millionths."""

_NUMBER = r"[0-9]{1,9}(\.[0-9]{1,12})?"
_FORMS: Final[Mapping[Kind, tuple[str, str]]] = {
    Kind.TEXT: (r"[^\x00-\x1f]{1,400}", "an..400"),
    Kind.DAY: (r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]|9999-12-31", "CCYY-MM-DD"),
    Kind.WHOLE: (r"[0-9]{1,9}", "n..9"),
    Kind.FLAG: (r"true|false", "true, false"),
    Kind.PERCENT: (_NUMBER, "n..9.n..4"),
    Kind.RATE: (_NUMBER, "n..9.n..6"),
    Kind.DOLLARS: (_NUMBER, "n..9.n..6"),
}
_SCALES: Final[Mapping[Kind, int]] = {
    Kind.WHOLE: 1,
    Kind.PERCENT: 10_000,
    Kind.RATE: 1_000_000,
    Kind.DOLLARS: 1_000_000,
}
_MOST: Final[Mapping[Kind, int]] = {
    Kind.WHOLE: 10**9 - 1,
    Kind.PERCENT: SHARE_MAX,
    Kind.RATE: RATE_MAX,
    Kind.DOLLARS: RATE_MAX,
}


@dataclass(frozen=True)
class RowFault:
    """One value that is wrong: the row's place from 0, the field, and what was expected."""

    row: int
    code: str
    field: str
    value: str | None
    expected: str | None = None


def to_values(table: Table, texts: pd.DataFrame) -> tuple[pd.DataFrame, list[RowFault]]:
    """Return a table's columns as the book holds them, and every value that is wrong.

    ``texts`` has the names that files use, its rows numbered from 0, null where nothing is given; a
    column may be left out where nothing means something. A wrong value is null in the result.
    """
    columns: dict[str, Values] = {}
    faults: list[RowFault] = []
    for field in table.all_fields:
        given = texts.get(field.name, pd.Series(None, index=texts.index, dtype=object))
        columns[field.column], wrong = _column(field, given)
        faults += wrong
    return pd.DataFrame(columns, index=texts.index, dtype=object), faults


def _column(field: Field, given: "pd.Series[str]") -> tuple[Values, list[RowFault]]:
    """Convert every distinct text of a column once."""
    codes, distinct = pd.factorize(given)
    texts = [*distinct, field.blank]
    pattern, shown_as = form(field)
    fits, convert = re.compile(pattern, re.ASCII).fullmatch, _VALUES[field.kind]
    values = np.empty(len(texts), dtype=object)
    values[:] = [None if text is None or not fits(text) else convert(field, text) for text in texts]
    lacking = np.flatnonzero(pd.isna(values)[codes])
    told = [(int(row), texts[codes[row]]) for row in lacking]
    faults = [
        RowFault(row, "REF-004", field.name, text, shown_as)
        for row, text in told
        if text is not None
    ]
    if not field.optional:
        faults += [RowFault(row, "REF-003", field.name, None) for row, text in told if text is None]
    return values[codes], faults


def form(field: Field) -> tuple[str, str]:
    """Return the pattern of a column's texts, and how it is shown to a person."""
    pattern, shown_as = _FORMS[field.kind]
    if limits := bounds(field):
        shown_as = f"{shown_as}, {limits[0]} to {limits[1]}"
    return (
        field.pattern or pattern,
        field.shown_as or (field.pattern.replace("|", ", ") if field.pattern else shown_as),
    )


def bounds(field: Field) -> tuple[str, str] | None:
    """Return the smallest and the largest number of a column as files write it; None of a text."""
    if field.kind not in _SCALES:
        return None
    least, most = (
        f"{Decimal(value) / _SCALES[field.kind]:f}" for value in (field.least, _most(field))
    )
    return least, most


def _most(field: Field) -> int:
    return _MOST[field.kind] if field.most is None else field.most


def _day(_field: Field, text: str) -> str | None:
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _scaled(field: Field, text: str) -> int | None:
    scaled = Decimal(text) * _SCALES[field.kind]
    whole = int(scaled)
    return whole if whole == scaled and field.least <= whole <= _most(field) else None


_VALUES: Final[Mapping[Kind, Callable[[Field, str], object]]] = {
    Kind.TEXT: lambda _field, text: text,
    Kind.DAY: _day,
    Kind.WHOLE: _scaled,
    Kind.FLAG: lambda _field, text: text == "true",
    Kind.PERCENT: _scaled,
    Kind.RATE: _scaled,
    Kind.DOLLARS: _scaled,
}
