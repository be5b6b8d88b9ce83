"""Files to blocks of whole segments, streaming, in bounded memory.

Between two segments stands where a block may end. Where an interchange begins, its separators are
told anew; a segment over the limit is passed over.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import BinaryIO, NamedTuple

import numpy as np

from parsers.edifact.syntax.segments import (
    DEFAULT_SEPARATORS,
    WRAPPING,
    Block,
    Segment,
    Separators,
    end_of_segment,
    is_released,
)
from parsers.edifact.syntax.service_characters import UNA, advice, told
from parsers.padding import PADDING

BLOCK_BYTES = 1 << 21
_TURNS = (UNA, b"UNZ", b"UIZ")
"""Tags around which the separators may change."""
_WRAPPED_TURN = re.compile(rb"U[\r\n]*(?:N[\r\n]*[AZ]|I[\r\n]*Z)")
_INSIDE_TAGS = list(b"UNI")
_FEED, _RETURN = b"\n\r"
_TELLING_BYTES = 512
"""The first bytes of an interchange, which tell its separators where no UNA does."""


class SegmentTooLong(NamedTuple):
    """Yielded in place of a segment over the limit; ``seen_bytes`` of it were looked at."""

    offset: int
    seen_bytes: int


class Unterminated(NamedTuple):
    """Yielded last when bytes follow the last terminator."""

    offset: int
    raw: bytes


class WrongAdvice(NamedTuple):
    """Yielded where a UNA states what cannot be; the standard's characters are taken instead."""

    offset: int
    raw: bytes


BlockEvent = Block | SegmentTooLong | Unterminated | WrongAdvice
SegmentEvent = Separators | Segment | SegmentTooLong | Unterminated | WrongAdvice


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
    cutter = _Cutter(max_segment_bytes)
    while chunk := stream.read(block_bytes):
        cutter.take(chunk)
        yield from cutter.cut()
    yield from cutter.finish()


@cache
def _blanks(blanks: bytes) -> re.Pattern[bytes]:
    return re.compile(b"[" + re.escape(blanks) + b"]*")


def _is_wrapped(buffer: bytes) -> bool:
    """Tell whether a line break may stand inside one of the tags: behind one of their letters."""
    content = np.frombuffer(buffer, dtype=np.uint8)
    breaks = np.flatnonzero((content == _FEED) | (content == _RETURN))
    before = content[breaks[breaks > 0] - 1]
    return bool(np.isin(before, _INSIDE_TAGS).any())


