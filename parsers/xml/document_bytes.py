"""The bytes of a document as a parser is fed with them: padding before and behind is left out.

XML lets nothing stand before its declaration; what transfer programs put there is no content in
any format. Line ends that were left out are given behind the declaration, so that lines count as
in the file.
"""

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from parsers.padding import PADDING

CHUNK_BYTES: Final = 64 * 1024
HEAD_BYTES: Final = 3
"""As many bytes of a document tell whether it is in UTF-16."""
_DECLARATION, _DECLARATION_ENDS = b"<?xml", b"?>"
_UTF_16: Final = {
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
    b"<\x00": "utf-16-le",
    b"\x00<\x00": "utf-16-be",
}
"""What documents in UTF-16 begin with, and the order of their bytes."""


def wide_encoding(head: bytes) -> str | None:
    """Return the encoding of a document in UTF-16 by its first bytes; None where it is none."""
    return next((name for start, name in _UTF_16.items() if head.startswith(start)), None)


class Extent(NamedTuple):
    """Where a document starts and ends in its file, and how many line ends stand before it."""

    start: int
    end: int
    lines_before: int


def extent_of(path: Path) -> Extent:
    """Find a document between its padding; of UTF-16, whose blanks are wider, none is left out."""
    size = path.stat().st_size
    with path.open("rb") as source:
        start = lines = 0
        while chunk := source.read(CHUNK_BYTES):
            body = chunk.lstrip(PADDING)
            passed = len(chunk) - len(body)
            start, lines = start + passed, lines + chunk.count(b"\n", 0, passed)
            if body:
                break
        for first in (max(start - 1, 0), start):  # a NUL may be the first half of a sign
            source.seek(first)
            if wide_encoding(source.read(HEAD_BYTES)) is not None:
                return Extent(first, size, 0)
        return Extent(start, _end(source, start, size), lines)


def document_chunks(path: Path, extent: Extent) -> Iterator[bytes]:
    """Yield the bytes of a document in steps, and line ends for those that were left out."""
    feeds = b"\n" * extent.lines_before
    with path.open("rb") as source:
        source.seek(extent.start)
        left = extent.end - extent.start
        while left > 0 and (chunk := source.read(min(CHUNK_BYTES, left))):
            left -= len(chunk)
            if feeds:
                head = chunk.startswith(_DECLARATION) and chunk.find(_DECLARATION_ENDS)
                place = head + len(_DECLARATION_ENDS) if head and head > 0 else 0
                chunk, feeds = chunk[:place] + feeds + chunk[place:], b""
            yield chunk


def undecodable_line(path: Path, encoding: str) -> int | None:
    """Return the line of the first bytes that are not in an encoding; None where all are."""
    extent = extent_of(path)
    decoder = codecs.getincrementaldecoder(encoding)()
    line = extent.lines_before + 1
    with path.open("rb") as source:
        source.seek(extent.start)
        while chunk := source.read(CHUNK_BYTES):
            held = decoder.getstate()[0]
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as fault:
                return line + (held + chunk).count(b"\n", 0, fault.start)
            line += chunk.count(b"\n")
    return None


def _end(source: BinaryIO, start: int, size: int) -> int:
    """Return where the last byte that is no padding ends."""
    end = size
    while end > start:
        first = max(end - CHUNK_BYTES, start)
        source.seek(first)
        body = source.read(end - first).rstrip(PADDING)
        if body:
            return first + len(body)
        end = first
    return end
