"""Bytes to segments, streaming, in bounded memory; every segment knows where it stands.

Service characters, release characters and line breaks as ISO 9735-1 gives them. A file is cut into
blocks of whole segments; a block is split into segments, and a segment into its elements, only
when asked for.
"""

import re
from collections.abc import Iterator
from itertools import chain, repeat
from typing import AnyStr, BinaryIO, NamedTuple

BLOCK_BYTES = 1 << 20
_UNA, _UNA_LENGTH = b"UNA", 9
_TURNS = (_UNA, b"UNZ", b"UIZ")
"""Tags around which the separators may change."""
_HEADERS = (b"UNB", b"UIB")
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
        return self.releases + (_WRAPPING if self.wraps else b"") if self.releases else b""


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
    """Yielded in place of a segment over the limit; ``seen_bytes`` of it were looked at."""

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
        content = self.content.translate(None, _WRAPPING if self.separators.wraps else b"")
        if self.separators.by_lines:
            content = content.replace(b"\r\n", b"\n")
        if content[:1] in {b" ", b"\t", terminator} or any(
            terminator + blank in content for blank in (b" ", b"\t", terminator)
        ):
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
            start = _end(content, place, terminator, releasing) + 1
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
    cutter = _Cutter(stream.read(max(block_bytes, len(_BYTE_ORDER_MARK))), max_segment_bytes)
    yield from cutter.cut()
    while chunk := stream.read(block_bytes):
        cutter.take(chunk)
        yield from cutter.cut()
    yield from cutter.finish()


