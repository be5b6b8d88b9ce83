"""A delivery as CSV: a first line that says what it is, a heading, a line a row.

``#carmhub-reference table=tariff_rate delivery=changes reference=TR-12 rows=2``
"""

import csv
from collections import Counter
from typing import Final

import pandas as pd

from parsers.deliveries.delivery_text import lines
from parsers.deliveries.reference.reference_tables import TABLES
from parsers.deliveries.reference.row_places import (
    Located,
    Place,
    column_faults,
    head_faults,
    unreadable,
)

MARK: Final = "#carmhub-reference"


def read(text: str) -> Located:
    """Read a delivery; a line is a row, and no value goes over a line's end."""
    first, *others = lines(text)
    head = _head(first.text)
    if faults := head_faults(head):
        return Located(head=head, faults=faults)
    rows: list[list[str]] = []
    places: list[Place] = []
    for number, line, byte_from, byte_to in others:
        if line.startswith("#"):
            continue
        try:
            (row,) = csv.reader([line], strict=True)
        except csv.Error:
            return unreadable(line, number)
        if rows and len(row) != len(rows[0]):
            return unreadable(f"{len(row)} ≠ {len(rows[0])}: {line}", number)
        rows.append(row)
        places.append(Place(byte_from, byte_to, f"line {number}", number))
    return _located(head, rows, places)


def _located(head: dict[str, str], rows: list[list[str]], places: list[Place]) -> Located:
    if not rows:
        return unreadable("-")
    heading, *values = rows
    ((twice, times),) = Counter(heading).most_common(1)
    if times > 1:
        return unreadable(f"{twice}, {twice}")
    texts = pd.DataFrame(values, columns=heading, dtype=object)
    return Located(
        head=head,
        texts=texts.mask(texts == "", None),
        places=tuple(places[1:]),
        faults=column_faults(TABLES[head["table"]], set(heading), {}),
    )


def _head(line: str) -> dict[str, str]:
    pairs = (word.partition("=") for word in line.split()[1:])
    return {name: value for name, _, value in pairs}
