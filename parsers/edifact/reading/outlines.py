"""Whether the segments of a use hold values only where it names them, many segments at once.

Segments that are built alike, their elements and components, have one outline; what is to be looked
at is told once for each outline of a use.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from parsers.edifact.profile.profile_tables import SegmentUse
from parsers.edifact.syntax.tokens import NO_OUTLINE, Flags, Places, Tokens
from parsers.values import Codes

_OUTLINES_MAX: Final = 64
"""As many ways of writing a use are looked at together in a block; who needs more is read alone."""
_REMEMBERED: Final = 4096
"""Outlines of uses that are kept from block to block: a sender may write each segment otherwise."""


def misplaced(use: SegmentUse, tokens: Tokens, numbers: Places) -> Flags:
    """Tell which segments of a use have a value where it names none, or lack a code.

    What is told may still be right, as a code with needless release characters is.
    """
    outlines, found = tokens.outlines[numbers], np.zeros(len(numbers), dtype=np.bool_)
    left = np.arange(len(numbers))
    for _ in range(_OUTLINES_MAX):
        if not len(left):
            return found
        alike = outlines[left] == outlines[left[0]]
        same, left = left[alike], left[~alike]
        found[same] = _faulty(_parts(use, int(outlines[same[0]])), tokens, numbers[same])
    found[left] = True
    return found


@dataclass(frozen=True)
class _Parts:
    """What to look at in segments of one outline, each by its place among all components.

    ``impossible`` is set where no segment of the outline can be right.
    """

    empty: tuple[int, ...]
    coded: tuple[tuple[int, tuple[bytes, ...]], ...]
    impossible: bool


@lru_cache(maxsize=_REMEMBERED)
def _parts(use: SegmentUse, outline: int) -> _Parts:
    coded = {each.at: each for each in use.checked if isinstance(each.convert, Codes)}
    places = _places(outline)
    listed = []
    for part, at in enumerate(places):
        codes = coded[at].convert if at in coded else None
        if isinstance(codes, Codes):
            absent = () if coded[at].mandatory else ("",)
            listed.append((part, tuple(each.encode() for each in (*codes.values, *absent))))
    return _Parts(
        empty=tuple(part for part, at in enumerate(places) if at not in use.places),
        coded=tuple(listed),
        impossible=outline == NO_OUTLINE
        or not {at for at, each in coded.items() if each.mandatory} <= set(places),
    )


def _places(outline: int) -> list[tuple[int, int]]:
    """Return element and component of each part of an outline, the tag first."""
    element, component = 0, 1
    places = [(element, component)]
    while outline > 1:
        element, component = (element + 1, 1) if outline & 1 else (element, component + 1)
        places.append((element, component))
        outline >>= 1
    return places


def _faulty(parts: _Parts, tokens: Tokens, numbers: Places) -> Flags:
    faulty = np.full(len(numbers), parts.impossible, dtype=np.bool_)
    for part in parts.empty:
        starts, ends = tokens.part(numbers, part)
        faulty |= ends > starts
    content = np.frombuffer(tokens.block.content, dtype=np.uint8)
    for part, codes in parts.coded:
        faulty |= ~_is_one_of(content, *tokens.part(numbers, part), codes)
    return faulty


def _is_one_of(
    content: npt.NDArray[np.uint8], starts: Places, ends: Places, texts: tuple[bytes, ...]
) -> Flags:
    lengths, found = ends - starts, np.zeros(len(starts), dtype=np.bool_)
    for text in texts:
        alike = lengths == len(text)
        for place, byte in enumerate(text):
            alike &= content.take(starts + place, mode="clip") == byte
        found |= alike
    return found
