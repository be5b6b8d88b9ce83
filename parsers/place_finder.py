"""Where exactly a finding points: the bytes of its value, and the segment or line around them.

A rule knows the declaration or the line that is wrong, and the column; the bytes of the value are
found again in the file, only for the findings that somebody looks at.
"""

import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from parsers.formats import places_of
from parsers.opening import opening_of
from parsers.places.finding_places import NEAR_BYTES, Content, FindingPlaces, Found
from parsers.places.line_ends import LineEnds


@dataclass(frozen=True)
class Place:
    """The bytes at fault, end excluded; the bytes shown around them; the file's line and column.

    ``path`` is the segment, or the XPath in a document, also where a rule found the fault.
    ``column`` counts characters from 1 and is None where the line's start is far away.
    """

    byte_from: int
    byte_to: int
    context_from: int
    context_to: int
    line: int
    column: int | None
    path: str | None = None


class Places:
    """Finds places in one file; cheapest when findings come in the order of the file."""

    def __init__(self, content: Content, kind: type[FindingPlaces]) -> None:
        self._content = content
        self._places = kind(content)
        self._lines = LineEnds(content)

    def bytes_of(self, byte_from: int, byte_to: int) -> bytes:
        """Return a range of the file."""
        return bytes(self._content[byte_from:byte_to])

    def place(self, found: Found) -> Place:
        """Return the narrowest bytes that a finding is about."""
        size = len(self._content)
        named = min(found["byte_from"], size), min(found["byte_to"], size)
        start, end = self._places.narrowest(found, *named)
        context = self._places.around(start, end)
        line, column = self._lines.line_at(start), self._column_at(start)
        return Place(start, end, *context, line, column, self._places.path(found, start))

    def _column_at(self, offset: int) -> int | None:
        near = max(offset - NEAR_BYTES, 0)
        before = self._content.rfind(b"\n", near, offset)
        if before < 0 and near > 0:
            return None
        return len(decoded(bytes(self._content[before + 1 : offset]))) + 1


@contextmanager
def open_places(path: Path) -> Iterator[Places]:
    """Open a file for looking up places, as its format has them."""
    kind = places_of(opening_of(path))
    with path.open("rb") as stream:
        if path.stat().st_size == 0:
            yield Places(b"", kind)
            return
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
            yield Places(content, kind)


def decoded(content: bytes) -> str:
    """Return bytes as the text they most likely are: UTF-8, else ISO 8859-1."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")
