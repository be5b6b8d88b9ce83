"""The element of a document that a finding is about."""

import mmap
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

Span = tuple[int, int]

# Where the XML carries what a rule calls by its column: the element around, or one with its value
# that goes before, then the element itself.
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
    "tariff code": ("TariffCode",),
    "sima code": ("SIMACode",),
    "sima measure": ("SIMAMeasureID",),
    "surtax code": ("TypeCode=SUR", "RateCode"),
    "excise code": ("TypeCode=FET", "RateCode"),
    "gst code": ("TypeCode=GST", "RateCode"),
    "special authority": ("SpecialAuthorityID",),
    "licence": ("DutyReliefLicenceID",),
    "warehouse": ("Warehouse", "ID"),
    "previous transaction number": ("PreviousDocument", "ID"),
}
_OF_THE_SHIPMENT = frozenset({"invoice number", "currency"})
"""Columns of a line whose element stands before the line, at its invoice."""

_DECLARED_AND_COMPUTED, _DOCTYPE = "CAD-012", "XML-002"
_START = rb"<(?:[\w.\-]+:)?"
_OPENS = re.compile(
    _START
    + rb"(?:(GoodsShipment)[\s/>]|(GovernmentAgencyGoodsItem)[\s/>]"
    + rb"|SequenceNumeric[^>]*>\s*0*(\d+)\s*<)"
)
_PATH_OF_LINE = re.compile(r"/GoodsShipment(?:\[(\d+)\])?/GovernmentAgencyGoodsItem(?:\[(\d+)\])?")


class Lines:
    """Where the lines of the newest declaration asked for stand: it is looked through once."""

    def __init__(self, content: "mmap.mmap | bytes") -> None:
        self._content = content
        self._of: Span = (0, 0)
        self._shipments: list[int] = []
        self._lines: list[tuple[int, int]] = []  # shipment and start of each line
        self._by_number: dict[int, int] = {}
        self._by_place: dict[tuple[int, int], int] = {}

    def numbered(self, number: int, start: int, end: int) -> tuple[Span, Span] | None:
        """Return the line of a number in a declaration, and what its shipment has before it."""
        self._look_through(start, end)
        return self._spans(self._by_number.get(number), end)

    def at_path(self, path: str, start: int, end: int) -> Span | None:
        """Return the line that a path goes through, None where it goes through none."""
        match = _PATH_OF_LINE.search(path)
        if match is None:
            return None
        self._look_through(start, end)
        found = self._spans(self._by_place.get((int(match[1] or 1), int(match[2] or 1))), end)
        return None if found is None else found[0]

    def _spans(self, line: int | None, end: int) -> tuple[Span, Span] | None:
        if line is None:
            return None
        shipment, start = self._lines[line]
        stop = self._lines[line + 1][1] if line + 1 < len(self._lines) else end
        return (start, stop), (self._shipments[shipment - 1] if shipment else start, start)

    def _look_through(self, start: int, end: int) -> None:
        if self._of == (start, end):
            return
        self._of = (start, end)
        self._shipments, self._lines, self._by_number, self._by_place = [], [], {}, {}
        in_shipment = 0
        for match in _OPENS.finditer(self._content, start, end):
            if match[1]:
                self._shipments.append(match.start())
                in_shipment = 0
            elif match[2]:
                in_shipment += 1
                self._by_place[(len(self._shipments), in_shipment)] = len(self._lines)
                self._lines.append((len(self._shipments), match.start()))
            elif self._lines:
                self._by_number.setdefault(int(match[3][:9]), len(self._lines) - 1)


def narrowed(
    content: "mmap.mmap | bytes",
    found: Mapping[str, Any],
    start: int,
    end: int,
    *,
    line_at: Callable[[int], int],
    lines: Lines,
) -> Span:
    """Return the text of the finding's element, or of its value, or else the first tag."""
    if found["code"] == _DOCTYPE:
        match = re.compile(rb"<!DOCTYPE[^>]*>?", re.IGNORECASE).search(content, start, end)
        return match.span() if match else (start, end)
    if found["segment"] is not None:
        within = lines.at_path(str(found["segment"]), start, end) or (start, end)
        return _at_path(content, found, *within, line_at)
    if found["segment_position"] is not None:
        return _line(content, int(found["segment_position"]), start, end)
    return _of_rule(content, found, start, end, lines) or _first_tag(content, start, end)


def _of_rule(
    content: "mmap.mmap | bytes", found: Mapping[str, Any], start: int, end: int, lines: Lines
) -> Span | None:
    column = found["element"]
    if found["line_number"] is not None:
        line = lines.numbered(int(found["line_number"]), start, end)
        if line is not None:
            start, end = line[column in _OF_THE_SHIPMENT]
    elements = _elements(content, STEPS.get(column, ()), start, end)
    around, own = next(elements, (None, None))
    return own or around or _value(content, found, start, end)


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
    names = [_step(*step.partition("=")[::2]) for step in steps]
    pattern = re.compile(rb".*?".join(names) + rb"(\s*)([^<]*)", re.DOTALL)
    for match in pattern.finditer(content, start, end):
        text = match.group(2).rstrip()
        tag = (content.rfind(b"<", match.start(), match.start(1)), match.start(1))
        own = (match.start(2), match.start(2) + len(text)) if text else None
        yield tag, own


def _step(name: str, text: str) -> bytes:
    tag = _START + re.escape(name.encode()) + rb"(?:\s[^>]*)?/?>"
    return tag + rb"\s*" + re.escape(text.encode()) + rb"\s*<" if text else tag


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
