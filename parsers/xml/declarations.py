"""Declarations in our XML (``cad.xsd``): the same message tables as CUSDEC gives."""

import functools
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from parsers.findings import Finding, shown
from parsers.format_ids import FormatId
from parsers.message_tables import Amount, Collector, MessageTables, expect_long_messages
from parsers.xml.declaration_columns import Pending, distinct
from parsers.xml.declaration_fields import NAMESPACE
from parsers.xml.declaration_rows import read_rows
from parsers.xml.document import finding, local_name, text_of
from parsers.xml.element_paths import ElementPaths, at_path
from parsers.xml.growing import (
    ElementTooLong,
    Kept,
    TooMuchForeign,
    forget,
    stream,
)
from parsers.xml.schema_faults import follows, in_our_words, not_well_formed
from parsers.xml.slices import Slices, drop, has_lines
from parsers.xml.spans import Span, spans

_SCHEMA = Path(__file__).with_name("cad.xsd")
_NS = f"{{{NAMESPACE}}}"
_ROOT, DECLARATION = f"{_NS}DeclarationBatch", f"{_NS}Declaration"
_ANY_DECLARATION = "{*}Declaration"
SENDER = "SubmitterID"
"""The element of the batch that names its sender."""
MESSAGE_TYPE = "CAD"
_REFERENCE = "FunctionalReferenceID"
_HEADER = ("BatchID", SENDER, "RecipientID", "IssueDateTime", "DeclarationQuantity")


_ERRORS_PER_DECLARATION_MAX = 20
"""The schema's first errors of a declaration; the rest shows when those are mended."""


