"""The component of a segment that a finding is about."""

import io
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import BinaryIO, Final, cast

from parsers.edifact.profile.cusdec import CUSDEC_D13B
from parsers.edifact.profile.structure import uses
from parsers.edifact.syntax.blocks import read_blocks
from parsers.edifact.syntax.charsets import strange
from parsers.edifact.syntax.segments import (
    DEFAULT_SEPARATORS,
    Block,
    Separators,
    is_released,
)
from parsers.element_columns import column_of
from parsers.padding import PADDING
from parsers.places.finding_places import NEAR_BYTES, Content, Found, Span

At = tuple[int, int]

_HEAD_BYTES, _SEGMENT_BYTES_MAX = 4096, 1 << 16
_TAG: At = (0, 1)
_QUALIFIER: At = (1, 1)
_SECOND: At = (2, 1)
_VALUE_IS_NOT_IN_THE_FILE = frozenset({"FILE-003", "FILE-004"})
_DECLARED_AND_COMPUTED, _OUTSIDE_THE_CHARACTER_SET = "CAD-012", "EDI-014"


class EdifactPlaces:
    """Finds places in the interchanges of a file."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._separators = SeparatorsInForce(content)

    def narrowest(self, found: Found, start: int, end: int) -> Span:
        """Return the component that a finding is about, or its segment."""
        separators = self._separators.at(start)
        start, end = narrowed(self._content, found, start, end, separators)
        if start == end:
            start = end = self._next_text(start)
        return start, end

    def path(self, found: Found, _start: int) -> str | None:
        """Return the segment that the reader told."""
        told: str | None = found["segment"]
        return told

    def around(self, start: int, end: int) -> Span:
        """Return the segment around a place, its terminator included."""
        terminator = self._separators.at(start).terminator.encode("latin-1")
        first = self._after_last(terminator, start)
        last = self._content.find(terminator, end, end + NEAR_BYTES)
        last = last + 1 if last >= 0 else min(end + NEAR_BYTES, len(self._content))
        if not self._content[first:last].strip():
            first = self._after_last(terminator, max(first - 1, 0))
        return first, last

    def _after_last(self, terminator: bytes, offset: int) -> int:
        """Return the start of the segment that a place is in, blanks left out."""
        near = max(offset - NEAR_BYTES, 0)
        before = self._content.rfind(terminator, near, offset)
        first = before + 1 if before >= 0 else near
        between = bytes(self._content[first:offset])
        return first + len(between) - len(between.lstrip(PADDING))

    def _next_text(self, offset: int) -> int:
        """Return the next byte that is no line end, if there is one near."""
        near = bytes(self._content[offset : offset + _HEAD_BYTES])
        body = near.lstrip(PADDING)
        return offset + len(near) - len(body) if body else offset


class SeparatorsInForce:
    """Tells the service characters of any place; reads on in the file only as far as asked."""

    def __init__(self, content: Content) -> None:
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        self._blocks = read_blocks(cast("BinaryIO", stream), max_segment_bytes=_SEGMENT_BYTES_MAX)
        self._read_to = 0
        self._starts = [0]
        self._told = [DEFAULT_SEPARATORS]

    def at(self, offset: int) -> Separators:
        """Return those of the interchange that a place is in."""
        while self._read_to <= offset and (block := next(self._blocks, None)) is not None:
            if isinstance(block, Block):
                self._read_to = block.offset + len(block.content)
                if block.separators != self._told[-1]:
                    self._starts.append(block.offset)
                    self._told.append(block.separators)
        return self._told[bisect_right(self._starts, offset) - 1]


def narrowed(
    content: Content,
    found: Found,
    start: int,
    end: int,
    separators: Separators,
) -> Span:
    """Return the component of the finding's column, or of its value, or else the first segment.

    A finding that a reader located in a segment is about that segment alone.
    """
    column = None if found["segment"] is not None else column_of(found["element"])
    places = frozenset() if column is None else PLACES.get(column, frozenset())
    first: Span | None = None
    by_value: Span | None = None
    for offset, raw in _segments(content, start, end, separators):
        spans = component_spans(raw, separators)
        first = first or (offset, offset + len(raw))
        tag, qualifiers = _text(raw, spans, _TAG), _qualifiers(raw, spans)
        for its_tag, its_qualifier, at in places:
            if its_tag == tag and its_qualifier in qualifiers and at in spans:
                return offset + spans[at][0], offset + spans[at][1]
        if found["code"] == _OUTSIDE_THE_CHARACTER_SET:
            return _foreign(offset, raw, found["expected"], separators)
        by_value = by_value or _of_value(offset, raw, spans, found, separators)
        if not places:
            break
    if by_value is None and not places and found["segment"] is None:
        by_value = _first_value(content, start, end, found, separators)
    return by_value or first or (start, end)


def component_spans(raw: bytes, separators: Separators) -> dict[At, Span]:
    """Return where each component of a segment stands, release characters included.

    Keys are (data element, component), from 1 after the tag, as directories print them; the tag
    is (0, 1).
    """
    spans: dict[At, Span] = {}
    between = {ord(separators.element), ord(separators.component)}
    release = ord(separators.release) if separators.release != " " else None
    element, component, begun, at = 0, 1, 0, 0
    while at < len(raw):
        byte = raw[at]
        if byte == release:
            at += 2
            continue
        if byte in between:
            spans[element, component] = (begun, at)
            begun = at + 1
            if byte == ord(separators.element):
                element, component = element + 1, 1
            else:
                component += 1
        at += 1
    spans[element, component] = (begun, len(raw))
    return spans


def _segments(
    content: Content, start: int, end: int, separators: Separators
) -> Iterator[tuple[int, bytes]]:
    """Yield place and bytes of each segment of a range, terminators left out."""
    terminator, releasing = separators.bounds
    begun = searched = start
    while begun < end:
        stop = content.find(terminator, searched, end)
        stop = end if stop < 0 else stop
        if stop < end and is_released(content, stop, releasing):
            searched = stop + 1
            continue
        body = bytes(content[begun:stop]).lstrip(separators.blanks)
        if body:
            yield stop - len(body), body
        begun = searched = stop + 1


def _first_value(
    content: Content,
    start: int,
    end: int,
    found: Found,
    separators: Separators,
) -> Span | None:
    for offset, raw in _segments(content, start, end, separators):
        span = _of_value(offset, raw, component_spans(raw, separators), found, separators)
        if span is not None:
            return span
    return None


def _of_value(
    offset: int,
    raw: bytes,
    spans: Mapping[At, Span],
    found: Found,
    separators: Separators,
) -> Span | None:
    """Return the first component that reads as the finding's value."""
    value = found["expected"] if found["code"] == _DECLARED_AND_COMPUTED else found["value"]
    if not value or found["code"] in _VALUE_IS_NOT_IN_THE_FILE:
        return None
    texts = {value, value.replace("-", ""), value.replace(".", ",")}
    for at, (begun, ended) in spans.items():
        if begun < ended and _unescaped(_text(raw, spans, at), separators.release) in texts:
            return offset + begun, offset + ended
    return None


