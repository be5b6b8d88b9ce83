"""The XML schema of deliveries, written from the tables: ``delivery.xsd`` is what this says."""

import re
from typing import Final

from lxml import etree
from lxml.builder import ElementMaker

from parsers.deliveries.reference.reference_tables import TABLES, Field, Kind, Table
from parsers.deliveries.reference.reference_values import bounds, form
from parsers.deliveries.reference.row_places import KINDS, REFERENCE_LENGTH_MAX
from parsers.deliveries.reference.xml_delivery import NAMESPACE, ROOT

_XS: Final = "http://www.w3.org/2001/XMLSchema"
_xs = ElementMaker(namespace=_XS, nsmap={"xs": _XS})
_LENGTH: Final = re.compile(r"\{1,(\d+)\}$")


def xml_schema() -> bytes:
    """Return the schema: one root, what a delivery says of itself, and the rows of one table."""
    root = _xs.schema(
        _xs.element(
            _xs.complexType(
                _xs.sequence(
                    _xs.element(_choice(tuple(TABLES)), name="ReferenceTable"),
                    _xs.element(_choice(KINDS), name="Delivery"),
                    _xs.element(_text(REFERENCE_LENGTH_MAX), name="DeliveryReference"),
                    _xs.element(_text(REFERENCE_LENGTH_MAX), name="Sender", minOccurs="0"),
                    _xs.element(name="IssueDateTime", type="xs:dateTime", minOccurs="0"),
                    _xs.element(name="RowCount", type="xs:nonNegativeInteger", minOccurs="0"),
                    _xs.choice(*(_rows(table) for table in TABLES.values())),
                )
            ),
            name=ROOT,
        ),
        targetNamespace=NAMESPACE,
        elementFormDefault="qualified",
        version="1.0",
    )
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _rows(table: Table) -> etree._Element:
    change = _xs.element(_choice(("set", "end")), name="Change", minOccurs="0")
    fields = (_field(field) for field in table.all_fields)
    return _xs.element(
        _xs.complexType(_xs.all(change, *fields)),
        name=table.element,
        minOccurs="0",
        maxOccurs="unbounded",
    )


def _field(field: Field) -> etree._Element:
    """Return a column; a row that ends something gives its key and dates alone."""
    needed = (field.key or field.column == "effective_from") and field.blank is None
    named = {"name": field.element, "minOccurs": "1" if needed else "0"}
    pattern, _ = form(field)
    if field.kind is Kind.DAY:
        return _xs.element(_restricted(_xs.pattern(value=pattern), base="xs:date"), **named)
    if limits := bounds(field):
        return _xs.element(_number(pattern, *limits), **named)
    if pattern.startswith("[^") and (length := _LENGTH.search(pattern)):
        return _xs.element(_text(int(length[1])), **named)
    return _xs.element(_restricted(_xs.pattern(value=pattern)), **named)


def _choice(values: tuple[str, ...]) -> etree._Element:
    return _restricted(*(_xs.enumeration(value=value) for value in values))


def _text(length: int) -> etree._Element:
    return _restricted(_xs.minLength(value="1"), _xs.maxLength(value=str(length)))


def _number(pattern: str, least: str, most: str) -> etree._Element:
    return _restricted(
        _xs.pattern(value=pattern),
        _xs.minInclusive(value=least),
        _xs.maxInclusive(value=most),
        base="xs:decimal",
    )


def _restricted(*facets: etree._Element, base: str = "xs:token") -> etree._Element:
    return _xs.simpleType(_xs.restriction(*facets, base=base))