_FOREIGN_NAMES_MAX = 20
"""Names that do not belong in the batch, told once each; the rest shows when those are mended."""
_DECLARATION_STEP = re.compile(r"/Declaration(?:\[\d+\])?(?=/|$)")
_PENDING_ELEMENTS = 45_000
_PENDING_BYTES = 1 << 22
"""Elements, and bytes, kept until they are read together: some two thousand lines."""
_OF_THE_WHOLE = frozenset({"declarations", "reasons"})
"""Tables that a declaration read in slices fills once."""
_SLICE_BYTES = 1 << 20
"""A declaration that grows larger is read in slices of some thousand lines."""


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What one file may ask of its reader.

    ``declaration_bytes`` and ``declaration_tags`` (attributes too) bound a declaration as far as it
    is not made of lines; ``foreign_bytes`` what the schema has no name for.
    """

    declaration_bytes: int
    declaration_tags: int
    foreign_bytes: int
    declaration_lines: int
    read: Amount


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
        self._foreign_names: set[str] = set()
        self._foreign_bytes = 0
        self._count = 0
        self._references: set[str] = set()

    def declarations(self) -> Iterator[None]:
        """Read declaration by declaration, then the batch as a whole."""
        try:
            yield from self._stream()
        except etree.XMLSyntaxError as fault:
            self._into.findings.append(not_well_formed(fault, self._path))
        except ElementTooLong as fault:
            self._into.findings.append(self._too_long(fault))
        except TooMuchForeign:
            limit = str(self._bounds.foreign_bytes)
            self._into.findings.append(finding("XML-009", 0, self._size, expected=limit))
        self._read_pending()
        self._into.add(
            "interchanges",
            {
                "interchange": 0,
                "format": FormatId.XML,
                "reference": self._header.get("BatchID"),
                "sender": self._header.get(SENDER),
                "recipient": self._header.get("RecipientID"),
                "prepared_at": self._header.get("IssueDateTime"),
                "byte_from": 0,
                "byte_to": self._size,
            },
        )
        yield

    def _stream(self) -> Iterator[None]:
        kept = Kept(
            tags=frozenset({DECLARATION}),
            max_bytes=self._bounds.declaration_bytes,
            marks_max=self._bounds.declaration_tags,
            foreign_bytes=self._bounds.foreign_bytes,
            step_bytes=_SLICE_BYTES,
            relieve=self._relieve,
            stay=frozenset(_NS + name for name in _HEADER),
            foreign=self._foreign,
        )
        tags = [_ROOT, _ANY_DECLARATION, *kept.stay]
        for element in stream(self._path, tags, kept):
            parent = element.getparent()
            if parent is None:
                self._read_pending()
                self._batch(element)
            elif parent.getparent() is not None:
                self._pass_over(element)
            elif element.tag == DECLARATION:
                self._declaration(element)
                yield
                if (enough := self._into.enough(self._bounds.read)) is not None:
                    code, limit = enough
                    self._into.findings.append(finding(code, 0, self._size, expected=str(limit)))
                    return
            elif element.tag in kept.stay:
                self._head(element)
            else:
                self._pass_over(element)

    def _pass_over(self, element: etree._Element) -> None:
        """Leave an element to the schema; a declaration that is not of the batch has its place."""
        if local_name(element) == "Declaration" and not any(
            True for _ in element.iterancestors(_ANY_DECLARATION)
        ):
            next(self._places, None)

    def _head(self, element: etree._Element) -> None:
        """Take a value of the batch; one that comes again, or behind declarations, is refused."""
        name = str(element.tag).removeprefix(_NS)
        if name in self._header or self._count:
            self._foreign(element)
            self._count_foreign(len(etree.tostring(element)))
            forget(element)
        else:
            element.text = self._header[name] = text_of(element)  # libxml2 leaves blanks in moments

    def _foreign(self, element: etree._Element) -> None:
        """Tell of an element that does not belong in the batch, once for each name."""
        if len(self._foreign_names) >= _FOREIGN_NAMES_MAX or element.tag in self._foreign_names:
            return
        self._foreign_names.add(str(element.tag))
        names = [local_name(e) for e in (element, *element.iterancestors())][::-1]
        awaited = [name for name in _HEADER if name not in self._header and not self._count]
        of_the_batch = len(names) == 2  # noqa: PLR2004 - the root, and a child of it
        self._into.findings.append(
            finding(
                "XML-007",
                0,
                self._size,
                path="/" + "/".join(names),
                position=element.sourceline,
                value=names[-1],
                expected=[*awaited, "Declaration"][0] if of_the_batch else "#PCDATA",
            )
        )

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
        named = next(element.iterchildren(f"{_NS}{_REFERENCE}"), None)
        reference = None if named is None else text_of(named)
        self._into.add(
            "messages",
            {
                "message": ordinal,
                "interchange": 0,
                "reference": shown(reference),
                "type": MESSAGE_TYPE,
                "byte_from": span.byte_from,
                "byte_to": span.byte_to,
            },
        )
        if named is not None and reference:
            self._once(named, reference, span, ordinal)
        return ordinal, span

    def _once(self, element: etree._Element, reference: str, span: Span, ordinal: int) -> None:
        """Refuse a declaration under the reference of an earlier one of the batch."""
        if reference in self._references:
            path = f"/DeclarationBatch/Declaration[{ordinal + 1}]/{_REFERENCE}"
            line = element.sourceline
            self._into.findings.append(
                finding(
                    "XML-021", *span, message=ordinal, path=path, position=line, value=reference
                )
            )
        self._references.add(reference)

    def _declaration(self, element: etree._Element) -> None:
        if self._slices is not None:
            self._slices.rest(element)
            self._read_slice(self._slices, element, last=True)
            self._slices = None
            forget(element)
            return
        ordinal, span = self._begin(element)
        if span.byte_to - span.byte_from > self._bounds.declaration_bytes:
            limit = str(self._bounds.declaration_bytes)
            self._into.findings.append(finding("XML-006", *span, message=ordinal, expected=limit))
            forget(element)
        elif faults := self._schema_findings(element, span, ordinal):
            self._into.findings.extend(faults)
            read_rows(element, ordinal, span, self._into, path=None)  # the schema spoke already
            if has_foreign(element):
                self._count_foreign(span.byte_to - span.byte_from)
            forget(element)
        else:
            self._pending.add(element, ordinal, span)
            if len(self._pending) >= _PENDING_ELEMENTS or self._pending.bytes >= _PENDING_BYTES:
                self._read_pending()

    def _count_foreign(self, length: int) -> None:
        """Bound what is read of bytes that the schema has no name for."""
        self._foreign_bytes += length
        if self._foreign_bytes > self._bounds.foreign_bytes:
            raise TooMuchForeign

    def _relieve(self, growing: etree._Element) -> bool:
        """Read the lines of a declaration that ended by now; tell whether there were any."""
        if not has_lines(growing):
            return False
        if self._slices is None:
            expect_long_messages()
            self._read_pending()
            self._slices = Slices(*self._begin(growing))
        if self._slices.faulty:
            return self._drop(growing)
        piece = self._slices.cut(growing)
        if piece is not None:
            self._read_slice(self._slices, piece, last=False)
        return piece is not None

    def _drop(self, growing: etree._Element) -> bool:
        """Free what ended of a declaration that is refused already."""
        if has_foreign(growing):
            self._count_foreign(_SLICE_BYTES)
        return drop(growing)

    def _read_slice(self, slices: Slices, piece: etree._Element, *, last: bool) -> None:
        """Read a slice of a declaration; its own values are read from the last."""
        ordinal, span = slices.ordinal, slices.span
        if slices.lines > self._bounds.declaration_lines and not slices.faulty:
            most = f"maxOccurs = {self._bounds.declaration_lines}"
            line = "GovernmentAgencyGoodsItem"
            self._into.findings.append(
                finding("XML-015", *span, message=ordinal, value=line, expected=most)
            )
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
        slices.faulty |= self._into.enough(self._bounds.read) is not None
        for name, table in own.drain().items():
            if last or name not in _OF_THE_WHOLE:
                again = slices.invoices if name == "invoices" else None
                self._into.add_table(name, table if again is None else distinct(table, again))

    def _too_long(self, fault: ElementTooLong) -> Finding:
        span = Span(fault.byte_from, self._size)
        if fault.marks_max is None:
            return finding("XML-006", *span, expected=str(self._bounds.declaration_bytes))
        return finding("XML-010", *span, value="Declaration", expected=str(fault.marks_max))

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
        paths = ElementPaths()
        read_rows(element, ordinal, span, into, path=lambda e: self._place(paths, e, ordinal))

    def _schema_findings(
        self, element: etree._Element, span: Span, message: int | None
    ) -> list[Finding]:
        if schema().validate(element):
            return []
        findings, paths = [], ElementPaths()
        errors = (error for error in schema().error_log if not follows(error))
        for error in itertools.islice(errors, _ERRORS_PER_DECLARATION_MAX):
            place = at_path(element, error.path or "")
            place = element if place is None else place
            told = in_our_words(error, place)
            findings.append(
                finding(
                    told.code,
                    *span,
                    message=message,
                    path=self._place(paths, place, message),
                    position=error.line,
                    value=told.value,
                    expected=told.expected,
                )
            )
        return findings

    def _place(self, paths: ElementPaths, element: etree._Element, message: int | None) -> str:
        """Return the path as in the whole document, of which what was read is freed already."""
        path = paths.path(element)
        if message is None:
            return path
        path = _DECLARATION_STEP.sub(f"/Declaration[{message + 1}]", path, count=1)
        return path if self._slices is None else self._slices.within_the_declaration(path)


@functools.cache
def schema() -> etree.XMLSchema:
    """Return the schema of declarations."""
    return etree.XMLSchema(etree.parse(str(_SCHEMA)))


def has_foreign(element: etree._Element) -> bool:
    """Tell whether an element holds what the schema has no name for."""
    known = _names()
    return any(inner.tag not in known or inner.attrib for inner in element.iter())


@functools.cache
def _names() -> frozenset[str]:
    declared = etree.parse(str(_SCHEMA)).iter("{http://www.w3.org/2001/XMLSchema}element")
    return frozenset(f"{_NS}{element.get('name')}" for element in declared)
