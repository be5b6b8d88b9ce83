"""A file whose first line says what it is, with rows below a heading: CSV of our own shapes.

What a value is stands in a ``Shape``; what is wrong is a finding at its line and column. Rows that
came otherwise, as JSON or XML, are read by the same shapes from their texts.
"""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from parsers.deliveries.delivery_text import Line, lines
from parsers.findings import Finding, Severity, shown
from parsers.values import Conversion, Fault, Value

KIND: Final = "kind"
"""The column that says of which kind a row is, where a shape has it."""


class Column(NamedTuple):
    """A value of a row by its name: how it is read, and of which kinds of rows it is needed."""

    name: str
    read: Conversion
    needed_of: tuple[str, ...]


class Codes(NamedTuple):
    """The codes of findings: about the first line, a line, the heading, the count of rows."""

    head: str
    line: str
    heading: str
    counted: str


@dataclass(frozen=True)
class Shape:
    """What a file of a kind says: the values of its first line, all needed, then its columns.

    The columns stand in any order. ``rows`` among the first values is how many rows follow.
    """

    head: Mapping[str, Conversion]
    columns: tuple[Column, ...]
    codes: Codes


class Place(NamedTuple):
    """Where something is told: its bytes, its line, or its path in a document."""

    byte_from: int
    byte_to: int
    line: int | None = None
    path: str | None = None


class Row(NamedTuple):
    """The texts of a row by column, where they stand, and what they are read as.

    A value that is not one, or is not told, is None.
    """

    place: Place
    texts: Mapping[str, str]
    values: Mapping[str, Any]


_NOWHERE: Final = Place(0, 0)


@dataclass
class HeadedRows:
    """What a file says so far: its first values as told and as read, and what is wrong.

    ``rows`` is how many there are, once all are read.
    """

    shape: Shape
    size: int
    told: Mapping[str, str] = field(default_factory=dict)
    head: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    first: Place = _NOWHERE
    rows: int | None = None

    @property
    def is_wrong(self) -> bool:
        """Whether anything was found that refuses the file."""
        return any(finding.severity == Severity.ERROR for finding in self.findings)

    def read(self, content: bytes) -> Iterator[Row]:
        """Read the first line, and yield the rows under the heading."""
        try:
            whole = content.decode("utf-8")
        except UnicodeDecodeError as fault:
            number = content.count(b"\n", 0, fault.start) + 1
            place = Place(0, self.size, number)
            self.find(self.shape.codes.line, place, value=f"0x{content[fault.start]:02X} ≠ UTF-8")
            return
        first, *others = lines(whole)
        self._read_first(first)
        others = [line for line in others if not line.text.startswith("#")]
        heading, rows = (others[0], others[1:]) if others else (first, [])
        names = _values(heading) or []
        if (wrong := self._wrong_heading(names)) is not None:
            expected = ", ".join(column.name for column in self.shape.columns)
            self.find(self.shape.codes.heading, _place(heading), value=wrong, expected=expected)
            return
        for line in rows:
            values = _values(line)
            if values is None or len(values) != len(names):
                self.find(self.shape.codes.line, _place(line), value=line.text)
            else:
                yield self.row(_place(line), dict(zip(names, values, strict=True)))
        self.rows = len(rows)

    def read_head(self, place: Place, told: Mapping[str, str]) -> None:
        """Read the first values from their texts."""
        self.first, self.told = place, told
        for name in [name for name in self.shape.head if name in told]:
            value = self.value(place, name, self.shape.head[name], told[name])
            if value is not None:
                self.head[name] = value

    def row(self, place: Place, texts: Mapping[str, str]) -> Row:
        """Read the values of a row from their texts; what is not needed may be empty."""
        return Row(
            place,
            texts,
            {
                column.name: self.value(place, column.name, column.read, texts[column.name])
                for column in self.shape.columns
                if texts[column.name] or _is_needed(column, texts)
            },
        )

    def check_count(self) -> None:
        """Hold how many rows there are, once they are read, against how many are told."""
        stated = self.head.get("rows")
        if stated is not None and self.rows is not None and stated != self.rows:
            told = {"value": str(stated), "expected": str(self.rows)}
            self.find(self.shape.codes.counted, self.first, element="rows", **told)

    def value(self, place: Place, name: str, read: Conversion, told: str) -> Value | None:
        """Return a value as it is read; None where it is none, which is told."""
        value: Value = read(told.strip(), ".") if told.strip() else Fault("VAL-001", "")
        if isinstance(value, Fault):
            self.find(value.code, place, element=name, value=told, expected=value.expected or None)
            return None
        return value

    def find(
        self,
        code: str,
        place: Place,
        *,
        element: str | None = None,
        value: str | None = None,
        expected: str | None = None,
    ) -> None:
        """Tell what is wrong at a place."""
        self.findings.append(
            finding_at(code, place, element=element, value=value, expected=expected)
        )

    def _read_first(self, first: Line) -> None:
        pairs = [word.partition("=") for word in first.text.split()[1:]]
        counted = Counter(name for name, _, _ in pairs)
        if counted != Counter(list(self.shape.head)):
            expected = ", ".join(self.shape.head)
            self.find(self.shape.codes.head, _place(first), value=first.text, expected=expected)
        self.read_head(_place(first), {name: value for name, _, value in pairs})

    def _wrong_heading(self, names: Sequence[str]) -> str | None:
        """Return the columns that are missing, unknown or given twice; None where none is."""
        counted, due = Counter(names), Counter(column.name for column in self.shape.columns)
        wrong = sorted((counted - due) + (due - counted))
        return ", ".join(wrong) if wrong else None


def finding_at(
    code: str,
    place: Place,
    *,
    element: str | None = None,
    value: str | None = None,
    expected: str | None = None,
) -> Finding:
    """Return what is wrong at a place of a file that is one message."""
    return Finding(
        code=code,
        byte_from=place.byte_from,
        byte_to=place.byte_to,
        interchange=0,
        message=0,
        segment=place.path,
        segment_position=place.line,
        element=element,
        value=shown(value),
        expected=expected,
    )


def _place(line: Line) -> Place:
    return Place(line.byte_from, line.byte_to, line.number)


def _values(line: Line) -> list[str] | None:
    """Return the values of a line; None where they cannot be told apart."""
    try:
        (row,) = csv.reader([line.text], strict=True)
    except csv.Error:
        return None
    return row


def _is_needed(column: Column, texts: Mapping[str, str]) -> bool:
    return column.name == KIND or texts.get(KIND, "").strip() in column.needed_of
