"""The element of a document that a finding is about."""

import mmap
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

Span = tuple[int, int]

# Where the XML carries what a rule calls by its column: the element around, the element itself.
STEPS: Final[Mapping[str, tuple[str, ...]]] = {
    "transaction number": ("Declaration", "ID"),
    "version": ("VersionID",),
    "function": ("FunctionCode",),
    "cad type": ("TypeCode",),
    "importer": ("Importer", "ID"),
    "filer": ("Declarant", "ID"),
    "release on": ("ReleaseDate",),
    "release office": ("DeclarationOffice", "ID"),
    "cargo control number": ("TransportContractDocument", "ID"),
    "reason code": ("ChangeReasonCode",),
    "line count": ("GoodsItemQuantity",),
    "total value": ("TotalValueAmount",),
    "line number": ("SequenceNumeric",),
    "tariff item": ("Classification", "ID"),
    "description": ("Description",),
    "origin country": ("Origin", "CountryCode"),
    "export country": ("ExportCountry", "ID"),
    "direct shipment on": ("DirectShipmentDate",),
    "treatment": ("TariffTreatmentCode",),
    "vfd code": ("MethodCode",),
    "unit": ("UnitCode",),
    "quantity thousandths": ("TariffQuantity",),
    "value for currency conversion": ("ValueAmount",),
    "invoice number": ("Invoice", "ID"),
    "currency": ("Invoice", "CurrencyCode"),
}
_OF_THE_SHIPMENT = frozenset({"invoice number", "currency"})
"""Columns of a line whose element stands before the line, at its invoice."""

_DECLARED_AND_COMPUTED, _DOCTYPE = "CAD-012", "XML-002"
_START = rb"<(?:[\w.\-]+:)?"


def narrowed(
    content: "mmap.mmap | bytes",
    found: Mapping[str, Any],
    start: int,
    end: int,
    line_at: Callable[[int], int],
) -> Span:
    """Return the text of the finding's element, or of its value, or else the first tag."""
    if found["code"] == _DOCTYPE:
        match = re.compile(rb"<!DOCTYPE[^>]*>?", re.IGNORECASE).search(content, start, end)
        return match.span() if match else (start, end)
    if found["segment"] is not None:
        return _at_path(content, found, start, end, line_at)
    if found["segment_position"] is not None:
        return _line(content, int(found["segment_position"]), start, end)
    return _of_rule(content, found, start, end) or _first_tag(content, start, end)


def _of_rule(
    content: "mmap.mmap | bytes", found: Mapping[str, Any], start: int, end: int
) -> Span | None:
    column, at_invoice = found["element"], found["element"] in _OF_THE_SHIPMENT
    if found["line_number"] is not None:
        number = b"%d" % int(found["line_number"])
        line = re.compile(_START + rb"SequenceNumeric[^>]*>\s*0*" + number + rb"\s*<")
        match = line.search(content, start, end)
        if match is not None:
            start, end = (start, match.start()) if at_invoice else (match.start(), end)
    span = None
    for around, own in _elements(content, STEPS.get(column, ()), start, end):
        span = own or around
        if not at_invoice:
            break
    return span or _value(content, found, start, end)


def _at_path(
    content: "mmap.mmap | bytes",
    found: Mapping[str, Any],
    start: int,
    end: int,
    line_at: Callable[[int], int],
) -> Span:
    """Return the element at a path: of those with its name, the one on the line that was named."""
    name = re.sub(r"\[\d+\]$", "", str(found["segment"]).rsplit("/", 1)[-1])
    nearest: Span | None = None
    for tag, text in _elements(content, (name,), start, end):
        span = text or tag
        line = line_at(span[0])
        if found["segment_position"] is None or line == int(found["segment_position"]):
            return span
        if nearest is not None and line > int(found["segment_position"]):
            break
        nearest = span
    return nearest or _first_tag(content, start, end)


def _elements(
    content: "mmap.mmap | bytes", steps: tuple[str, ...], start: int, end: int
) -> Iterator[tuple[Span, Span | None]]:
    """Yield start tag and text of the elements that the steps lead to, the text blanks apart."""
    if not steps:
        return
    names = [_START + re.escape(step.encode()) + rb"(?:\s[^>]*)?/?>" for step in steps]
    pattern = re.compile(rb".*?".join(names) + rb"(\s*)([^<]*)", re.DOTALL)
    for match in pattern.finditer(content, start, end):
        text = match.group(2).rstrip()
        tag = (content.rfind(b"<", match.start(), match.start(1)), match.start(1))
        own = (match.start(2), match.start(2) + len(text)) if text else None
        yield tag, own


def _value(
    content: "mmap.mmap | bytes", found: Mapping[str, Any], start: int, end: int
) -> Span | None:
    value = found["expected"] if found["code"] == _DECLARED_AND_COMPUTED else found["value"]
    if not value:
        return None
    pattern = re.compile(rb">\s*(" + re.escape(value.encode()) + rb")\s*<")
    match = pattern.search(content, start, end)
    return match.span(1) if match else None


def _line(content: "mmap.mmap | bytes", number: int, start: int, end: int) -> Span:
    """Return a line of the file by its number, blanks around it left out."""
    for _ in range(number - 1):
        start = content.find(b"\n", start, end) + 1 or start
    stop = content.find(b"\n", start, end)
    text = bytes(content[start : stop if stop >= 0 else end])
    first = start + len(text) - len(text.lstrip())
    return first, first + len(text.strip())


def _first_tag(content: "mmap.mmap | bytes", start: int, end: int) -> Span:
    stop = content.find(b">", start, end)
    return start, stop + 1 if stop >= 0 else end