class _Cutter:
    """Holds the bytes not yet yielded: from ``_start`` on, which stands between two segments.

    ``_telling`` says that the separators of what stands there are still to be told; ``_skipping``
    that it is the middle of a segment over the limit.
    """

    def __init__(self, max_segment_bytes: int) -> None:
        self._buffer = b""
        self._base = 0
        self._start = 0
        self._max_segment_bytes = max_segment_bytes
        self._separators = DEFAULT_SEPARATORS
        self._telling = True
        self._skipping = False
        self._next = dict.fromkeys(_TURNS, -1)
        self._wrapped: bool | None = None
        self._passed = -1, -1
        self._advice: Segment | None = None

    def take(self, chunk: bytes) -> None:
        """Add the bytes that follow."""
        self._buffer = self._buffer[self._start :] + chunk
        self._base += self._start
        self._start = 0
        self._next = dict.fromkeys(_TURNS, -1)
        self._wrapped = None
        self._passed = -1, -1

    def cut(self, *, last: bool = False) -> Iterator[Block | SegmentTooLong | WrongAdvice]:
        """Yield what can be told by now; with ``last``, no more bytes follow."""
        more = True
        while more and (not self._skipping or self._skip()):
            if self._telling:
                if not self._begins_something(last=last):
                    return
                yield from self._tell()
            turn = self._turn(last=last)
            self._telling = turn is not None
            yield from self._block(turn)
            more = self._telling or self._skipping
        if not self._skipping:
            self._skip_blanks(self._separators.blanks)

    def finish(self) -> Iterator[BlockEvent]:
        """Yield what is left at the end of the file."""
        yield from self.cut(last=True)
        self._skip_blanks(self._separators.blanks)
        rest = self._buffer[self._start :]
        if rest.rstrip(PADDING) and not self._skipping:
            yield Unterminated(self._base + self._start, rest)

    def _block(self, turn: int | None) -> Iterator[Block | SegmentTooLong]:
        """Yield whole segments up to a place, or all there are; or up to one too long, and that."""
        end = self._whole(len(self._buffer)) if turn is None else turn
        too_long = self._too_long(end) or (self._unfinished(end) if turn is None else None)
        if too_long is not None:
            end, self._skipping, self._telling = too_long.offset - self._base, True, False
        if self._buffer[self._start : end].strip(PADDING):
            place, content = self._base + self._start, self._buffer[self._start : end]
            yield Block(place, content, self._separators, self._advice)
            self._advice = None
        self._start = max(end, self._start)
        if too_long is not None:
            yield too_long

    def _too_long(self, end: int) -> SegmentTooLong | None:
        """Look at every place a segment over the limit cannot avoid."""
        terminator, releasing = self._separators.bounds
        step = self._max_segment_bytes
        for place in range(self._start + step, end, step):
            stop = end_of_segment(self._buffer, place, terminator, releasing)
            begun = self._past_blanks(self._whole(place))
            if stop - begun > step:
                return SegmentTooLong(self._base + begun, stop - begun)
        return None

    def _unfinished(self, start: int) -> SegmentTooLong | None:
        """Return the segment without an end yet if it is over the limit already."""
        begun = self._past_blanks(start)
        seen = len(self._buffer) - begun
        return SegmentTooLong(self._base + begun, seen) if seen > self._max_segment_bytes else None

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
        if self._start < len(self._buffer) and self._buffer[self._start] in blanks:
            self._start = len(self._buffer) - len(self._buffer[self._start :].lstrip(blanks))

    def _past_blanks(self, place: int) -> int:
        """Return where the next byte that is no blank stands; asked again of a place, it knows."""
        if self._passed[0] != place:
            match = _blanks(self._separators.blanks).match(self._buffer, place)
            self._passed = place, match.end() if match else place
        return self._passed[1]

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
        while (place := self._next_turn(start)) < len(self._buffer):
            start = place + 1
            if not self._begins_segment(place):
                continue
            if self._starts(UNA, place):
                if last and advice(self._buffer[place : place + _TELLING_BYTES]) is None:
                    continue
                return place
            end = end_of_segment(self._buffer, place, terminator, releasing) + 1
            if end <= len(self._buffer) and self._turns(end, last=last):
                return end
        return None

    def _turns(self, end: int, *, last: bool) -> bool:
        """Tell whether other separators may hold from the end of an interchange on."""
        head = self._buffer[end : end + 2 * _TELLING_BYTES].lstrip(PADDING)
        if head.translate(None, WRAPPING).startswith(UNA):
            return False  # found as such
        if len(head) < _TELLING_BYTES and not last:
            return True
        return told(head[:_TELLING_BYTES], self._separators) != self._separators

    def _next_turn(self, start: int) -> int:
        """Return where one of the tags comes next, or the buffer's length."""
        if self._wrapped is None:
            self._wrapped = _is_wrapped(self._buffer)
        if not self._wrapped:
            return min(self._found(tag, start) for tag in _TURNS)
        match = _WRAPPED_TURN.search(self._buffer, start)
        return match.start() if match else len(self._buffer)

    def _starts(self, tag: bytes, place: int) -> bool:
        """Tell whether a tag stands at a place, wrapped or not."""
        match = _WRAPPED_TURN.match(self._buffer, place)
        return match is not None and match[0].translate(None, WRAPPING) == tag

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

    def _begins_something(self, *, last: bool) -> bool:
        """Tell whether enough bytes are there to tell separators by, behind what is no content."""
        self._skip_blanks(PADDING)
        return last or len(self._buffer) - self._start >= _TELLING_BYTES

    def _tell(self) -> Iterator[WrongAdvice]:
        """Take the separators of what follows, by UNA or by its first bytes."""
        stated = advice(self._buffer[self._start : self._start + _TELLING_BYTES])
        if stated is not None:
            self._advice = Segment(self._base + self._start, stated.raw.rstrip(WRAPPING))
            if stated.separators is None:
                yield WrongAdvice(*self._advice)
            self._start += len(stated.raw)
        if stated is None or stated.separators is None:
            self._skip_blanks(PADDING)
            head = self._buffer[self._start : self._start + _TELLING_BYTES]
            self._separators = told(head, self._separators)
        else:
            self._separators = stated.separators
        self._telling = False
