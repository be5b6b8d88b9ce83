"""Files to blocks of whole segments, streaming, in bounded memory.

Between two segments stands where a block may end. Where an interchange begins, its separators are
told anew; a segment over the limit is passed over.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from parsers.edifact.syntax.segments import (
    BLANKS,
    DEFAULT_SEPARATORS,
    LEVEL_B_SEPARATORS,
    Block,
    Segment,
    Separators,
    end_of_segment,
    is_released,
)

BLOCK_BYTES = 1 << 21
_UNA, _UNA_LENGTH = b"UNA", 9
_TURNS = (_UNA, b"UNZ", b"UIZ")
"""Tags around which the separators may change."""
_HEADERS = (b"UNB", b"UIB")
_TELLING_BYTES = 512
"""The first bytes of an interchange, which tell its separators where no UNA does."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_FILLERS = b"\x1a\x00"
"""What old transfer programs leave behind the last segment."""


class SegmentTooLong(NamedTuple):
    """Yielded in place of a segment over the limit; ``seen_bytes`` of it were looked at."""

    offset: int
    seen_bytes: int


class Unterminated(NamedTuple):
    """Yielded last when bytes follow the last terminator."""

    offset: int
    raw: bytes


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
        if rest.rstrip(BLANKS + _FILLERS) and not self._skipping:
            yield Unterminated(self._base + self._start, rest)

    def _block(self, turn: int | None) -> Iterator[Block | SegmentTooLong]:
        """Yield whole segments up to a place, or all there are; or up to one too long, and that."""
        end = self._whole(len(self._buffer)) if turn is None else turn
        too_long = self._too_long(end) or (self._unfinished(end) if turn is None else None)
        if too_long is not None:
            end, self._skipping, self._telling = too_long.offset - self._base, True, False
        if self._buffer[self._start : end].strip(BLANKS):
            yield Block(self._base + self._start, self._buffer[self._start : end], self._separators)
        self._start = max(end, self._start)
        if too_long is not None:
            yield too_long

    def _too_long(self, end: int) -> SegmentTooLong | None:
        """Look at every place a segment over the limit cannot avoid."""
        terminator, releasing = self._separators.bounds
        step = self._max_segment_bytes
        for place in range(self._start + step, end, step):
            stop = end_of_segment(self._buffer, place, terminator, releasing)
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
        stop = end_of_segment(self._buffer, self._start, terminator, releasing)
        self._skipping = stop == len(self._buffer)
        self._start = min(stop + 1, len(self._buffer))
        if self._skipping and is_released(self._buffer, stop, releasing):
            self._start = self._buffer.rfind(releasing[:1])  # may free what comes
        return not self._skipping

    def _skip_blanks(self, blanks: bytes) -> None:
        while self._start < len(self._buffer) and self._buffer[self._start] in blanks:
            self._start += 1

    def _whole(self, end: int) -> int:
        """Return where the last whole segment before ``end`` ends."""
        terminator, releasing = self._separators.bounds
        while (place := self._buffer.rfind(terminator, self._start, end)) >= 0:
            if not is_released(self._buffer, place, releasing):
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
            end = end_of_segment(self._buffer, place, terminator, releasing) + 1
            if end <= len(self._buffer) and self._turns(end, last=last):
                return end
        return None

    def _turns(self, end: int, *, last: bool) -> bool:
        """Tell whether other separators may hold from the end of an interchange on."""
        head = self._buffer[end : end + 2 * _TELLING_BYTES].lstrip(BLANKS)
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
            and not is_released(self._buffer, before - 1, releasing)
        )

    def _tell(self, *, last: bool) -> bool:
        """Take the separators of what follows, by UNA or by its first bytes, once there."""
        self._skip_blanks(BLANKS)
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
    if line and b"'" not in first and re.match(rb"UN[HG]\+", body[len(first) :].lstrip(BLANKS)):
        return DEFAULT_SEPARATORS._replace(repetition=repetition, terminator="\n")
    return DEFAULT_SEPARATORS._replace(repetition=repetition)
