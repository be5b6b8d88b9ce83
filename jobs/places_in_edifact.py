"""The component of a segment that a finding is about."""

import io
import mmap
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, Final, cast

from parsers.edifact.blocks import read_blocks
from parsers.edifact.cusdec import CUSDEC_D13B
from parsers.edifact.segments import DEFAULT_SEPARATORS, Block, Separators
from parsers.edifact.tables import Group

Span = tuple[int, int]
At = tuple[int, int]

_BLANKS = b"\r\n \t"
_UNA_BYTES = 9
_HEAD_BYTES, _SEGMENT_BYTES_MAX = 4096, 1 << 16
_TAG: At = (0, 1)
_QUALIFIER: At = (1, 1)
_SECOND: At = (2, 1)
_VALUE_IS_NOT_IN_THE_FILE = frozenset({"FILE-003", "FILE-004"})
_DECLARED_AND_COMPUTED, _OUTSIDE_THE_CHARACTER_SET = "CAD-012", "EDI-014"


class SeparatorsInForce:
    """Tells the service characters of any place; reads on in the file only as far as asked."""

    def __init__(self, content: "mmap.mmap | bytes") -> None:
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        self._blocks = read_blocks(cast("BinaryIO", stream), max_segment_bytes=_SEGMENT_BYTES_MAX)
        self._read_to = 0
        self._starts = [0]
        self._told = [_first_separators(content[:_HEAD_BYTES])]

    def at(self, offset: int) -> Separators:
        """Return those of the interchange that a place is in."""
        while self._read_to <= offset and (block := next(self._blocks, None)) is not None:
            if isinstance(block, Block):
                self._read_to = block.offset + len(block.content)
                if block.separators != self._told[-1]:
                    self._starts.append(block.offset)
                    self._told.append(block.separators)
        return self._told[bisect_right(self._starts, offset) - 1]


def _first_separators(head: bytes) -> Separators:
    """Return the service characters that the start of a file names, or the standard's own.

    Without UNA, line ends are terminators where the first line has no other.
    """
    body = head.lstrip(b"\xef\xbb\xbf" + _BLANKS)
    if body.startswith(b"UNA") and len(body) >= _UNA_BYTES:
        return Separators(*(chr(byte) for byte in body[3:_UNA_BYTES]))
    first, _, second = body.partition(b"\n")
    if b"'" not in first and second.lstrip(_BLANKS).startswith((b"UNG+", b"UNH+")):
        return DEFAULT_SEPARATORS._replace(terminator="\n")
    return DEFAULT_SEPARATORS


def narrowed(
    content: "mmap.mmap | bytes",
    found: Mapping[str, Any],
    start: int,
    end: int,
    separators: Separators,
) -> Span:
    """Return the component of the finding's column, or of its value, or else the first segment.

    A finding that a reader located in a segment is about that segment alone.
    """
    column = "" if found["segment"] is not None else (found["element"] or "").replace(" ", "_")
    places = _PLACES_OF_COLUMNS.get(column, frozenset())
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
            return _foreign(offset, raw, found["expected"])
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
    content: "mmap.mmap | bytes", start: int, end: int, separators: Separators
) -> Iterator[tuple[int, bytes]]:
    """Yield place and bytes of each segment of a range, terminators left out."""
    terminator = separators.terminator.encode("latin-1")
    release = separators.release.encode("latin-1") if separators.release != " " else b""
    begun = searched = start
    while begun < end:
        stop = content.find(terminator, searched, end)
        stop = end if stop < 0 else stop
        released = 0
        while release and stop < end and content[stop - 1 - released : stop - released] == release:
            released += 1
        if released % 2:
            searched = stop + 1
            continue
        raw = bytes(content[begun:stop])
        body = raw.lstrip(_BLANKS)
        if body:
            yield begun + len(raw) - len(body), body
        begun = searched = stop + 1


def _first_value(
    content: "mmap.mmap | bytes",
    start: int,
    end: int,
    found: Mapping[str, Any],
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
    found: Mapping[str, Any],
    separators: Separators,
) -> Span | None:
    """Return the first component that reads as the finding's value."""
    value = found["expected"] if found["code"] == _DECLARED_AND_COMPUTED else found["value"]
    if not value or found["code"] in _VALUE_IS_NOT_IN_THE_FILE:
        return None
    texts = {value, value.replace("-", ""), value.replace(".", separators.decimal)}
    for at, (begun, ended) in spans.items():
        if begun < ended and _unescaped(_text(raw, spans, at), separators.release) in texts:
            return offset + begun, offset + ended
    return None


def _foreign(offset: int, raw: bytes, codec: str) -> Span:
    """Return the first bytes that a character set has no characters for."""
    try:
        raw.decode(codec)
    except UnicodeDecodeError as fault:
        return offset + fault.start, offset + fault.end
    except LookupError:
        pass
    return offset, offset + len(raw)


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
    """Return where each column stands, by the name that a rule gives it in a finding."""
    places: dict[str, set[tuple[str, str | None, At]]] = {}

    def walk(group: Group) -> None:
        for entry in group.body:
            if isinstance(entry, Group):
                walk(entry)
                continue
            for element in entry.elements:
                if element.column:
                    name = element.column.removesuffix("_cents")
                    places.setdefault(name, set()).add((entry.tag, entry.qualifier, element.at))

    walk(CUSDEC_D13B.root)
    return {name: frozenset(found) for name, found in places.items()}


_PLACES_OF_COLUMNS: Final = _places_of_columns()
