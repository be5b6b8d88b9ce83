"""The CSV form of a delivery: one table, its first line naming the columns.

A record is one line: a quoted line end splits it, and its parts are found short.
"""

import csv
from collections.abc import Iterator

from parsers.deliveries.delivery_text import lines
from parsers.deliveries.registry.registry_rows import Reading, Source
from parsers.deliveries.registry.registry_tables import KINDS, Kind


def read(reading: Reading, text: str) -> None:
    """Read the rows of a file's text."""
    records = _records(text)
    names, header = next(records, ([], Source({}, 0, 0)))
    kind = _kind_of(names)
    if kind is None:
        reading.findings.append(header.finding("REG-003", value=",".join(names)))
        return
    for values, line in records:
        row = Source(
            dict(zip(names, values, strict=False)),
            line.byte_from,
            line.byte_to,
            kind.name,
            line.position,
        )
        if len(values) == len(names):
            reading.add(kind, row)
        else:
            counted = row.finding("REG-010", value=str(len(values)), expected=str(len(names)))
            reading.findings.append(counted)


def _kind_of(names: list[str]) -> Kind | None:
    """Return the kind that has all of the columns named, and whose mandatory ones are there."""
    given = set(names)
    if len(given) < len(names):
        return None
    for kind in KINDS:
        needed = {column.name for column in kind.columns if column.mandatory}
        if needed <= given <= {column.name for column in kind.columns}:
            return kind
    return None


def _records(text: str) -> Iterator[tuple[list[str], Source]]:
    """Yield each line's fields and place; comments are left out."""
    for number, line, byte_from, byte_to in lines(text):
        if not line.startswith("#"):
            yield _fields(line), Source({}, byte_from, byte_to, position=number)


def _fields(record: str) -> list[str]:
    """Return the fields of a line; of one that CSV cannot be, the line itself."""
    try:
        return next(csv.reader([record], strict=True))
    except csv.Error:
        return [record]