class _Cutter:
    """Holds the bytes not yet yielded: from ``_start`` on, which stands between two segments.

    ``_telling`` says that the separators of what stands there are still to be told; ``_skipping``
    that it is the middle of a segment over the limit.
    """

    def __init__(self, head: bytes, max_segment_bytes: int) -> None:
        self._buffer = head.removeprefix(_BYTE_ORDER_MARK)
        self._base = len(head) - len(self._buffer)
        self._start = 0
        self._max_segment_bytes = max_segment_bytes
        self._separators = DEFAULT_SEPARATORS
        self._telling = True
        self._skipping = False
        self._next = dict.fromkeys(_TURNS, -1)

    def take(self, chunk: bytes) -> None:
        """Add the bytes that follow."""
        self._buffer = self._buffer[self._start :] + chunk
        self._base += self._start
        self._start = 0
        self._next = dict.fromkeys(_TURNS, -1)

    def cut(self, *, last: bool = False) -> Iterator[Block | SegmentTooLong]:
        """Yield what can be told by now; with ``last``, no more bytes follow."""
        more = True
        while more and (not self._skipping or self._skip()):
            if self._telling and not self._tell(last=last):
                return
            turn = self._turn(last=last)
            self._telling = turn is not None
            yield from self._block(turn)
            more = self._telling or self._skipping

    def finish(self) -> Iterator[Block | SegmentTooLong | Unterminated]:
        """Yield what is left at the end of the file."""
        yield from self.cut(last=True)
        self._skip_blanks(self._separators.blanks)
        rest = self._buffer[self._start :]
        if rest.rstrip(_BLANKS + _FILLERS) and not self._skipping:
            yield Unterminated(self._base + self._start, rest)

    def _block(self, turn: int | None) -> Iterator[Block | SegmentTooLong]:
        """Yield whole segments up to a place, or all there are; or up to one too long, and that."""
        end = self._whole(len(self._buffer)) if turn is None else turn
        too_long = self._too_long(end) or (self._unfinished(end) if turn is None else None)
        if too_long is not None:
            end, self._skipping, self._telling = too_long.offset - self._base, True, False
        if self._buffer[self._start : end].strip(_BLANKS):
            yield Block(self._base + self._start, self._buffer[self._start : end], self._separators)
        self._start = max(end, self._start)
        if too_long is not None:
            yield too_long

    def _too_long(self, end: int) -> SegmentTooLong | None:
        """Look at every place a segment over the limit cannot avoid."""
        terminator, releasing = self._separators.bounds
        step = self._max_segment_bytes
        for place in range(self._start + step, end, step):
            stop = _end(self._buffer, place, terminator, releasing)
            raw = self._buffer[self._whole(place) : stop].lstrip(self._separators.blanks)
            if len(raw) > step:
                return SegmentTooLong(self._base + stop - len(raw), len(raw))
        return None

    def _unfinished(self, start: int) -> SegmentTooLong | None:
        """Return the segment without an end yet if it is over the limit already."""
        raw = self._buffer[start:].lstrip(self._separators.blanks)
        if len(raw) <= self._max_segment_bytes:
            return None
        return SegmentTooLong(self._base + len(self._buffer) - len(raw), len(raw))

    def _skip(self) -> bool:
        """Pass over a segment to its end; tell whether that is reached."""
        terminator, releasing = self._separators.bounds
        stop = _end(self._buffer, self._start, terminator, releasing)
        self._skipping = stop == len(self._buffer)
        self._start = min(stop + 1, len(self._buffer))
        if self._skipping and _released(self._buffer, stop, releasing):
            self._start = self._buffer.rfind(releasing[:1])  # may free what comes
        return not self._skipping

    def _skip_blanks(self, blanks: bytes) -> None:
        while self._start < len(self._buffer) and self._buffer[self._start] in blanks:
            self._start += 1

    def _whole(self, end: int) -> int:
        """Return where the last whole segment before ``end`` ends."""
        terminator, releasing = self._separators.bounds
        while (place := self._buffer.rfind(terminator, self._start, end)) >= 0:
            if not _released(self._buffer, place, releasing):
                return place + 1
            end = place
        return self._start

    def _turn(self, *, last: bool) -> int | None:
        """Return the next place between two segments from which other separators may hold.

        That is where a UNA starts, or behind an interchange where the next states others.
        """
        start = self._start
        terminator, releasing = self._separators.bounds
        while (place := min(self._found(tag, start) for tag in _TURNS)) < len(self._buffer):
            start = place + 1
            if not self._begins_segment(place):
                continue
            if self._buffer.startswith(_UNA, place):
                if last and len(self._buffer) - place < _UNA_LENGTH:
                    continue
                return place
            end = _end(self._buffer, place, terminator, releasing) + 1
            if end <= len(self._buffer) and self._turns(end, last=last):
                return end
        return None

    def _turns(self, end: int, *, last: bool) -> bool:
        """Tell whether other separators may hold from the end of an interchange on."""
        head = self._buffer[end : end + 2 * _TELLING_BYTES].lstrip(_BLANKS)
        if head.startswith(_UNA):
            return False  # found as such
        if len(head) < _TELLING_BYTES and not last:
            return True
        return _told(head[:_TELLING_BYTES], self._separators) != self._separators

    def _found(self, tag: bytes, start: int) -> int:
        """Return where a tag comes next, or the buffer's length; looked for once."""
        if self._next[tag] < start:
            place = self._buffer.find(tag, start)
            self._next[tag] = len(self._buffer) if place < 0 else place
        return self._next[tag]

    def _begins_segment(self, place: int) -> bool:
        (terminator, releasing), blanks = self._separators.bounds, self._separators.blanks
        before = place
        while before > self._start and self._buffer[before - 1] in blanks:
            before -= 1
        return before == self._start or (
            self._buffer.startswith(terminator, before - 1)
            and not _released(self._buffer, before - 1, releasing)
        )

    def _tell(self, *, last: bool) -> bool:
        """Take the separators of what follows, by UNA or by its first bytes, once they are there."""
        self._skip_blanks(_BLANKS)
        head = self._buffer[self._start : self._start + _TELLING_BYTES]
        if len(head) < _TELLING_BYTES and not last:
            return False
        if head.startswith(_UNA) and len(head) >= _UNA_LENGTH:
            self._separators = Separators(*(chr(byte) for byte in head[3:_UNA_LENGTH]))
            self._start += _UNA_LENGTH
        else:
            self._separators = _told(head, self._separators)
        self._telling = False
        return True


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


def _told(body: bytes, in_force: Separators) -> Separators:
    """Return the separators of an interchange without UNA, from its first segment.

    Without UNA they are the standard's own, whatever the interchange before had. Level B, and the
    repetition separator of syntax version 4, are told from UNB. Line feeds are taken as terminators
    where one ends UNB and no apostrophe does. What begins no interchange changes nothing.
    """
    if not body.startswith(_HEADERS):
        return in_force
    if body[3:4] == b"\x1d":
        return LEVEL_B_SEPARATORS
    repetition = "*" if re.match(rb"UNB\+UNO[A-Z]:4", body) else " "
    first, line, _ = body.partition(b"\n")
    if line and b"'" not in first and re.match(rb"UN[HG]\+", body[len(first) :].lstrip(_BLANKS)):
        return DEFAULT_SEPARATORS._replace(repetition=repetition, terminator="\n")
    return DEFAULT_SEPARATORS._replace(repetition=repetition)


def _end(content: bytes, place: int, terminator: bytes, releasing: bytes) -> int:
    """Return where the segment around a place has its terminator."""
    while (found := content.find(terminator, place)) >= 0:
        if not _released(content, found, releasing):
            return found
        place = found + 1
    return len(content)


def _released(content: bytes, place: int, releasing: bytes) -> bool:
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
