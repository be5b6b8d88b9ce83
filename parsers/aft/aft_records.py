"""The records of an AFT file, by lines or one behind the other, counted in characters.

A record is UTF-8 where its bytes are that and their number is not 1,464, and Latin-1 otherwise.
"""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from parsers.aft.aft_elements import (
    HEAD_CHARACTERS,
    RECORD_CHARACTERS,
    SEGMENT_CHARACTERS,
    Element,
)
from parsers.padding import PADDING

_LATIN: Final = "latin-1"
_WINDOW_BYTES: Final = 4 * RECORD_CHARACTERS
"""What a record takes at most, in any encoding."""
_LINE_ENDS: Final = b"\r\n"
_BEHIND: Final = b"\r\n\x1a\x00"


@dataclass(slots=True)
class Record:
    """One record, with its place in the file."""

    text: str
    encoding: str
    byte_from: int
    byte_to: int

    @property
    def code(self) -> str:
        """The letter that says what it is."""
        return self.text[:1]

    @property
    def segments(self) -> list[str]:
        """What stands behind the head, in parts of 240 characters; a last shorter one left out."""
        last = len(self.text) - SEGMENT_CHARACTERS
        places = range(HEAD_CHARACTERS, last + 1, SEGMENT_CHARACTERS)
        return [self.text[place : place + SEGMENT_CHARACTERS] for place in places]

    def field(self, element: Element) -> str:
        """Return an element of the record itself."""
        return element.of(self.text)

    def bytes_of(self, segment: int) -> tuple[int, int]:
        """Return the place in the file of a segment, counted from 0, its end excluded."""
        first = HEAD_CHARACTERS + segment * SEGMENT_CHARACTERS
        before, within = self.text[:first], self.text[first : first + SEGMENT_CHARACTERS]
        byte_from = self.byte_from + len(before.encode(self.encoding))
        return byte_from, byte_from + len(within.encode(self.encoding))


def read_records(path: Path) -> Iterator[Record]:
    """Yield the records of a file, of whatever length they are; padding between them is none."""
    with path.open("rb") as source:
        start = _start(source)
        source.seek(start)
        ahead = source.read(2 * RECORD_CHARACTERS)
        source.seek(start)
        yield from (_lines if b"\n" in ahead else _unbroken)(source, start)


def _start(source: BinaryIO) -> int:
    """Return where padding before the first record ends."""
    place = 0
    while chunk := source.read(_WINDOW_BYTES):
        if body := chunk.lstrip(PADDING):
            return place + len(chunk) - len(body)
        place += len(chunk)
    return place


def _lines(source: BinaryIO, place: int) -> Iterator[Record]:
    """Yield a record a line; a longer line than any record comes in pieces."""
    while line := source.readline(_WINDOW_BYTES):
        content = line.rstrip(_BEHIND)
        if content.strip(PADDING):
            yield _record(content, place)
        place += len(line)


def _unbroken(source: BinaryIO, place: int) -> Iterator[Record]:
    """Yield 1,464 characters after the other; what is left at the end is a shorter record."""
    while window := source.read(_WINDOW_BYTES):
        body = window.lstrip(_LINE_ENDS)
        place += len(window) - len(body)
        text, encoding = _first(body)
        size = len(text.encode(encoding))
        if body[:size].strip(PADDING):
            yield _record(body[:size].rstrip(_BEHIND), place)
        place += size
        source.seek(place)


def _record(content: bytes, place: int) -> Record:
    encoding = _LATIN if len(content) == RECORD_CHARACTERS else _encoding(content)
    return Record(content.decode(encoding), encoding, place, place + len(content))


def _encoding(content: bytes) -> str:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return _LATIN
    return "utf-8"


def _first(window: bytes) -> tuple[str, str]:
    """Return the first 1,464 characters of what goes on, and their encoding."""
    try:
        text, used = codecs.utf_8_decode(window, "strict", False)
    except UnicodeDecodeError as fault:
        text, used = window[: fault.start].decode("utf-8"), fault.start
    if len(text) >= RECORD_CHARACTERS or used == len(window):
        return text[:RECORD_CHARACTERS], "utf-8"
    return window[:RECORD_CHARACTERS].decode(_LATIN), _LATIN
