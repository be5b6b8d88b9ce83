"""The element of a document that a finding is about."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from parsers.conversions import CHARGES
from parsers.element_columns import column_of
from parsers.places.finding_places import NEAR_BYTES, Content, Found, Span
from parsers.places.line_ends import LineEnds
from parsers.xml.declaration_fields import FIELDS, INHERITED, RATE_CODE, RATE_CODES, ROWS
from parsers.xml.document_bytes import HEAD_BYTES, wide_encoding

Steps = tuple[str, ...]
"""Elements that follow each other down to the one meant; with ``=`` one that has this text."""

_DECLARATION: Final = "Declaration"
_ITEM, _FEE = "GovernmentAgencyGoodsItem", "DutyTaxFee"
_CODES_OF_CHARGES: Final = {charge.replace("_", " "): code for code, charge in CHARGES.items()}
_DECLARED_AND_COMPUTED, _DOCTYPE = "CAD-012", "XML-002"
_START = rb"<(?:[^\s<>/:!?\"'=]+:)?"
_OPENS = re.compile(
    _START
    + rb"(?:(GoodsShipment)[\s/>]|(GovernmentAgencyGoodsItem)[\s/>]"
    + rb"|SequenceNumeric[^>]*>\s*0*(\d+)\s*<)"
)
_PATH_OF_LINE = re.compile(r"/GoodsShipment(?:\[(\d+)\])?/GovernmentAgencyGoodsItem(?:\[(\d+)\])?")


class XmlPlaces:
    """Finds places in a document; in UTF-16 they are the bytes that a finding names."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._is_wide = wide_encoding(bytes(content[:HEAD_BYTES])) is not None
        self._line_ends = LineEnds(content)
        self._lines = Lines(content)

    def narrowest(self, found: Found, start: int, end: int) -> Span:
        """Return the text of the element that a finding is about, or its tag."""
        if self._is_wide:
            return start, end
        return narrowed(
            self._content,
            found,
            start,
            end,
            line_at=self._line_ends.line_at,
            lines=self._lines,
        )

    def path(self, found: Found, start: int) -> str | None:
        """Return the XPath of the element that a finding is about, whose bytes start at a place.

        That of a reader's finding is told already. Of a rule's it goes from the column of the
        finding to the element, through the shipment and the line that it stands in.
        """
        told: str | None = found["segment"]
        if told is not None or found["message"] is None or self._is_wide:
            return told
        number = found["line_number"]
        whole = int(found["byte_from"]), int(found["byte_to"])
        shipment, line = self._lines.steps(number, start, *whole)
        declared = f"/DeclarationBatch/{_DECLARATION}[{int(found['message']) + 1}]"
        invoice = f"{declared}/{ROWS['invoices']}[{shipment}]"
        item = f"{invoice}/{_ITEM}[{line}]"
        within = {_DECLARATION: declared, ROWS["reasons"]: f"{declared}/{ROWS['reasons']}"}
        within |= {ROWS["invoices"]: invoice} if shipment else {}
        within |= {_ITEM: item, _FEE: f"{item}/{_FEE}"} if line else {}
        for around, *steps in self._steps(found):
            if around in within:
                return "/".join([within[around], *steps]).replace("/[", "[")
        return item if line else declared

    def _steps(self, found: Found) -> tuple[Steps, ...]:
        """Return the steps of a finding's column, or of the charge that it is about, as XPath."""
        element = found["element"]
        if element in _CODES_OF_CHARGES:
            return ((_FEE, _typed(_CODES_OF_CHARGES[element]), "PaymentAmount"),)
        column = column_of(element)
        if found["line_number"] is None and column in INHERITED["lines"]:
            return ()
        return tuple(
            tuple(_typed(step.partition("=")[2]) if "=" in step else step for step in steps)
            for steps in STEPS.get(column or "", ())
        )

    def around(self, start: int, end: int) -> Span:
        """Return the line that a place starts on, indentation left out."""
        if self._is_wide:
            return start, end
        near = max(start - NEAR_BYTES, 0)
        before = self._content.rfind(b"\n", near, start)
        first = before + 1 if before >= 0 else near
        while first < start and self._content[first : first + 1] in {b" ", b"\t"}:
            first += 1
        last = self._content.find(b"\n", start, start + NEAR_BYTES)
        return first, last if last >= 0 else min(end + NEAR_BYTES, len(self._content))


class Lines:
    """Where the lines of the newest declaration asked for stand: it is looked through once."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._of: Span = (0, 0)
        self._shipments: list[int] = []
        self._lines: list[tuple[int, int]] = []  # shipment and start of each line
        self._by_number: dict[int, int] = {}
        self._by_place: dict[tuple[int, int], int] = {}

    def steps(self, number: int | None, offset: int, start: int, end: int) -> tuple[int, int]:
        """Return shipment and line in it of a line's number, or of a place: 0 where in none."""
        self._look_through(start, end)
        line = None if number is None else self._by_number.get(number)
        if line is not None:
            shipment = self._lines[line][0]
            first = self._by_place[shipment, 1]
            return shipment, line - first + 1
        return bisect_right(self._shipments, offset), 0

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


