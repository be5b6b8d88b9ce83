"""The text of a delivery in CSV or JSON: what stands before, between and behind its parts is none.

A line ends as on any system: LF, CR LF, or CR. A value does not go over the end of its line.
"""

import io
from collections.abc import Iterator
from typing import Final, NamedTuple

from parsers.padding import PADDING

_PADDING: Final = PADDING.decode("utf-8")
_BESIDE: Final = 20


class Line(NamedTuple):
    """A line without its end: its number from 1, and its bytes in the file."""

    number: int
    text: str
    byte_from: int
    byte_to: int


def unpadded(text: str) -> tuple[str, int]:
    """Return a text without padding before and behind, and how many characters stand before."""
    begun = text.lstrip(_PADDING)
    return begun.rstrip(_PADDING), len(text) - len(begun)


def beside(text: str, place: int) -> str:
    """Return what stands on both sides of a place, as far as its line goes."""
    before = text[max(place - _BESIDE, 0) : place].rpartition("\n")[2]
    return (before + text[place : place + _BESIDE].partition("\n")[0]).strip()


def lines(text: str) -> Iterator[Line]:
    """Yield the lines of a whole file that hold more than padding."""
    content, before = unpadded(text)
    ended = before + len(content)
    at, byte_at = 0, 0
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        start, at = at, at + len(line)
        byte_from, byte_at = byte_at, byte_at + len(line.encode("utf-8"))
        byte_from += len(line[: max(before - start, 0)].encode("utf-8"))
        held = line[max(before - start, 0) : max(ended - start, 0)].rstrip("\r\n")
        if held.strip(_PADDING):
            yield Line(number, held, byte_from, byte_from + len(held.encode("utf-8")))
