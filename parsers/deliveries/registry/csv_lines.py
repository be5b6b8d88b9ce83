"""The CSV form of a delivery: one table, its first line naming the columns."""

import csv
import io
from collections.abc import Iterator

from parsers.deliveries.registry.registry_rows import Reading, Source
from parsers.deliveries.registry.registry_tables import KINDS, Kind


def read(reading: Reading, text: str, start: int) -> None:
    """Read the rows of a text whose first byte is the ``start`` of its file."""
    lines = _lines(text, start)
    names, header = next(lines, ([], Source({}, start, start)))
    kind = _kind_of(names)
    if kind is None:
        reading.findings.append(header.finding("REG-003", value=",".join(names)))
        return
    for values, line in lines:
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


def _lines(text: str, start: int) -> Iterator[tuple[list[str], Source]]:
    """Yield each line's fields and place; comments and blank lines are left out.

    A record is one line: a quoted line end splits it, and its parts are found short.
    """
    offset = start
    for number, line in enumerate(io.StringIO(text, newline="\n"), start=1):
        record = line.rstrip("\r\n")
        if record.strip() and not record.startswith("#"):
            end = offset + len(record.encode("utf-8"))
            yield _fields(record), Source({}, offset, end, position=number)
        offset += len(line.encode("utf-8"))


def _fields(record: str) -> list[str]:
    """Return the fields of a line; of one that CSV cannot be, the line itself."""
    try:
        return next(csv.reader([record]))
    except csv.Error:
        return [record]
