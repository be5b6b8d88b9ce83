"""A delivery as XML, by ``delivery.xsd``: what it is, then one element a row, flat."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pandas as pd
from lxml import etree

from parsers.deliveries.reference.reference_tables import TABLES, Table
from parsers.deliveries.reference.row_places import (
    HEAD,
    FileFault,
    Located,
    Place,
    column_faults,
    head_faults,
    unreadable,
)
from parsers.xml.document import WrongEncoding, local_name, read_root, text_of
from parsers.xml.growing import ElementTooLong, Kept, TooMuchForeign, forget, stream
from parsers.xml.schema_faults import not_well_formed
from parsers.xml.spans import Span, spans

NAMESPACE: Final = "urn:carm-hub:reference:1"
ROOT: Final = "ReferenceDelivery"
_NS = f"{{{NAMESPACE}}}"
_ROW_BYTES_MAX = 1 << 16
_VALUES_MAX = 2_000_000
"""Rows and their values: more than sixty megabytes of a right delivery hold."""


def read(path: Path) -> Located:
    """Read a delivery; entities are not resolved, a DOCTYPE is refused, nothing is fetched."""
    try:
        root = read_root(path)
    except (WrongEncoding, etree.XMLSyntaxError) as fault:
        return _unreadable(fault, path)
    if root.has_doctype:
        return unreadable("DOCTYPE")
    if (root.namespace, root.name) not in {(NAMESPACE, ROOT), ("", "")}:
        return unreadable(f"{{{root.namespace}}}{root.name}" if root.namespace else root.name)
    found = _Read()
    unusable = _fault(found, path)
    if unusable is not None:
        return unusable
    if faults := head_faults(found.head):
        return Located(head=found.head, faults=faults)
    return _rows(path, found, TABLES[found.head["table"]])


def _unreadable(fault: WrongEncoding | etree.XMLSyntaxError, path: Path) -> Located:
    if isinstance(fault, WrongEncoding):
        found = fault.finding(path.stat().st_size)
    else:
        found = not_well_formed(fault, path)
    return unreadable(found.value or "-", found.segment_position)


def _fault(found: "_Read", path: Path) -> Located | None:
    """Read a whole delivery; return why it cannot be used, if so."""
    try:
        for element in found.elements(path):
            forget(element)
    except etree.XMLSyntaxError as fault:
        return _unreadable(fault, path)
    except TooMuchForeign:
        return unreadable(*(found.wrong or (ROOT, None)))
    except ElementTooLong:
        return Located(faults=(FileFault("XML-011", ROOT, expected=str(_ROW_BYTES_MAX)),))
    if found.count > _VALUES_MAX:
        return Located(faults=(FileFault("XML-010", ROOT, expected=str(_VALUES_MAX)),))
    return None


@dataclass
class _Read:
    """What was read of a delivery: its head, its rows with name and line, what is wrong first."""

    head: dict[str, str] = field(default_factory=dict)
    rows: list[dict[str, str]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    lines: list[int | None] = field(default_factory=list)
    count: int = 0
    """Rows and values so far."""
    wrong: tuple[str, int | None] | None = None

    def elements(self, path: Path) -> Iterator[etree._Element]:
        """Yield the children of the root that were read, until there are too many."""
        kept = Kept(
            tags=frozenset(f"{_NS}{table.element}" for table in TABLES.values()),
            max_bytes=_ROW_BYTES_MAX,
            marks_max=_ROW_BYTES_MAX,
            stay=frozenset(_NS + name for name in HEAD),
            foreign=lambda element: self._refuse(local_name(element), element),
        )
        for element in stream(path, [_NS + ROOT, *kept.tags, *kept.stay], kept):
            parent = element.getparent()
            if parent is None or parent.getparent() is not None:
                continue
            if element.tag in kept.stay:
                self.head[HEAD[local_name(element)]] = text_of(element)
            else:
                self._row(element)
            yield element
            if self.count > _VALUES_MAX:
                return

    def _row(self, element: etree._Element) -> None:
        name = local_name(element)
        row = {local_name(value): text_of(value) for value in element}
        if len(row) != len(element) or any(len(value) for value in element):
            self._refuse(f"<{name}><…><…>", element)
        self.rows.append(row)
        self.names.append(name)
        self.lines.append(element.sourceline)
        self.count += 1 + len(row)

    def _refuse(self, what: str, element: etree._Element) -> None:
        self.wrong = self.wrong or (what, element.sourceline)


def _rows(path: Path, found: _Read, table: Table) -> Located:
    others = (
        (name, line)
        for name, line in zip(found.names, found.lines, strict=True)
        if name != table.element
    )
    wrong = next(others, None) or found.wrong
    if wrong is not None:
        return unreadable(*wrong)
    names = {field.name: field.element for field in table.all_fields} | {"change": "Change"}
    given = {key for row in found.rows for key in row}
    texts = pd.DataFrame(
        {
            column: [row.get(element) or None for row in found.rows]
            for column, element in names.items()
            if element in given
        },
        index=range(len(found.rows)),
        dtype=object,
    )
    return Located(
        head=found.head,
        texts=texts,
        places=tuple(_places(path, found, table)),
        names=names,
        faults=column_faults(table, given, names),
    )


def _places(path: Path, found: _Read, table: Table) -> Iterator[Place]:
    where = spans(path, table.element)
    for number, line in enumerate(found.lines, start=1):
        span = next(where, Span(0, 0))
        yield Place(span.byte_from, span.byte_to, f"/{ROOT}/{table.element}[{number}]", line)
