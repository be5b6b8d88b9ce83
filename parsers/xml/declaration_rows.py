"""One declaration read with care, element by element: rows, and a finding for each wrong value."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lxml import etree

from parsers.message_tables import Collector
from parsers.values import Fault
from parsers.xml.declaration_fields import (
    FIELDS,
    INHERITED,
    NAMESPACE,
    RATE_CODE,
    RATE_CODES,
    ROWS,
)
from parsers.xml.document import finding, text_of
from parsers.xml.spans import Span

PathOf = Callable[[etree._Element], str]  # noqa: SLF001 - lxml names its class so
Row = dict[str, Any]


def read_rows(
    declaration: etree._Element,
    ordinal: int,
    span: Span,
    into: Collector,
    *,
    path: PathOf | None,
) -> None:
    """Read one declaration into rows; without ``path`` nothing is found, as all was told already.

    ``path`` gives the place of an element in the document.
    """
    _RowReader({"message": ordinal} | span._asdict(), into, path).read(declaration)


@dataclass(frozen=True)
class _RowReader:
    located: Row
    into: Collector
    path: PathOf | None

    def read(self, declaration: etree._Element) -> None:
        self.into.add("declarations", self._row(declaration, "declarations"))
        for amendment in declaration.iterfind(_path(ROWS["reasons"])):
            self.into.add("reasons", self._row(amendment, "reasons"))
        invoices: list[Row] = []
        for shipment in declaration.iterfind(_path("GoodsShipment")):
            invoice = self._row(shipment, "invoices")
            row = {name: value for name, value in invoice.items() if name != "currency"}
            if row not in invoices:
                invoices.append(row)
                self.into.add("invoices", row)
            for item in shipment.iterfind(_path("GovernmentAgencyGoodsItem")):
                taken = {name: invoice.get(name) for name in INHERITED["lines"]}
                line = self._row(item, "lines") | taken
                self._charges(item, line)
                self.into.add("lines", line)

    def _charges(self, item: etree._Element, line: Row) -> None:
        """Add the charges of a line, and give the line their rate codes."""
        for fee in item.iterfind(_path("DutyTaxFee")):
            charge = line | self._row(fee, "charges")
            column = RATE_CODES.get(charge.get("charge", ""))
            if column is not None and RATE_CODE in charge:
                line[column] = charge[RATE_CODE]
            elif RATE_CODE in charge:
                self._misplaced(fee, charge[RATE_CODE])
            self.into.add("charges", charge)

    def _misplaced(self, fee: etree._Element, code: str) -> None:
        """Find a rate code of a charge that has none."""
        path = {field.column: _path(field.path) for field in FIELDS["charges"]}
        element, kind = fee.find(path[RATE_CODE]), fee.find(path["charge"])
        if element is not None and kind is not None:
            charged = text_of(kind)
            self._fault(Fault("XML-020", charged), element, code)

    def _row(self, element: etree._Element, table: str) -> Row:
        row = dict(self.located)
        for field in FIELDS[table]:
            found = element.find(_path(field.path))
            if found is None:
                row |= {field.column: field.absent} if field.absent else {}
                continue
            text = field.plain(found.text or "")
            value = field.convert(text, ".") if text else Fault("VAL-001", "")
            if isinstance(value, Fault):
                self._fault(value, found, text)
            else:
                row[field.column] = value
        return row

    def _fault(self, fault: Fault, element: etree._Element, text: str) -> None:
        if self.path is None:
            return
        self.into.findings.append(
            finding(
                fault.code,
                self.located["byte_from"],
                self.located["byte_to"],
                message=self.located["message"],
                path=self.path(element),
                position=element.sourceline,
                value=text,
                expected=fault.expected,
            )
        )


def _path(path: str) -> str:
    return "/".join(f"{{{NAMESPACE}}}{step}" for step in path.split("/"))
