"""Declarations in our XML (``cad.xsd``): the same message tables as CUSDEC gives."""

import functools
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from parsers import conversions as rule
from parsers.findings import VALUE_LENGTH_MAX, Finding, shown
from parsers.message_tables import Collector, MessageTables
from parsers.values import Conversion, Fault, iso_date
from parsers.xml.document import XML_BLANKS, Span, forget, readable_path, spans, stream

NAMESPACE = "urn:carm-hub:declaration:1"
_SCHEMA = Path(__file__).with_name("cad.xsd")
_NS = f"{{{NAMESPACE}}}"
_ROOT, DECLARATION = f"{_NS}DeclarationBatch", f"{_NS}Declaration"
_MESSAGE_LENGTH = 300
_HEADER = ("BatchID", "SubmitterID", "RecipientID", "IssueDateTime", "DeclarationQuantity")


@dataclass(frozen=True)
class Field:
    """One column and the path its text stands at."""

    column: str
    path: str
    convert: Conversion


_DECLARATION_FIELDS = (
    Field("transaction_number", "ID", rule.TRANSACTION_NUMBER),
    Field("version", "VersionID", rule.VERSION),
    Field("cad_type", "TypeCode", rule.CAD_TYPE),
    Field("importer", "Importer/ID", rule.BN15),
    Field("filer", "Declarant/ID", rule.FILER),
    Field("release_on", "ReleaseDate", iso_date),
    Field("release_office", "DeclarationOffice/ID", rule.OFFICE),
    Field(
        "cargo_control_number",
        "Consignment/TransportContractDocument/ID",
        rule.CARGO_CONTROL_NUMBER,
    ),
    Field("line_count", "GoodsItemQuantity", rule.COUNT),
    Field("total_value_cents", "TotalValueAmount", rule.AMOUNT),
)
_INVOICE_FIELDS = (
    Field("invoice_number", "Invoice/ID", rule.INVOICE_NUMBER),
    Field("currency", "Invoice/CurrencyCode", rule.CURRENCY),
    Field("vendor_name", "Seller/Name", rule.VENDOR_NAME),
)
_LINE_FIELDS = (
    Field("line_number", "SequenceNumeric", rule.COUNT),
    Field("description", "Commodity/Description", rule.DESCRIPTION),
    Field("tariff_item", "Commodity/Classification/ID", rule.TARIFF_ITEM),
    Field("origin_country", "Origin/CountryCode", rule.COUNTRY),
    Field("export_country", "ExportCountry/ID", rule.COUNTRY),
    Field("direct_shipment_on", "DirectShipmentDate", iso_date),
    Field("treatment", "TariffTreatmentCode", rule.TREATMENT),
    Field("vfd_code", "CustomsValuation/MethodCode", rule.VFD_CODE),
    Field("value_for_currency_conversion_cents", "CustomsValuation/ValueAmount", rule.AMOUNT),
    Field("quantity_thousandths", "GoodsMeasure/TariffQuantity", rule.QUANTITY),
    Field("unit", "GoodsMeasure/UnitCode", rule.UNIT),
)
_CHARGE_FIELDS = (
    Field("charge", "TypeCode", rule.CHARGE),
    Field("declared_cents", "PaymentAmount", rule.AMOUNT),
)
_ERRORS_PER_DECLARATION_MAX = 20
"""The schema's first errors of a declaration; the rest shows when those are mended."""


def read_declarations(path: Path, *, recipient: str, batch_lines: int) -> Iterator[MessageTables]:
    """Yield batches of whole declarations; the interchange row comes in the last one."""
    into = Collector()
    reader = _BatchReader(path, recipient, into)
    yield from into.batches(reader.declarations(), lines=batch_lines)


class _BatchReader:
    """Reads one document; holds one declaration's elements at a time."""

    def __init__(self, path: Path, recipient: str, into: Collector) -> None:
        self._path = path
        self._recipient = recipient
        self._into = into
        self._size = path.stat().st_size
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

    def _stream(self) -> Iterator[None]:
        places = spans(self._path, "Declaration")
        tags = [_ROOT, DECLARATION, *(_NS + name for name in _HEADER)]
        for element in stream(self._path, tags):
            if element.tag == DECLARATION:
                self._declaration(element, next(places, Span(0, self._size)))
                forget(element)
                yield
            elif element.tag == _ROOT:
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
        faults = _schema_findings(element, span, message=ordinal)
        self._into.findings.extend(faults)
        located = {"message": ordinal, "byte_from": span.byte_from, "byte_to": span.byte_to}
        self._into.add(
            "messages",
            located
            | {
                "interchange": 0,
                "reference": element.findtext(f"{_NS}FunctionalReferenceID"),
                "type": "CAD",
            },
        )
        quiet = bool(faults)  # the schema spoke already
        self._into.add(
            "declarations", located | self._values(element, _DECLARATION_FIELDS, located, quiet)
        )
        for shipment in element.iterfind(f"{_NS}GoodsShipment"):
            invoice = located | self._values(shipment, _INVOICE_FIELDS, located, quiet)
            self._into.add("invoices", invoice)
            for item in shipment.iterfind(f"{_NS}GovernmentAgencyGoodsItem"):
                line = invoice | self._values(item, _LINE_FIELDS, located, quiet)
                self._into.add("lines", line)
                self._charges(item, line, quiet)

    def _charges(
        self,
        item: etree._Element,
        line: dict[str, Any],
        quiet: bool,  # noqa: FBT001
    ) -> None:
        for fee in item.iterfind(f"{_NS}DutyTaxFee"):
            values = self._values(fee, _CHARGE_FIELDS, line, quiet)
            if len(values) == len(_CHARGE_FIELDS):
                self._into.add("charges", line | values)

    def _values(
        self,
        element: etree._Element,
        fields: tuple[Field, ...],
        located: dict[str, Any],
        quiet: bool,  # noqa: FBT001
    ) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for field in fields:
            found = element.find("/".join(_NS + step for step in field.path.split("/")))
            if found is None:
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
    batch, _, rest = path.partition("/Declaration/")
    return f"{batch}/Declaration[{message + 1}]/{rest}".rstrip("/") if rest else path


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