def _typed(code: str) -> str:
    """Return what tells one charge of a line from the others."""
    return f"[TypeCode='{code}']"


def narrowed(
    content: Content,
    found: Found,
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


def _of_rule(content: Content, found: Found, start: int, end: int, lines: Lines) -> Span | None:
    column = column_of(found["element"])
    if found["line_number"] is not None:
        line = lines.numbered(int(found["line_number"]), start, end)
        if line is not None:
            start, end = line[column in INHERITED["lines"]]
    for steps in STEPS.get(column or "", ()):
        tag, text = _element(content, steps, found, start, end)
        if tag is not None:
            return text or tag
    value = _value(content, found, start, end)
    return value if found["line_number"] is None else value or _first_tag(content, start, end)


def _element(
    content: Content, steps: Steps, found: Found, start: int, end: int
) -> tuple[Span | None, Span | None]:
    """Return the element that steps lead to: of several rows, that with the finding's value.

    Of a line there is one.
    """
    elements = _elements(content, steps, start, end)
    first = next(elements, (None, None))
    if steps[0] == _DECLARATION or found["line_number"] is not None or not found["value"]:
        return first
    value = found["value"].encode()
    for tag, text in (first, *elements):
        if text is not None and content[text[0] : text[1]] == value:
            return tag, text
    return first


def _at_path(
    content: Content,
    found: Found,
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
    content: Content, steps: Steps, start: int, end: int
) -> Iterator[tuple[Span, Span | None]]:
    """Yield start tag and text of the elements that the steps lead to, the text blanks apart."""
    *around, own = (_step(*step.partition("=")[::2]) for step in steps)
    own_with_text = re.compile(own + rb"(\s*)([^<]*)")
    while True:
        for step in around:
            passed = re.compile(step).search(content, start, end)
            if passed is None:
                return
            start = passed.end()
        match = own_with_text.search(content, start, end)
        if match is None:
            return
        text = match[2].rstrip()
        tag = (match.start(), match.start(1))
        yield tag, (match.start(2), match.start(2) + len(text)) if text else None
        start = match.end()


def _step(name: str, text: str) -> bytes:
    tag = _START + re.escape(name.encode()) + rb"(?:\s[^>]*)?/?>"
    return tag + rb"\s*" + re.escape(text.encode()) + rb"\s*<" if text else tag


def _value(content: Content, found: Found, start: int, end: int) -> Span | None:
    value = found["expected"] if found["code"] == _DECLARED_AND_COMPUTED else found["value"]
    if not value:
        return None
    pattern = re.compile(rb">\s*(" + re.escape(value.encode()) + rb")\s*<")
    match = pattern.search(content, start, end)
    return match.span(1) if match else None


def _line(content: Content, number: int, start: int, end: int) -> Span:
    """Return a line of the file by its number, blanks around it left out."""
    for _ in range(number - 1):
        start = content.find(b"\n", start, end) + 1 or start
    stop = content.find(b"\n", start, end)
    text = bytes(content[start : stop if stop >= 0 else end])
    first = start + len(text) - len(text.lstrip())
    return first, first + len(text.strip())


def _first_tag(content: Content, start: int, end: int) -> Span:
    stop = content.find(b">", start, end)
    return start, stop + 1 if stop >= 0 else end


def _steps_of_columns() -> dict[str, tuple[Steps, ...]]:
    """Return the steps to each column, from the element of its row on."""
    steps: dict[str, list[Steps]] = {}
    for table, fields in FIELDS.items():
        row = ROWS[table].rpartition("/")[2] or _DECLARATION
        for field in fields:
            if field.column != RATE_CODE:
                steps.setdefault(field.column, []).append((row, *field.path.split("/")))
    return {column: tuple(found) for column, found in steps.items()} | _steps_of_rate_codes()


def _steps_of_rate_codes() -> dict[str, tuple[Steps, ...]]:
    """Return the steps to the columns of a line that charges of their type fill."""
    row = ROWS["charges"].rpartition("/")[2]
    path = {field.column: field.path for field in FIELDS["charges"]}
    codes = {charge: code for code, charge in CHARGES.items()}
    return {
        column: ((row, f"{path['charge']}={codes[charge]}", path[RATE_CODE]),)
        for charge, column in RATE_CODES.items()
    }


STEPS: Final[Mapping[str, tuple[Steps, ...]]] = _steps_of_columns()
"""Where a document has each column of a declaration; several where more than one table has it."""
