"""Declarations in our XML (``cad.xsd``): the same message tables as CUSDEC gives."""

import functools
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from parsers.findings import Finding
from parsers.message_tables import Collector, MessageTables, expect_long_messages
from parsers.xml.declaration_columns import Pending, distinct
from parsers.xml.declaration_fields import NAMESPACE
from parsers.xml.declaration_rows import read_rows
from parsers.xml.document import (
    Bound,
    ElementTooLong,
    Span,
    finding,
    forget,
    readable_path,
    spans,
    stream,
    text_of,
)
from parsers.xml.slices import Slices, has_lines

_SCHEMA = Path(__file__).with_name("cad.xsd")
_NS = f"{{{NAMESPACE}}}"
_ROOT, DECLARATION = f"{_NS}DeclarationBatch", f"{_NS}Declaration"
_HEADER = ("BatchID", "SubmitterID", "RecipientID", "IssueDateTime", "DeclarationQuantity")


_ERRORS_PER_DECLARATION_MAX = 20
"""The schema's first errors of a declaration; the rest shows when those are mended."""


_DECLARATION_STEP = re.compile(r"/Declaration(\[\d+\])?/")
_PENDING_ELEMENTS = 45_000
"""Elements kept until they are read together: some two thousand lines."""
_OF_THE_WHOLE = frozenset({"declarations", "reasons"})
"""Tables that a declaration read in slices fills once."""
_SLICE_BYTES = 1 << 20
"""A declaration that grows larger is read in slices of some thousand lines."""


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What one file may ask of its reader.

    ``declaration_bytes`` bounds a declaration as far as it is not made of lines.
    """

    declaration_bytes: int
    declaration_lines: int
    findings: int


def read_declarations(
    path: Path,
    *,
    recipient: str,
    bounds: Bounds,
    batch_lines: int,
) -> Iterator[MessageTables]:
    """Yield batches of whole declarations; the interchange row comes in the last one."""
    into = Collector()
    reader = _BatchReader(path, recipient, into, bounds)
    yield from into.batches(reader.declarations(), lines=batch_lines)


class _BatchReader:
    """Reads one document; holds the elements of some declarations at a time."""

    def __init__(
        self,
        path: Path,
        recipient: str,
        into: Collector,
        bounds: Bounds,
    ) -> None:
        self._path = path
        self._recipient = recipient
        self._into = into
        self._size = path.stat().st_size
        self._bounds = bounds
        self._places = spans(path, "Declaration")
        self._slices: Slices | None = None
        self._pending = Pending()
        self._header: dict[str, str] = {}
        self._count = 0

    def declarations(self) -> Iterator[None]:
        """Read declaration by declaration, then the batch as a whole."""
        try:
            yield from self._stream()
        except etree.XMLSyntaxError as fault:
            self._into.findings.append(
                finding("XML-001", 0, self._size, value=fault.msg, position=fault.lineno)
            )
        except ElementTooLong as fault:
            self._into.findings.append(self._too_long(Span(fault.byte_from, self._size), None))
        self._read_pending()
        self._into.add(
            "interchanges",
            {
                "interchange": 0,
                "format": "xml",
                "reference": self._header.get("BatchID"),
                "sender": self._header.get("SubmitterID"),
                "recipient": self._header.get("RecipientID"),
                "prepared_at": self._header.get("IssueDateTime"),
                "byte_from": 0,
                "byte_to": self._size,
            },
        )
        yield

    def _stream(self) -> Iterator[None]:
        bounds = self._bounds
        bound = Bound(DECLARATION, bounds.declaration_bytes, _SLICE_BYTES, self._relieve)
        tags = [_ROOT, DECLARATION, *(_NS + name for name in _HEADER)]
        for element in stream(self._path, tags, bound):
            if element.tag == DECLARATION:
                self._declaration(element)
                yield
                if self._into.found >= bounds.findings:
                    limit = str(bounds.findings)
                    self._into.findings.append(finding("FILE-009", 0, self._size, expected=limit))
                    return
            elif element.tag == _ROOT:
                self._read_pending()
                self._batch(element)
            elif (parent := element.getparent()) is not None and parent.tag == _ROOT:
                self._header[etree.QName(element).localname] = text_of(element)

    def _batch(self, root: etree._Element) -> None:
        self._into.findings.extend(self._schema_findings(root, Span(0, self._size), None))
        quantity = self._header.get("DeclarationQuantity", "")
        if quantity.lstrip("+0") != str(self._count or ""):
            self._into.findings.append(
                finding(
                    "XML-004",
                    0,
                    self._size,
                    path="/DeclarationBatch/DeclarationQuantity",
                    value=self._header.get("DeclarationQuantity"),
                    expected=str(self._count),
                )
            )
        if (recipient := self._header.get("RecipientID")) != self._recipient:
            self._into.findings.append(
                finding(
                    "XML-005",
                    0,
                    self._size,
                    path="/DeclarationBatch/RecipientID",
                    value=recipient,
                    expected=self._recipient,
                )
            )

    def _begin(self, element: etree._Element) -> tuple[int, Span]:
        """Count a declaration, and give the row of its message."""
        ordinal, span = self._count, next(self._places, Span(0, self._size))
        self._count += 1
        self._into.add(
            "messages",
            {
                "message": ordinal,
                "interchange": 0,
                "reference": element.findtext(f"{_NS}FunctionalReferenceID"),
                "type": "CAD",
                "byte_from": span.byte_from,
                "byte_to": span.byte_to,
            },
        )
        return ordinal, span

    def _declaration(self, element: etree._Element) -> None:
        if self._slices is not None:
            self._slices.rest(element)
            self._read_slice(self._slices, element, last=True)
            self._slices = None
            forget(element)
            return
        ordinal, span = self._begin(element)
        if span.byte_to - span.byte_from > self._bounds.declaration_bytes:
            self._into.findings.append(self._too_long(span, ordinal))
            forget(element)
        elif faults := self._schema_findings(element, span, ordinal):
            self._into.findings.extend(faults)
            read_rows(element, ordinal, span, self._into, path=None)  # the schema spoke already
            forget(element)
        else:
            self._pending.add(element, ordinal, span)
            if len(self._pending) >= _PENDING_ELEMENTS:
                self._read_pending()

    def _relieve(self, growing: etree._Element) -> bool:
        """Read the lines of a declaration that ended by now; tell whether there were any."""
        if not has_lines(growing):
            return False
        if self._slices is None:
            expect_long_messages()
            self._read_pending()
            self._slices = Slices(*self._begin(growing))
        piece = self._slices.cut(growing)
        if piece is not None:
            self._read_slice(self._slices, piece, last=False)
        return piece is not None

    def _read_slice(self, slices: Slices, piece: etree._Element, *, last: bool) -> None:
        """Read a slice of a declaration; its own values are read from the last."""
        ordinal, span = slices.ordinal, slices.span
        if slices.lines > self._bounds.declaration_lines and not slices.faulty:
            told = f"More than {self._bounds.declaration_lines} GovernmentAgencyGoodsItem."
            self._into.findings.append(finding("XML-003", *span, message=ordinal, value=told))
            slices.faulty = True
        if not slices.faulty and (faults := self._schema_findings(piece, span, ordinal)):
            self._into.findings.extend(faults)
            slices.faulty = True
        own = Collector()
        if not slices.faulty:
            pending = Pending()
            pending.add(piece, ordinal, span)
            tables, wrong = pending.read()
            for name, table in tables.items():
                own.add_table(name, table)
            if wrong:
                self._rows(piece, ordinal, span, own)
        elif last:
            read_rows(piece, ordinal, span, own, path=None)
        self._into.findings.extend(own.findings)
        slices.faulty |= self._into.found >= self._bounds.findings
        for name, table in own.drain().items():
            if last or name not in _OF_THE_WHOLE:
                again = slices.invoices if name == "invoices" else None
                self._into.add_table(name, table if again is None else distinct(table, again))

    def _too_long(self, span: Span, message: int | None) -> Finding:
        limit = str(self._bounds.declaration_bytes)
        return finding("XML-006", *span, message=message, expected=limit)

    def _read_pending(self) -> None:
        """Read what the schema passed; with care where a value is not right all the same."""
        pending, self._pending = self._pending, Pending()
        if not pending.declarations:
            return
        tables, wrong = pending.read()
        for name, table in tables.items():
            self._into.add_table(name, table)
        for number in wrong:
            self._rows(*pending.declarations[number], self._into)
        for element, _, _ in pending.declarations:
            forget(element)

    def _rows(self, element: etree._Element, ordinal: int, span: Span, into: Collector) -> None:
        read_rows(element, ordinal, span, into, path=lambda e: self._place(e, ordinal))

    def _schema_findings(
        self, element: etree._Element, span: Span, message: int | None
    ) -> list[Finding]:
        if schema().validate(element):
            return []
        tree = etree.ElementTree(element)
        findings = []
        for error in itertools.islice(schema().error_log, _ERRORS_PER_DECLARATION_MAX):
            places = tree.xpath(error.path) if error.path else []
            place = places[0] if isinstance(places, list) and places else element
            findings.append(
                finding(
                    "XML-003",
                    *span,
                    message=message,
                    path=self._place(place, message),
                    position=error.line,
                    value=error.message.replace(_NS, ""),
                )
            )
        return findings

    def _place(self, element: etree._Element, message: int | None) -> str:
        """Return the path as in the whole document, of which what was read is freed already."""
        path = readable_path(element)
        if message is None:
            return path
        path = _DECLARATION_STEP.sub(f"/Declaration[{message + 1}]/", path, count=1)
        return path if self._slices is None else self._slices.within_the_declaration(path)


@functools.cache
def schema() -> etree.XMLSchema:
    """Return the schema of declarations."""
    return etree.XMLSchema(etree.parse(str(_SCHEMA)))
