"""Where exactly a finding points: the bytes of its value, and the segment or line around them.

A rule knows the declaration or the line that is wrong, and the column; the bytes of the value are
found again in the file, only for the findings that somebody looks at.
"""

import mmap
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jobs import places_in_edifact, places_in_xml
from parsers.xml.spans import UTF_16

Found = Mapping[str, Any]
"""One finding as a row: its columns by name, None where it says nothing."""

_HEAD_BYTES = 4096
_NEAR_BYTES = 1 << 16
_STEP_BYTES = 1 << 20


@dataclass(frozen=True)
class Place:
    """The bytes at fault, end excluded; the bytes shown around them; the file's line and column.

    ``column`` counts characters from 1 and is None where the line's start is far away.
    """

    byte_from: int
    byte_to: int
    context_from: int
    context_to: int
    line: int
    column: int | None


class Places:
    """Finds places in one file; cheapest when findings come in the order of the file."""

    def __init__(self, content: "mmap.mmap | bytes") -> None:
        self._content = content
        self._lines_before = [1]
        self._is_xml = content[:_HEAD_BYTES].lstrip(b"\xef\xbb\xbf\r\n \t").startswith(b"<")
        self._is_wide = content[:2] in UTF_16
        self._lines = places_in_xml.Lines(content)
        self._separators = places_in_edifact.SeparatorsInForce(content)

    def bytes_of(self, byte_from: int, byte_to: int) -> bytes:
        """Return a range of the file."""
        return bytes(self._content[byte_from:byte_to])

    def place(self, found: Found) -> Place:
        """Return the narrowest bytes that a finding is about."""
        size = len(self._content)
        start, end = min(found["byte_from"], size), min(found["byte_to"], size)
        if self._is_wide:
            context = (start, end)
        elif self._is_xml:
            start, end = places_in_xml.narrowed(
                self._content, found, start, end, line_at=self.line_at, lines=self._lines
            )
            context = self._physical_line(start, end)
        else:
            start, end = places_in_edifact.narrowed(
                self._content, found, start, end, self._separators.at(start)
            )
            if start == end:
                start = end = self._next_text(start)
            context = self._segment(start, end)
        return Place(start, end, *context, self.line_at(start), self._column_at(start))

    def line_at(self, offset: int) -> int:
        """Return the line of a place, from 1; lines are counted once."""
        block = offset // _STEP_BYTES
        while len(self._lines_before) <= block:
            begin = (len(self._lines_before) - 1) * _STEP_BYTES
            ends = self._content[begin : begin + _STEP_BYTES].count(b"\n")
            self._lines_before.append(self._lines_before[-1] + ends)
        return self._lines_before[block] + self._content[block * _STEP_BYTES : offset].count(b"\n")

    def _segment(self, start: int, end: int) -> tuple[int, int]:
        """Return the segment around a place, its terminator included."""
        terminator = self._separators.at(start).terminator.encode("latin-1")
        first = self._after_last(terminator, start)
        last = self._content.find(terminator, end, end + _NEAR_BYTES)
        last = last + 1 if last >= 0 else min(end + _NEAR_BYTES, len(self._content))
        if not self._content[first:last].strip():
            first = self._after_last(terminator, max(first - 1, 0))
        return first, last

    def _after_last(self, terminator: bytes, offset: int) -> int:
        """Return the start of the segment that a place is in, blanks left out."""
        near = max(offset - _NEAR_BYTES, 0)
        before = self._content.rfind(terminator, near, offset)
        first = before + 1 if before >= 0 else near
        while first < offset and self._content[first : first + 1] in {b"\r", b"\n", b" ", b"\t"}:
            first += 1
        return first

    def _next_text(self, offset: int) -> int:
        """Return the next byte that is no line end, if there is one near."""
        near = bytes(self._content[offset : offset + _HEAD_BYTES])
        body = near.lstrip(b"\r\n")
        return offset + len(near) - len(body) if body else offset

    def _physical_line(self, start: int, end: int) -> tuple[int, int]:
        """Return the line that a place starts on, indentation left out."""
        near = max(start - _NEAR_BYTES, 0)
        before = self._content.rfind(b"\n", near, start)
        first = before + 1 if before >= 0 else near
        while first < start and self._content[first : first + 1] in {b" ", b"\t"}:
            first += 1
        last = self._content.find(b"\n", start, start + _NEAR_BYTES)
        return first, last if last >= 0 else min(end + _NEAR_BYTES, len(self._content))

    def _column_at(self, offset: int) -> int | None:
        near = max(offset - _NEAR_BYTES, 0)
        before = self._content.rfind(b"\n", near, offset)
        if before < 0 and near > 0:
            return None
        return len(decoded(bytes(self._content[before + 1 : offset]))) + 1


@contextmanager
def open_places(path: Path) -> Iterator[Places]:
    """Open a file for looking up places."""
    with path.open("rb") as stream:
        if path.stat().st_size == 0:
            yield Places(b"")
            return
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
            yield Places(content)


def decoded(content: bytes) -> str:
    """Return bytes as the text they most likely are: UTF-8, else ISO 8859-1."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")
