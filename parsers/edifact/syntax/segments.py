"""Segments and their elements; every segment knows where it stands.

Service characters, release characters and line breaks as ISO 9735-1 gives them. A block of whole
segments is split into segments, and a segment into its elements, only when asked for.
"""

import mmap
import re
from collections.abc import Iterator
from itertools import chain, repeat
from typing import AnyStr, NamedTuple

from parsers.padding import PADDING

WRAPPING = b"\r\n"


class Separators(NamedTuple):
    """The service characters of an interchange (UNA); a blank means that there is none."""

    component: str = ":"
    element: str = "+"
    decimal: str = "."
    release: str = "?"
    repetition: str = " "
    terminator: str = "'"

    @property
    def blanks(self) -> bytes:
        """What may stand between segments: padding that is no terminator."""
        return PADDING.replace(self.terminator.encode("latin-1"), b"")

    @property
    def wraps(self) -> bool:
        """Whether line breaks are never content nor separators, and so may stand anywhere."""
        return not {"\r", "\n"} & set(self)

    @property
    def by_lines(self) -> bool:
        """Whether line feeds terminate, each with or without a carriage return before it."""
        return self.terminator == "\n"

    @property
    def releases(self) -> bytes:
        """The release character as bytes; empty when there is none."""
        return b"" if self.release == " " else self.release.encode("latin-1")

    @property
    def bounds(self) -> tuple[bytes, bytes]:
        """The terminator, and what tells whether one is released."""
        return self.terminator.encode("latin-1"), self.releasing

    @property
    def releasing(self) -> bytes:
        """The release character, then what may come between it and the one that it frees."""
        return self.releases + (WRAPPING if self.wraps else b"") if self.releases else b""


DEFAULT_SEPARATORS = Separators()
LEVEL_B_SEPARATORS = Separators("\x1f", "\x1d", ".", " ", " ", "\x1c")
"""Those of character set level B where no UNA says otherwise: IS1, IS3 and IS4."""


class Segment(NamedTuple):
    """One segment without its terminator; ``offset`` is its first byte's place in the file."""

    offset: int
    raw: bytes

    @property
    def tag(self) -> str:
        """The first three characters, wrapped or not."""
        return self.raw[:_TAG_BYTES].translate(None, WRAPPING)[:3].decode("latin-1")

    @property
    def end(self) -> int:
        """The place of the byte after it, terminator included."""
        return self.offset + len(self.raw) + 1

    def elements(self, separators: Separators, charset: str) -> "list[Repetitions]":
        """Return the data elements, tag first; ``writer.write_segment`` is the inverse."""
        return [
            [split_components(each, separators) for each in split_repetitions(element, separators)]
            for element in split_elements(self.raw.decode(charset), separators)
        ]


_TAG_BYTES = 1 << 8
"""As far as this is looked for the letters of a tag."""

Repetitions = list[list[str]]
"""A data element: its repetitions, each a list of components."""


