"""Right declarations read many at once, column by column; the rest is left to the careful reader.

The schema has seen every declaration before: only the order of its elements is followed here.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from lxml import etree

from parsers.columns import Flags, convert, placed
from parsers.message_tables import TABLES, TEXT, arrow_schema
from parsers.xml.declaration_fields import (
    FIELDS,
    INHERITED,
    RATE_CODE,
    RATE_CODES,
    ROWS,
    Field,
)
from parsers.xml.spans import Span

Places = npt.NDArray[np.signedinteger[Any]]

_BELOW = {
    path
    for row, fields in FIELDS.items()
    for path in (f"{ROWS[row]}/{f.path}".strip("/") for f in fields)
}
_KNOWN = {
    "/".join(steps[:count])
    for steps in (path.split("/") for path in (*_BELOW, *ROWS.values(), "FunctionalReferenceID"))
    for count in range(1, len(steps) + 1)
}


class Node(dict[str, "Node"]):
    """A path below ``Declaration``, and where the next element's tag leads from it."""

    def __init__(self, paths: "_Paths", path: str | None, number: int) -> None:
        super().__init__()
        self.number = number
        self._paths = paths
        self._path = path

    def __missing__(self, tag: str) -> "Node":
        """Find the next element's place: in this one, or in the nearest around it that has it."""
        name = tag.rpartition("}")[2]
        around = self._path
        while around is not None:
            path = f"{around}/{name}".strip("/")
            if path in _KNOWN:
                break
            around = around.rpartition("/")[0] if around else None
        self[tag] = self._paths.node(None if around is None else path)
        return self[tag]


class _Paths:
    """The nodes by path; 0 is the node of what has no place."""

    def __init__(self) -> None:
        self._nodes: dict[str | None, Node] = {}
        self.node(None)
        self.root = self.node("")

    def node(self, path: str | None) -> Node:
        if path not in self._nodes:
            self._nodes[path] = Node(self, path, len(self._nodes))
        return self._nodes[path]


@cache
def _paths() -> _Paths:
    return _Paths()


@dataclass
class Pending:
    """Declarations that the schema passed: their elements in document order, not yet read."""

    declarations: list[tuple[etree._Element, int, Span]] = field(default_factory=list)
    bytes: int = 0
    _numbers: list[int] = field(default_factory=list)
    _texts: list[str | None] = field(default_factory=list)
    _lengths: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        """Return how many elements there are."""
        return len(self._numbers)

    def add(self, declaration: etree._Element, ordinal: int, span: Span) -> None:
        """Take the elements of one declaration."""
        node = _paths().root
        elements = declaration.iter()
        next(elements)
        numbers, texts = [node.number], list[str | None]((None,))
        number, text = numbers.append, texts.append  # looked up once: there are many elements
        for element in elements:
            node = node[element.tag]  # type: ignore[index]
            number(node.number)
            text(element.text)
        self._numbers += numbers
        self._texts += texts
        self._lengths.append(len(numbers))
        self.declarations.append((declaration, ordinal, span))
        self.bytes += span.byte_to - span.byte_from

    def read(self) -> tuple[dict[str, pa.Table], list[int]]:
        """Return the rows of the right declarations, and which of the list are not right."""
        reading = _Reading(self.declarations, self._numbers, self._texts, self._lengths)
        return reading.tables(), np.flatnonzero(reading.wrong).tolist()


