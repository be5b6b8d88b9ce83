"""Bytes to segments, streaming, in bounded memory; every segment knows where it stands.

Service characters, release characters and line breaks as ISO 9735-1 gives them. A file is cut into
blocks of whole segments; a block is split into segments, and a segment into its elements, only
when asked for.
"""

import re
from collections.abc import Iterator
from itertools import chain, repeat
from typing import BinaryIO, NamedTuple

BLOCK_BYTES = 1 << 20
_UNA_LENGTH = 9
_TELLING_BYTES = 512
"""The first bytes of an interchange, which tell its separators where no UNA does."""
_BLANKS = b"\r\n \t"
_WRAPPING = b"\r\n"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_FILLERS = b"\x1a\x00"
"""What old transfer programs leave behind the last segment."""


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
        """What may stand between segments: line breaks and blanks that are no terminator."""
        return _BLANKS.replace(self.terminator.encode("latin-1"), b"")

    @property
    def wraps(self) -> bool:
        """Whether line breaks are never content nor separators, and so may stand anywhere."""
        return not {"\r", "\n"} & set(self)

    @property
    def releases(self) -> bytes:
        """The release character as bytes; empty when there is none."""
        return b"" if self.release == " " else self.release.encode("latin-1")


DEFAULT_SEPARATORS = Separators()
LEVEL_B_SEPARATORS = Separators("\x1f", "\x1d", ".", " ", " ", "\x1c")
"""Those of character set level B where no UNA says otherwise: IS1, IS3 and IS4."""


class Segment(NamedTuple):
    """One segment without its terminator; ``offset`` is its first byte's place in the file."""

    offset: int
    raw: bytes

    @property
    def tag(self) -> str:
        """The first three characters."""
        return self.raw[:3].decode("latin-1")

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


Repetitions = list[list[str]]
"""A data element: its repetitions, each a list of components."""


class SegmentTooLong(NamedTuple):
    """Yielded in place of a segment when reading had to stop."""

    offset: int
    seen_bytes: int


class Unterminated(NamedTuple):
    """Yielded last when bytes follow the last terminator."""

    offset: int
    raw: bytes


class Block(NamedTuple):
    """Whole segments of one set of separators; ``content`` ends with a terminator."""

    offset: int
    content: bytes
    separators: Separators

    def segments(self) -> Iterator[Segment]:
        """Yield the segments, each with its place."""
        blanks, offset = self.separators.blanks, self.offset
        for content, _ in self._stretches(self.content):
            for piece in content:
                raw = piece.lstrip(blanks)
                if raw:
                    yield Segment(offset + len(piece) - len(raw), raw)
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
        content = self.content.translate(None, _WRAPPING if self.separators.wraps else b"")
        if content[:1] in {b" ", b"\t", terminator} or any(
            terminator + blank in content for blank in (b" ", b"\t", terminator)
        ):
            pieces = (piece for pieces, _ in self._stretches(content) for piece in pieces)
            kept = (piece.lstrip(self.separators.blanks) for piece in pieces)
            content = b"".join(piece + terminator for piece in kept if piece)
        return content

    def _stretches(self, content: bytes) -> Iterator[tuple[list[bytes], bool]]:
        """Yield the pieces between terminators: those without release characters many at once."""
        terminator, release = self.separators.terminator.encode("latin-1"), self.separators.releases
        start = 0
        while release and (place := content.find(release, start)) >= 0:
            first = content.rfind(terminator, start, place) + 1 or start
            if first > start:
                yield content[start : first - 1].split(terminator), True
            start = _end(content, place, terminator, release) + 1
            yield [content[first : start - 1]], False
        if start < len(content):
            yield content[start:-1].split(terminator), True


BlockEvent = Block | SegmentTooLong | Unterminated
SegmentEvent = Separators | Segment | SegmentTooLong | Unterminated


def read_segments(stream: BinaryIO, *, max_segment_bytes: int) -> Iterator[SegmentEvent]:
    """Yield the separators in force, then every segment in order.

    A new UNA between segments yields its separators. Never raises for content.
    """
    in_force = None
    for event in read_blocks(stream, max_segment_bytes=max_segment_bytes):
        if not isinstance(event, Block):
            yield event
            continue
        if event.separators != in_force:
            in_force = event.separators
            yield in_force
        yield from event.segments()


def read_blocks(
    stream: BinaryIO, *, max_segment_bytes: int, block_bytes: int = BLOCK_BYTES
) -> Iterator[BlockEvent]:
    """Yield the file as blocks of whole segments, then what stands behind the last terminator.

    Holds one block and one unfinished segment. Never raises for content.
    """
    head = stream.read(block_bytes)
    cutter = _Cutter(head, max_segment_bytes)
    yield from cutter.cut()
    while cutter.stopped is None and (chunk := stream.read(block_bytes)):
        cutter.take(chunk)
        yield from cutter.cut()
    yield from cutter.finish()