def _foreign(offset: int, raw: bytes, codec: str, separators: Separators) -> Span:
    """Return the first bytes that a character set has no characters for."""
    start, end = strange(raw, codec, separators) or (0, len(raw))
    return offset + start, offset + end


def _qualifiers(raw: bytes, spans: Mapping[At, Span]) -> set[str | None]:
    """Return what a use of the segment may be told apart by: nothing, element 1, or 1 and 2."""
    first, second = _text(raw, spans, _QUALIFIER), _text(raw, spans, _SECOND)
    return {None, first, f"{first}+{second}"}


def _text(raw: bytes, spans: Mapping[At, Span], at: At) -> str:
    begun, ended = spans.get(at, (0, 0))
    return raw[begun:ended].decode("utf-8", "replace")


def _unescaped(text: str, release: str) -> str:
    if release == " " or release not in text:
        return text
    characters = iter(text)
    return "".join(next(characters, "") if c == release else c for c in characters)


def _places_of_columns() -> dict[str, frozenset[tuple[str, str | None, At]]]:
    places: dict[str, set[tuple[str, str | None, At]]] = {}
    for use, _ in uses(CUSDEC_D13B.root):
        for element in use.elements:
            if element.column:
                place = (use.tag, use.qualifier, element.at)
                places.setdefault(element.column, set()).add(place)
    return {column: frozenset(found) for column, found in places.items()}


PLACES: Final[Mapping[str, frozenset[tuple[str, str | None, At]]]] = _places_of_columns()
"""Where each column of a declaration stands: tag, qualifier, and place in the segment."""
