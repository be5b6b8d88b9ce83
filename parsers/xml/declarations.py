"""Declarations in our XML (``cad.xsd``): the same message tables as CUSDEC gives."""

import functools
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from parsers.findings import VALUE_LENGTH_MAX, Finding, shown
from parsers.message_tables import Collector, MessageTables
from parsers.values import Fault
from parsers.xml.declaration_columns import Pending
from parsers.xml.declaration_fields import FIELDS, INHERITED, RATE_CODE, RATE_CODES, ROWS
from parsers.xml.document import (
    XML_BLANKS,
    ElementTooLong,
    Span,
    forget,
    readable_path,
    spans,
    stream,
)

NAMESPACE = "urn:carm-hub:declaration:1"
_SCHEMA = Path(__file__).with_name("cad.xsd")
_NS = f"{{{NAMESPACE}}}"
_ROOT, DECLARATION = f"{_NS}DeclarationBatch", f"{_NS}Declaration"
_MESSAGE_LENGTH = 300
_HEADER = ("BatchID", "SubmitterID", "RecipientID", "IssueDateTime", "DeclarationQuantity")


_ERRORS_PER_DECLARATION_MAX = 20
"""The schema's first errors of a declaration; the rest shows when those are mended."""


_DECLARATION_STEP = re.compile(r"/Declaration(\[\d+\])?/")
_PENDING_ELEMENTS = 45_000
"""Elements kept until they are read together: some two thousand lines."""


def read_declarations(
    path: Path,
    *,
    recipient: str,
    max_declaration_bytes: int,
    max_findings: int,
    batch_lines: int,
) -> Iterator[MessageTables]:
    """Yield batches of whole declarations; the interchange row comes in the last one."""
    into = Collector()
    reader = _BatchReader(path, recipient, into, max_declaration_bytes, max_findings)
    yield from into.batches(reader.declarations(), lines=batch_lines)