class Block(NamedTuple):
    """Whole segments of one set of separators; ``content`` ends with a terminator.

    ``advice`` is the UNA that stands before it, if one does.
    """

    offset: int
    content: bytes
    separators: Separators
    advice: Segment | None = None

    def segments(self) -> Iterator[Segment]:
        """Yield the segments, each with its place."""
        blanks, offset = self.separators.blanks, self.offset
        for content, _ in self._stretches(self.content):
            for piece in content:
                raw = piece.lstrip(blanks)
                if raw:
                    yield Segment(offset + len(piece) - len(raw), self._unended(raw))
                offset += len(piece) + 1

    def elements(self) -> Iterator[list[bytes]]:
        """Yield each segment as its data elements, tag first, release characters in place."""
        element = self.separators.element.encode("latin-1")
        return chain.from_iterable(
            map(bytes.split, pieces, repeat(element))
            if plain
            else [_rejoin(pieces[0].split(element), element, self.separators.releases)]
            for pieces, plain in self._stretches(self._unwrapped())
        )

    def _unwrapped(self) -> bytes:
        """Return the content without blanks before segments, line breaks and empty segments."""
        terminator = self.separators.terminator.encode("latin-1")
        content = self.content.translate(None, WRAPPING if self.separators.wraps else b"")
        if self.separators.by_lines:
            content = content.replace(b"\r\n", b"\n")
        unread = (bytes([each]) for each in self.separators.blanks + terminator)
        found = [each for each in unread if each in content]
        if content[:1] in found or any(terminator + each in content for each in found):
            pieces = (piece for pieces, _ in self._stretches(content) for piece in pieces)
            kept = (piece.lstrip(self.separators.blanks) for piece in pieces)
            content = b"".join(piece + terminator for piece in kept if piece)
        return content

    def _unended(self, piece: bytes) -> bytes:
        """Return a segment without the carriage return of a line end that terminates it."""
        return piece.removesuffix(b"\r") if self.separators.by_lines else piece

    def _stretches(self, content: bytes) -> Iterator[tuple[list[bytes], bool]]:
        """Yield the pieces between terminators: those without release characters many at once."""
        terminator, releasing = self.separators.bounds
        start = 0
        while releasing and (place := content.find(releasing[0], start)) >= 0:
            first = content.rfind(terminator, start, place) + 1 or start
            if first > start:
                yield content[start : first - 1].split(terminator), True
            start = end_of_segment(content, place, terminator, releasing) + 1
            yield [content[first : start - 1]], False
        if start < len(content):
            yield content[start:-1].split(terminator), True


def tag_of(raw: bytes, separators: Separators) -> bytes:
    """Return all that stands before the first data element, line breaks that wrap it left out."""
    head = raw[:_TAG_BYTES]
    if separators.wraps:
        head = head.translate(None, WRAPPING)
    return head.partition(separators.element.encode("latin-1"))[0]


def split_elements(segment_text: str, separators: Separators) -> list[str]:
    """Split a segment into its data elements; line breaks inside it are wrapping, not content."""
    if separators.wraps and ("\n" in segment_text or "\r" in segment_text):
        segment_text = segment_text.replace("\r", "").replace("\n", "")
    return _split(segment_text, separators.element, separators.release)


def split_repetitions(element: str, separators: Separators) -> list[str]:
    """Split a data element into its repetitions (syntax version 4)."""
    if separators.repetition == " ":
        return [element]
    return _split(element, separators.repetition, separators.release)


def split_components(element: str, separators: Separators) -> list[str]:
    """Split one repetition into its components, release characters resolved."""
    pieces = _split(element, separators.component, separators.release)
    if separators.release == " " or separators.release not in element:
        return pieces
    return [unescape(piece, separators.release) for piece in pieces]


def unescape(text: str, release: str) -> str:
    """Resolve release characters: each gives the character after it as it is."""
    return re.sub(re.escape(release) + "(.)", r"\1", text, flags=re.DOTALL)


def end_of_segment(content: bytes, place: int, terminator: bytes, releasing: bytes) -> int:
    """Return where the segment around a place has its terminator."""
    while (found := content.find(terminator, place)) >= 0:
        if not is_released(content, found, releasing):
            return found
        place = found + 1
    return len(content)


def is_released(content: bytes | mmap.mmap, place: int, releasing: bytes) -> bool:
    """Tell whether an odd number of release characters stands before a place, wrapped or not."""
    odd = False
    while releasing and place and (before := content[place - 1]) in releasing:
        odd ^= before == releasing[0]
        place -= 1
    return odd


def _rejoin(pieces: list[AnyStr], separator: AnyStr, release: AnyStr) -> list[AnyStr]:
    """Put pieces together again that a released separator split."""
    joined: list[AnyStr] = []
    start = 0
    for place, piece in enumerate(pieces):
        if piece.endswith(release) and (len(piece) - len(piece.rstrip(release))) % 2 == 1:
            continue
        joined.append(piece if start == place else separator.join(pieces[start : place + 1]))
        start = place + 1
    if start < len(pieces):
        joined.append(separator.join(pieces[start:]))
    return joined


def _split(text: str, separator: str, release: str) -> list[str]:
    pieces = text.split(separator)
    return pieces if release == " " or release not in text else _rejoin(pieces, separator, release)
