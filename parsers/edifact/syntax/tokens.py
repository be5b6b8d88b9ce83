"""Where the parts of a block stand, as arrays: the columnar view of its segments.

Only places are computed; no text is made until a column asks for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, overload

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from parsers.edifact.syntax.segments import Block, Segment

Places = npt.NDArray[np.signedinteger[Any]]
Flags = npt.NDArray[np.bool_]

_COMPONENT, _ELEMENT, _TERMINATOR = 1, 2, 3
_OUTLINE_BITS = 62
NO_OUTLINE = 0
"""Of a segment with so many separators that a number of 64 bits cannot tell them."""


@dataclass(frozen=True)
class Tokens:
    """The segments of a block: ``starts`` and ``ends`` bound each, terminator left out.

    ``odd`` marks segments that only the careful reader may read: control characters, line breaks
    or repetitions inside.
    """

    block: Block
    starts: Places
    ends: Places
    odd: Flags
    _marks: Places
    _element_marks: Places
    _first_mark: Places
    _last_mark: Places
    _first_element: Places
    _after_elements: Places
    _buffer: pa.Buffer

    def __len__(self) -> int:
        """Return how many segments there are."""
        return len(self.starts)

    def segment(self, number: int) -> Segment:
        """Return one segment as the careful reader takes it."""
        start, end = int(self.starts[number]), int(self.ends[number])
        return Segment(self.block.offset + start, self.block.content[start:end])

    def starting_with(self, letter: bytes) -> Places:
        """Return the numbers of the segments whose tag starts with a letter."""
        content = np.frombuffer(self.block.content, dtype=np.uint8)
        return np.flatnonzero(content[self.starts] == letter[0])

    def offsets(self, numbers: Places) -> Places:
        """Return the places of segments in the file."""
        return self.starts[numbers].astype(np.int64) + self.block.offset

    def component(self, numbers: Places, element: int, component: int) -> tuple[Places, Places]:
        """Return where a component of each segment named starts and ends; equal where it is none.

        Elements and components count from 1, as directories print them.
        """
        wanted = self._first_element[numbers] + element - 1
        mark = self._element_marks.take(wanted, mode="clip") + component - 1
        behind = self._element_marks.take(wanted + 1, mode="clip")  # of the last, another segment's
        after = np.minimum(behind, self._last_mark[numbers])
        present = (wanted < self._after_elements[numbers]) & (mark < after)
        if present.all():
            return self._marks[mark] + 1, self._marks[mark + 1]
        mark[~present] = 0
        starts = np.where(present, self._marks[mark] + 1, self.starts[numbers])
        return starts, np.where(present, self._marks.take(mark + 1, mode="clip"), starts)

    def part(self, numbers: Places, part: int) -> tuple[Places, Places]:
        """Return where a component starts and ends in segments that have it, the tag being 0."""
        mark = self._first_mark[numbers] + part
        starts = self._marks[mark - 1] + 1 if part else self.starts[numbers]
        return starts, self._marks[mark]

    @cached_property
    def outlines(self) -> npt.NDArray[np.int64]:
        """How elements and components follow each other in each segment, as one number.

        Bit n tells whether the separator n, from 0, begins an element; the bit behind the last
        separator is set. NO_OUTLINE of segments with too many.
        """
        elements = self._after_elements - self._first_element
        nth = self._element_marks[:-1] - np.repeat(self._first_mark, elements)
        bits = np.left_shift(np.int64(1), np.minimum(nth, _OUTLINE_BITS))
        summed = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(bits)))
        count = self._last_mark - self._first_mark
        outlines: npt.NDArray[np.int64] = summed[self._after_elements] - summed[self._first_element]
        outlines += np.left_shift(np.int64(1), np.minimum(count, _OUTLINE_BITS))
        outlines[count >= _OUTLINE_BITS] = NO_OUTLINE
        return outlines

    def heads(self, numbers: Places, elements: int = 1) -> pa.Array:
        """Return tag and first elements of each segment named, as far as it has them.

        Only as they are commonly written: elements of one component each.
        """
        after = np.minimum(self._first_mark[numbers] + elements, self._last_mark[numbers])
        return self.texts(self.starts[numbers], self._marks[after])

    def texts(self, starts: Places, ends: Places) -> pa.Array:
        """Return the bytes between places that do not run backwards, as one binary array."""
        bounds = np.empty(2 * len(starts), dtype=np.int32)
        bounds[0::2], bounds[1::2] = starts, ends
        if not len(starts):
            return pa.array([], type=pa.binary())
        alternating = pa.Array.from_buffers(
            pa.binary(), len(bounds) - 1, [None, pa.py_buffer(bounds), self._buffer]
        )
        return alternating.take(pa.array(np.arange(0, len(bounds) - 1, 2, dtype=np.int32)))


class SegmentRun(Sequence[Segment]):
    """Neighbouring segments of a block, each made when it is asked for."""

    def __init__(self, tokens: Tokens, first: int, last: int) -> None:
        self._tokens = tokens
        self._numbers = range(first, last + 1)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._numbers)

    @overload
    def __getitem__(self, index: int) -> Segment: ...
    @overload
    def __getitem__(self, index: slice) -> "SegmentRun": ...
    def __getitem__(self, index: int | slice) -> "Segment | SegmentRun":
        """Return one segment, or a shorter run."""
        if isinstance(index, int):
            return self._tokens.segment(self._numbers[index])
        numbers = self._numbers[index]
        return SegmentRun(self._tokens, numbers.start, numbers.stop - 1)


def tokenize(block: Block) -> Tokens:
    """Find the separators of a block and the segments between them."""
    content = np.frombuffer(block.content, dtype=np.uint8)
    kinds = np.frombuffer(bytearray(block.content.translate(_classes(block))), dtype=np.uint8)
    released = _released(block, content)
    kinds[released[kinds[released] != _STRANGE]] = 0
    if block.separators.by_lines:
        _end_at_returns(content, kinds)
    places = np.flatnonzero(kinds != 0)  # of booleans it takes a third of the time
    kinds = kinds.take(places)
    marks = places.astype(np.int32)
    separating = kinds != _STRANGE
    strange, marks, kinds = marks[~separating], marks[separating], kinds[separating]
    last_mark = np.flatnonzero(kinds == _TERMINATOR).astype(np.int32)
    first_mark = np.concatenate(([0], last_mark[:-1] + 1)).astype(np.int32)
    ends = marks[last_mark]
    starts = _skip_blanks(block, content, np.concatenate(([0], ends[:-1] + 1)), ends)
    filled = np.flatnonzero(ends > starts)
    if len(filled) < len(ends):
        starts, ends, first_mark, last_mark = (
            each[filled] for each in (starts, ends, first_mark, last_mark)
        )
    begins_element = kinds == _ELEMENT
    element_marks = np.flatnonzero(begins_element).astype(np.int32)
    before = np.zeros(len(kinds) + 1, dtype=np.int32)
    np.cumsum(begins_element, out=before[1:])
    return Tokens(
        block=block,
        starts=starts,
        ends=ends,
        odd=_holding(strange, starts, ends),
        _marks=marks,
        _element_marks=np.append(element_marks, np.int32(len(marks))),
        _first_mark=first_mark,
        _last_mark=last_mark,
        _first_element=before[first_mark],
        _after_elements=before[last_mark],
        _buffer=pa.py_buffer(block.content),
    )


def _classes(block: Block) -> bytes:
    """Return the class of each byte: what separates, and what only the careful reader may see."""
    separators = block.separators
    classes = bytearray(256)
    for control in (*range(32), 127):
        classes[control] = _STRANGE
    if separators.repetition != " ":
        classes[ord(separators.repetition)] = _STRANGE
    classes[ord(separators.component)] = _COMPONENT
    classes[ord(separators.element)] = _ELEMENT
    classes[ord(separators.terminator)] = _TERMINATOR
    return bytes(classes)


_STRANGE = 4
_FEW_BLANKS = 4
"""Blanks before a segment that are passed one by one: a line end, mostly."""
_FEED, _RETURN = b"\n\r"


def _released(block: Block, content: npt.NDArray[np.uint8]) -> Places:
    """Return the places of bytes that a release character stands before, wrapped or not."""
    release = block.separators.releases
    if not release or release not in block.content:
        return np.empty(0, dtype=np.int64)
    behind = content[1:][content[:-1] == release[0]]
    if not (block.separators.wraps and ((behind == _FEED) | (behind == _RETURN)).any()):
        return _freed(content, release[0])
    unwrapped = np.flatnonzero((content != _FEED) & (content != _RETURN)).astype(np.int32)
    return unwrapped[_freed(content[unwrapped], release[0])]


def _freed(content: npt.NDArray[np.uint8], release: int) -> Places:
    """Return the places behind an odd number of release characters."""
    places = np.flatnonzero(content == release)
    fresh = np.concatenate(([True], np.diff(places) != 1))
    run_start = places[np.maximum.accumulate(np.where(fresh, np.arange(len(places)), 0))]
    freed: Places = places[(places - run_start) % 2 == 0] + 1
    return freed[freed < len(content)]


def _end_at_returns(content: npt.NDArray[np.uint8], kinds: npt.NDArray[np.uint8]) -> None:
    """Let a carriage return before a terminating line feed terminate in its place."""
    feeds = np.flatnonzero(kinds == _TERMINATOR)
    feeds = feeds[feeds > 0]
    feeds = feeds[content[feeds - 1] == _RETURN]
    kinds[feeds], kinds[feeds - 1] = 0, _TERMINATOR


def _skip_blanks(
    block: Block, content: npt.NDArray[np.uint8], starts: Places, ends: Places
) -> Places:
    """Move each start behind the blanks before its segment."""
    blank = np.zeros(256, dtype=np.bool_)
    blank[list(block.separators.blanks)] = True
    blank[_FEED] |= block.separators.by_lines  # left behind its carriage return
    starts = starts.astype(np.int32)
    for _ in range(_FEW_BLANKS):
        moved = blank.take(content.take(starts)) & (starts < ends)
        if not moved.any():
            return starts
        starts += moved
    moving = np.flatnonzero(moved)
    filled = np.append(np.flatnonzero(~blank[content]), len(content))
    starts[moving] = np.minimum(filled[np.searchsorted(filled, starts[moving])], ends[moving])
    return starts


def _holding(places: Places, starts: Places, ends: Places) -> Flags:
    """Tell which segments hold one of the places."""
    odd = np.zeros(len(starts), dtype=np.bool_)
    if len(places) and len(starts):
        numbers = np.maximum(np.searchsorted(starts, places, side="right") - 1, 0)
        inside = (places >= starts[numbers]) & (places < ends[numbers])
        odd[numbers[inside]] = True
    return odd
