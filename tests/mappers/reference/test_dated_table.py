"""Dated tables, held equal to a twin that looks at every row for every question."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappers.reference.dated_table import DatedTable, day_numbers
from mappers.reference.row_keys import NONE, Always

DAYS = [dt.date(2026, 1, 1) + dt.timedelta(days=n) for n in range(6)]
KEYS = ["A", "B", "*", None]
BY_BOTH = {"item": "asked_item", "origin": "asked_origin"}
BY_ANY_ORIGIN = {"item": "asked_item", "origin": Always("*")}

rows = st.lists(
    st.tuples(
        st.sampled_from(KEYS[:3]), st.sampled_from(KEYS[:3]), st.sampled_from(DAYS),
        st.sampled_from([*DAYS, dt.date(9999, 12, 31)]), st.sampled_from([1, 2]),
    ),
    max_size=8,
)  # fmt: skip
questions = st.lists(
    st.tuples(st.sampled_from([*KEYS, "C"]), st.sampled_from(KEYS), st.sampled_from([*DAYS, None])),
    max_size=8,
)


def table(of: list[tuple[Any, ...]], *, as_text: bool = True) -> DatedTable:
    """Return rows as a table, its days as ISO texts or as dates."""
    frame = pd.DataFrame(of, columns=["item", "origin", "effective_from", "effective_to", "rate"])
    if as_text:
        for name in ("effective_from", "effective_to"):
            frame[name] = frame[name].map(str).astype("str")
    return DatedTable(frame)


def asked(of: list[tuple[Any, ...]]) -> pd.DataFrame:
    """Return questions as lines, under an index of their own."""
    frame = pd.DataFrame(of, columns=["asked_item", "asked_origin", "day"])
    days = pd.to_datetime(frame["day"]).astype("datetime64[s]")
    texts = {"asked_item": "str", "asked_origin": "str"}
    return frame.astype(texts).assign(day=days).set_axis([10 * n for n in range(len(of))])


def by_twin(
    of: list[tuple[Any, ...]], question: tuple[Any, ...], on: Mapping[str, object]
) -> list[int]:
    """Return the places of the rows in force for a question."""
    item, origin, day = question
    wanted = {"item": item, "origin": "*" if on is BY_ANY_ORIGIN else origin}
    return [
        place
        for place, row in enumerate(of)
        if (row[0], row[1]) == (wanted["item"], wanted["origin"])
        and day is not None
        and row[2] <= day <= row[3]
    ]


@given(rows, questions, st.sampled_from([BY_BOTH, BY_ANY_ORIGIN]), st.booleans())
def test_what_is_in_force_is_what_the_twin_finds(of, wanted, on, as_text):
    """All pairs in order, whether any holds, the row and its value, or that two hold at once."""
    dated, lines = table(of, as_text=as_text), asked(wanted)
    found = [by_twin(of, question, on) for question in wanted]
    places, row = dated.pairs(lines, on=on, day="day")
    assert list(zip(places.tolist(), row.tolist(), strict=True)) == [
        (place, each) for place, rows in enumerate(found) for each in rows
    ]
    assert dated.holds(lines, on=on, day="day").tolist() == [bool(rows) for rows in found]
    if any(len(rows) > 1 for rows in found):
        with pytest.raises(ValueError, match="in force on one day"):
            dated.row(lines, on=on, day="day")
    else:
        told = dated.row(lines, on=on, day="day").tolist()
        assert told == [rows[0] if rows else NONE for rows in found]
    if any(len({of[row][4] for row in rows}) > 1 for rows in found):
        with pytest.raises(ValueError, match="in force on one day"):
            dated.value(lines, "rate", on=on, day="day")
    else:
        rates = dated.value(lines, "rate", on=on, day="day")
        assert rates.index.tolist() == lines.index.tolist()
        assert [None if pd.isna(rate) else rate for rate in rates] == [
            of[rows[0]][4] if rows else None for rows in found
        ]


def test_a_table_of_no_rows_and_lines_of_none():
    """Nothing is in force, and nothing is asked, without a fault."""
    empty = table([])
    assert empty.row(asked([("A", "A", DAYS[0])]), on=BY_BOTH, day="day").tolist() == [NONE]
    assert not empty.holds(asked([("A", "A", DAYS[0])]), on=BY_ANY_ORIGIN, day="day").any()
    assert len(empty.value(asked([]), "rate", on=BY_BOTH, day="day")) == 0
    assert empty.pairs(asked([]), on=BY_BOTH, day="day")[0].tolist() == []


def test_days_of_every_year_have_their_numbers():
    """From the first year to the last, as dates, as ISO texts and as timestamps."""
    ends = [dt.date(1, 1, 1), dt.date(1969, 12, 31), dt.date(1970, 1, 1), dt.date(9999, 12, 31)]
    numbers = [(day - dt.date(1970, 1, 1)).days for day in ends]
    as_dates = pd.Series(ends, dtype=object)
    assert day_numbers(as_dates).tolist() == numbers
    assert day_numbers(as_dates.map(str).astype("str")).tolist() == numbers
    assert day_numbers(as_dates.map(str).astype("datetime64[s]")).tolist() == numbers
