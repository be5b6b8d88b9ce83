"""Where the elements of a name stand in the bytes of an XML file, found without building it."""

import mmap
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from parsers.xml.document_bytes import HEAD_BYTES, wide_encoding

_KEPT_MAPPED_BYTES = 1 << 18
"""Pages of the file that were passed are let go in steps of this size."""
_OPENER_BYTES_MAX = 1 << 17
"""What is looked for begins with no more than this: libxml2 ends names at 50,000 bytes."""


class Span(NamedTuple):
    """Where an element stands in the bytes, end excluded."""

    byte_from: int
    byte_to: int


def spans(path: Path, local_name: str) -> Iterator[Span]:
    """Yield the place of each element of that name and any namespace, in document order.

    An element inside another of the name has no place of its own. Nothing is yielded from where
    the document is not well-formed on.
    """
    with path.open("rb") as source:
        encoding = wide_encoding(source.read(HEAD_BYTES)) or "ascii"
        prefixed = _holds(path, f":{local_name}".encode(encoding))
        with mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) as content:
            yield from _outermost(content, _Patterns.of(local_name, encoding, prefixed=prefixed))


class _Patterns(NamedTuple):
    """What begins a place to look at, and all of it: a tag of the name, or what hides tags.

    Groups of ``whole``: the name's end tag begins (1), its start tag is its end too (2).
    """

    opener: re.Pattern[bytes]
    whole: re.Pattern[bytes]
    width: int

    @classmethod
    def of(cls, local_name: str, encoding: str, *, prefixed: bool) -> "_Patterns":
        """Make the patterns for the bytes of an encoding: UTF-16, or what holds ASCII as it is."""
        width = len("<".encode(encoding))

        def text(characters: str) -> bytes:
            return re.escape(characters.encode(encoding))

        def any_of(characters: str) -> bytes:
            return b"(?:" + b"|".join(text(c) for c in characters) + b")"

        def none_of(characters: str) -> bytes:
            if width == 1:
                return b"[^" + re.escape(characters.encode()) + b"]"
            return b"(?:(?!" + any_of(characters) + b")..)"

        def until(end: str) -> bytes:
            step = b"." if width == 1 else b".."
            return b"(?:(?!" + text(end) + b")" + step + b")*+" if width > 1 else b".*?"

        blank = any_of(" \t\r\n")
        prefix = b"(?:" + none_of(" \t\r\n<>/:!?\"'=") + b"++" + text(":") + b")?"
        name = (prefix if prefixed else b"") + text(local_name)
        ending = b"((?:" + text("/") + b")?+)"
        tag = text("<") + b"(?:" + ending + name
        inside = (
            b"(?:" + blank + b"(?:" + none_of(">\"'/") + b"++|" + text("/") + b"(?!" + text(">")
            + b")|" + text('"') + none_of('"') + b"*+" + text('"') + b"|" + text("'")
            + none_of("'") + b"*+" + text("'") + b")*+)?+"
        )  # fmt: skip
        hidden = b"".join(
            b"|" + text(start[1:]) + until(end) + text(end)
            for start, end in (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"))
        )
        opened = b"|".join((text("!--"), text("![CDATA["), text("?")))
        return cls(
            re.compile(tag + any_of(" \t\r\n/>") + b"|" + opened + b")", re.DOTALL),
            re.compile(tag + inside + ending + text(">") + hidden + b")",
                       re.DOTALL),
            width,
        )  # fmt: skip


def _outermost(content: mmap.mmap, patterns: _Patterns) -> Iterator[Span]:
    depth = start = 0
    for match in _matches(patterns, content):
        if match.group(1) is None:
            continue
        if match.group(1):
            depth -= 1
            if depth == 0:
                yield Span(start, match.end())
        elif match.group(2):
            if depth == 0:
                yield Span(*match.span())
        else:
            start = start if depth else match.start()
            depth += 1


def _matches(patterns: _Patterns, m: mmap.mmap) -> Iterator[re.Match[bytes]]:
    """Yield what the file holds of the patterns, looked for in steps; passed pages are let go."""
    place = kept = 0
    while place < len(m):
        found = patterns.opener.search(m, place, place + _KEPT_MAPPED_BYTES + _OPENER_BYTES_MAX)
        if found is None:
            place += _KEPT_MAPPED_BYTES
        elif found.start() % patterns.width:
            place = found.start() + 1
        else:
            match = patterns.whole.match(m, found.start())
            if match is None:
                return
            yield match
            place = match.end()
        if place - kept > _KEPT_MAPPED_BYTES:
            passed = (place - kept) // _KEPT_MAPPED_BYTES * _KEPT_MAPPED_BYTES
            m.madvise(mmap.MADV_DONTNEED, kept, min(passed, len(m) - kept))
            kept += passed


def _holds(path: Path, text: bytes) -> bool:
    """Tell whether a file holds a text, without keeping the file in memory."""
    before = b""
    with path.open("rb") as source:
        while chunk := source.read(1 << 20):
            if text in before + chunk:
                return True
            before = chunk[-len(text) :]
    return False