class _Reading:
    def __init__(
        self,
        declarations: list[tuple[etree._Element, int, Span]],
        numbers: list[int],
        texts: list[str | None],
        lengths: list[int],
    ) -> None:
        self._declarations = declarations
        self._numbers = np.array(numbers, dtype=np.int16)
        self._texts = pa.array(texts, type=pa.string())
        self._of = np.repeat(np.arange(len(lengths)), lengths)
        self._by_number = np.argsort(self._numbers, kind="stable")
        self._bounds = np.searchsorted(
            self._numbers[self._by_number], np.arange(self._numbers.max(initial=0) + 2)
        )
        self.wrong: Flags = np.zeros(len(lengths), dtype=np.bool_)
        self.wrong[self._of[self._numbers == 0]] = True

    def tables(self) -> dict[str, pa.Table]:
        openings = {table: self._places(path) for table, path in ROWS.items()}
        columns = {table: self._columns(table, openings[table]) for table in ROWS}
        outer = None
        for table in ROWS:
            if outer is not None:
                rows = _rows(openings[outer], openings[table])
                for name in INHERITED[table]:
                    columns[table][name] = columns[outer][name].take(pa.array(rows))
                if table == "charges":
                    misplaced = _spread_rate_codes(columns[table], columns[outer], rows)
                    self.wrong[self._of[openings[table][misplaced]]] = True
            outer = table
        return {table: self._table(table, openings[table], columns[table]) for table in ROWS}

    def _places(self, path: str) -> Places:
        number = _paths().node(path).number
        if number + 1 >= len(self._bounds):
            return np.empty(0, dtype=np.int64)
        return self._by_number[self._bounds[number] : self._bounds[number + 1]]

    def _columns(self, table: str, opening: Places) -> dict[str, pa.Array]:
        return {f.column: self._column(table, f, opening) for f in FIELDS[table]}

    def _column(self, table: str, column: Field, opening: Places) -> pa.Array:
        places = self._places(f"{ROWS[table]}/{column.path}".strip("/"))
        kind = TABLES[table].get(column.column, TEXT)
        texts = self._texts.take(pa.array(places))
        if texts.null_count:
            self.wrong[self._of[places[texts.is_null().to_numpy(zero_copy_only=False)]]] = True
            texts = texts.fill_null("")
        values = convert(texts, column.convert, kind, ".", column.plain)
        if values.null_count:
            self.wrong[self._of[places[values.is_null().to_numpy(zero_copy_only=False)]]] = True
        in_rows = placed(values, _rows(opening, places), len(opening))
        return in_rows if column.absent is None else in_rows.fill_null(column.absent)

    def _table(self, table: str, opening: Places, columns: dict[str, pa.Array]) -> pa.Table:
        schema = arrow_schema(table)
        of = self._of[opening]
        located = np.array(
            [(ordinal, *span) for _, ordinal, span in self._declarations], dtype=np.int64
        )
        for name, values in zip(("message", "byte_from", "byte_to"), located.T, strict=True):
            columns[name] = pa.array(values[of])
        nothing = {f.name: pa.nulls(len(opening), f.type) for f in schema if f.name not in columns}
        rows = pa.table(columns | nothing).select(schema.names).cast(schema)
        if self.wrong.any():
            rows = rows.filter(pa.array(~self.wrong[of]))
        return distinct(rows, set()) if table == "invoices" else rows


def distinct(rows: pa.Table, seen: set[tuple[object, ...]]) -> pa.Table:
    """Leave out an invoice that comes again, for lines in another currency or slice."""
    kept = []
    for row in zip(*(column.to_pylist() for column in rows.columns), strict=True):
        kept.append(row not in seen)
        seen.add(row)
    return rows if all(kept) else rows.filter(pa.array(kept))


def _spread_rate_codes(
    charges: dict[str, pa.Array], lines: dict[str, pa.Array], rows: Places
) -> Places:
    """Give each line the rate codes of its charges; return the charges that have none, yet one."""
    codes = charges.pop(RATE_CODE)
    count = len(lines["line_number"])
    coded = pc.is_in(charges["charge"], pa.array(RATE_CODES))
    misplaced = pc.and_(codes.is_valid(), pc.invert(coded))
    for charge, column in RATE_CODES.items():
        of_charge = pc.and_(pc.equal(charges["charge"], charge), codes.is_valid()).fill_null(False)
        where = np.flatnonzero(of_charge.to_numpy(zero_copy_only=False))
        lines[column] = placed(codes.take(pa.array(where)), rows[where], count)
    return np.flatnonzero(misplaced.to_numpy(zero_copy_only=False))


def _rows(opening: Places, places: Places) -> Places:
    """Return the row that each place stands in."""
    return np.searchsorted(opening, places, side="right") - 1