class _BatchReader:
    """Reads one document; holds the elements of some declarations at a time."""

    def __init__(
        self,
        path: Path,
        recipient: str,
        into: Collector,
        max_declaration_bytes: int,
        max_findings: int,
    ) -> None:
        self._path = path
        self._recipient = recipient
        self._into = into
        self._size = path.stat().st_size
        self._max_declaration_bytes = max_declaration_bytes
        self._max_findings = max_findings
        self._pending = Pending()
        self._header: dict[str, str] = {}
        self._count = 0

    def declarations(self) -> Iterator[None]:
        """Read declaration by declaration, then the batch as a whole."""
        try:
            yield from self._stream()
        except etree.XMLSyntaxError as fault:
            self._into.findings.append(
                _finding("XML-001", 0, self._size, value=fault.msg, position=fault.lineno)
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
        places = spans(self._path, "Declaration")
        tags = [_ROOT, DECLARATION, *(_NS + name for name in _HEADER)]
        for element in stream(self._path, tags, DECLARATION, self._max_declaration_bytes):
            if element.tag == DECLARATION:
                self._declaration(element, next(places, Span(0, self._size)))
                yield
                if self._into.found >= self._max_findings:
                    limit = str(self._max_findings)
                    self._into.findings.append(_finding("FILE-009", 0, self._size, expected=limit))
                    return
            elif element.tag == _ROOT:
                self._read_pending()
                self._batch(element)
            elif (parent := element.getparent()) is not None and parent.tag == _ROOT:
                self._header[etree.QName(element).localname] = _text(element)

    def _batch(self, root: etree._Element) -> None:
        self._into.findings.extend(_schema_findings(root, Span(0, self._size), message=None))
        quantity = self._header.get("DeclarationQuantity", "")
        if quantity.lstrip("+0") != str(self._count or ""):
            self._into.findings.append(
                _finding(
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
                _finding(
                    "XML-005",
                    0,
                    self._size,
                    path="/DeclarationBatch/RecipientID",
                    value=recipient,
                    expected=self._recipient,
                )
            )

    def _declaration(self, element: etree._Element, span: Span) -> None:
        ordinal = self._count
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
        if span.byte_to - span.byte_from > self._max_declaration_bytes:
            self._into.findings.append(self._too_long(span, ordinal))
            forget(element)
        elif faults := _schema_findings(element, span, message=ordinal):
            self._into.findings.extend(faults)
            self._rows(element, ordinal, span, quiet=True)  # the schema spoke already
            forget(element)
        else:
            self._pending.add(element, ordinal, span)
            if len(self._pending) >= _PENDING_ELEMENTS:
                self._read_pending()

    def _too_long(self, span: Span, message: int | None) -> Finding:
        limit = str(self._max_declaration_bytes)
        return _finding("XML-006", *span, message=message, expected=limit)

    def _read_pending(self) -> None:
        """Read what the schema passed; with care where a value is not right all the same."""
        pending, self._pending = self._pending, Pending()
        if not pending.declarations:
            return
        tables, wrong = pending.read()
        for name, table in tables.items():
            self._into.add_table(name, table)
        for number in wrong:
            self._rows(*pending.declarations[number], quiet=False)
        for element, _, _ in pending.declarations:
            forget(element)

    def _rows(self, element: etree._Element, ordinal: int, span: Span, *, quiet: bool) -> None:
        located = {"message": ordinal, "byte_from": span.byte_from, "byte_to": span.byte_to}
        declaration = self._values(element, "declarations", located, quiet)
        self._into.add("declarations", located | declaration)
        for amendment in element.iterfind(f"{_NS}{ROWS['reasons']}"):
            reason = self._values(amendment, "reasons", located, quiet)
            self._into.add("reasons", located | reason)
        invoices: list[dict[str, Any]] = []
        for shipment in element.iterfind(f"{_NS}GoodsShipment"):
            invoice = located | self._values(shipment, "invoices", located, quiet)
            row = {name: value for name, value in invoice.items() if name != "currency"}
            if row not in invoices:
                invoices.append(row)
                self._into.add("invoices", row)
            for item in shipment.iterfind(f"{_NS}GovernmentAgencyGoodsItem"):
                taken = {name: invoice.get(name) for name in INHERITED["lines"]}
                line = located | taken | self._values(item, "lines", located, quiet)
                self._charges(item, line, quiet)
                self._into.add("lines", line)

    def _charges(
        self,
        item: etree._Element,
        line: dict[str, Any],
        quiet: bool,  # noqa: FBT001
    ) -> None:
        """Add the charges of a line, and give the line their rate codes."""
        for fee in item.iterfind(f"{_NS}DutyTaxFee"):
            charge = line | self._values(fee, "charges", line, quiet)
            column = RATE_CODES.get(charge.get("charge", ""))
            if column is not None and RATE_CODE in charge:
                line[column] = charge[RATE_CODE]
            self._into.add("charges", charge)

    def _values(
        self,
        element: etree._Element,
        table: str,
        located: dict[str, Any],
        quiet: bool,  # noqa: FBT001
    ) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for field in FIELDS[table]:
            found = element.find("/".join(_NS + step for step in field.path.split("/")))
            if found is None:
                values |= {field.column: field.absent} if field.absent else {}
                continue
            text = _text(found)
            value = field.convert(text, ".") if text else Fault("VAL-001", "")
            if not isinstance(value, Fault):
                values[field.column] = value
            elif not quiet:
                self._fault(value, found, located, text)
        return values

    def _fault(
        self, fault: Fault, element: etree._Element, located: dict[str, Any], text: str
    ) -> None:
        self._into.findings.append(
            _finding(
                fault.code,
                located["byte_from"],
                located["byte_to"],
                message=located["message"],
                path=_within_batch(element, located["message"]),
                position=element.sourceline,
                value=text,
                expected=fault.expected,
            )
        )


@functools.cache
def schema() -> etree.XMLSchema:
    """Return the schema of declarations."""
    return etree.XMLSchema(etree.parse(str(_SCHEMA)))


def _schema_findings(element: etree._Element, span: Span, *, message: int | None) -> list[Finding]:
    if schema().validate(element):
        return []
    tree = etree.ElementTree(element)
    findings = []
    for error in itertools.islice(schema().error_log, _ERRORS_PER_DECLARATION_MAX):
        places = tree.xpath(error.path) if error.path else []
        place = places[0] if isinstance(places, list) and places else element
        findings.append(
            _finding(
                "XML-003",
                span.byte_from,
                span.byte_to,
                message=message,
                path=_within_batch(place, message),
                position=error.line,
                value=error.message.replace(_NS, ""),
            )
        )
    return findings


def _text(element: etree._Element) -> str:
    return (element.text or "").strip(XML_BLANKS)


def _within_batch(element: etree._Element, message: int | None) -> str:
    """Return the path as in the whole document: earlier declarations were freed already."""
    path = readable_path(element)
    if message is None:
        return path
    return _DECLARATION_STEP.sub(f"/Declaration[{message + 1}]/", path, count=1)


def _finding(
    code: str,
    byte_from: int,
    byte_to: int,
    *,
    message: int | None = None,
    path: str | None = None,
    position: int | None = None,
    value: str | None = None,
    expected: str | None = None,
) -> Finding:
    return Finding(
        code=code,
        byte_from=byte_from,
        byte_to=byte_to,
        interchange=0,
        message=message,
        segment=path,
        segment_position=position,
        value=shown(value, _MESSAGE_LENGTH if code.startswith("XML") else VALUE_LENGTH_MAX),
        expected=expected,
    )