class _Cutter:
    """Holds the bytes not yet yielded: from ``_start`` on, which stands between two segments."""

    def __init__(self, head: bytes, max_segment_bytes: int) -> None:
        self._buffer = head.removeprefix(_BYTE_ORDER_MARK)
        self._base = len(head) - len(self._buffer)
        self._start = 0
        self._max_segment_bytes = max_segment_bytes
        self._separators = DEFAULT_SEPARATORS
        self._adopt()
        self.stopped: SegmentTooLong | None = None

    def take(self, chunk: bytes) -> None:
        """Add the bytes that follow."""
        self._buffer = self._buffer[self._start :] + chunk
        self._base += self._start
        self._start = 0

    def cut(self) -> Iterator[Block]:
        """Yield the blocks that can be told by now."""
        una = self._next_una()
        while una is not None and len(self._buffer) - una >= _UNA_LENGTH and self.stopped is None:
            yield from self._block(una)
            self._adopt()
            una = self._next_una()
        yield from self._block(self._whole(len(self._buffer) if una is None else una))
        if len(self._buffer) - self._start > self._max_segment_bytes:
            self._skip_blanks(self._separators.blanks)
        if self.stopped is None and len(self._buffer) - self._start > self._max_segment_bytes:
            self.stopped = SegmentTooLong(self._base + self._start, len(self._buffer) - self._start)

    def finish(self) -> Iterator[BlockEvent]:
        """Yield what is left at the end of the file, or why the reading stopped."""
        if self.stopped is not None:
            yield self.stopped
            return
        self._skip_blanks(self._separators.blanks)
        rest = self._buffer[self._start :]
        if rest.rstrip(_BLANKS + _FILLERS):
            yield Unterminated(self._base + self._start, rest)

    def _block(self, end: int) -> Iterator[Block]:
        if self.stopped is not None or not self._buffer[self._start : end].strip(_BLANKS):
            return
        self.stopped = self._too_long(end)
        if self.stopped is not None:
            end = self.stopped.offset - self._base
        if end > self._start:
            content = self._buffer[self._start : end]
            block = Block(self._base + self._start, content, self._separators)
            self._start = end
            yield block

    def _too_long(self, end: int) -> SegmentTooLong | None:
        """Look at every place a segment over the limit cannot avoid."""
        separators = self._separators
        terminator, release = separators.terminator.encode("latin-1"), separators.releases
        step = self._max_segment_bytes
        for place in range(self._start + step, end, step):
            stop = _end(self._buffer, place, terminator, release)
            raw = self._buffer[self._whole(place) : stop].lstrip(separators.blanks)
            if len(raw) > step:
                return SegmentTooLong(self._base + stop - len(raw), len(raw))
        return None

    def _skip_blanks(self, blanks: bytes) -> None:
        while self._start < len(self._buffer) and self._buffer[self._start] in blanks:
            self._start += 1

    def _whole(self, end: int) -> int:
        """Return where the last whole segment before ``end`` ends."""
        terminator = self._separators.terminator.encode("latin-1")
        while (place := self._buffer.rfind(terminator, self._start, end)) >= 0:
            if not _released(self._buffer, place, self._separators.releases):
                return place + 1
            end = place
        return self._start

    def _next_una(self) -> int | None:
        """Return where the next UNA between two segments starts."""
        terminator, blanks = self._separators.terminator.encode("latin-1"), self._separators.blanks
        start = self._start
        while (place := self._buffer.find(b"UNA", start)) >= 0:
            start, before = place + 1, place
            while before > self._start and self._buffer[before - 1] in blanks:
                before -= 1
            if before == self._start or (
                self._buffer.startswith(terminator, before - 1)
                and not _released(self._buffer, before - 1, self._separators.releases)
            ):
                return place
        return None

    def _adopt(self) -> None:
        """Take the separators that the next interchange states, by UNA or by its first bytes."""
        self._skip_blanks(_BLANKS)
        head = self._buffer[self._start : self._start + _TELLING_BYTES]
        if head.startswith(b"UNA") and len(head) >= _UNA_LENGTH:
            self._separators = Separators(*(chr(byte) for byte in head[3:_UNA_LENGTH]))
            self._start += _UNA_LENGTH
        else:
            self._separators = _unstated(head)


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


def _unstated(body: bytes) -> Separators:
    """Return the separators of an interchange without UNA, from its first segment.

    Level B, and the repetition separator of syntax version 4, are told from UNB. Line feeds are
    taken as terminators where one ends UNB and no apostrophe does.
    """
    if body[3:4] == b"\x1d":
        return LEVEL_B_SEPARATORS
    first, line, _ = body.partition(b"\n")
    if line and b"'" not in first and re.match(rb"UN[HG]\+", body[len(first) :].lstrip(_BLANKS)):
        return DEFAULT_SEPARATORS._replace(terminator="\n")
    if re.match(rb"UNB\+UNO[A-Z]:4", body):
        return DEFAULT_SEPARATORS._replace(repetition="*")
    return DEFAULT_SEPARATORS


def _end(content: bytes, place: int, terminator: bytes, release: bytes) -> int:
    """Return where the segment around a place has its terminator."""
    while (found := content.find(terminator, place)) >= 0:
        if not _released(content, found, release):
            return found
        place = found + 1
    return len(content)


def _released(content: bytes, place: int, release: bytes) -> bool:
    """Tell whether an odd number of release characters stands before a place."""
    start = place
    while release and start and content[start - 1] == release[0]:
        start -= 1
    return (place - start) % 2 == 1


def _rejoin(pieces: list[bytes], separator: bytes, release: bytes) -> list[bytes]:
    """Put pieces together again that a released separator split."""
    joined: list[bytes] = []
    start = 0
    for place, piece in enumerate(pieces):
        if piece.endswith(release) and (len(piece) - len(piece.rstrip(release))) % 2 == 1:
            continue
        joined.append(piece if start == place else separator.join(pieces[start : place + 1]))
        start = place + 1
    return joined if start == len(pieces) else [*joined, separator.join(pieces[start:])]


def _split(text: str, separator: str, release: str) -> list[str]:
    pieces = text.split(separator)
    if release == " " or release not in text:
        return pieces
    joined: list[str] = []
    for piece in pieces:
        if joined and (len(joined[-1]) - len(joined[-1].rstrip(release))) % 2 == 1:
            joined[-1] += separator + piece
        else:
            joined.append(piece)
    return joined
