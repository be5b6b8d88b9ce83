"""The ISA of interchanges read once more: what an answer repeats of it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from parsers.x12.x12_segments import ISA_BYTES

_IN_THE_ORDER_OF_UNB: Final = (("",), ("",), (6, 5), (8, 7), (9, 10))
"""Elements of ISA where UNB has its own: sender and receiver with qualifiers, day and time."""


def read_headers(path: Path, places: Iterable[int]) -> dict[int, list[list[str]]]:
    """Return the elements of each ISA that starts at a place of a file, as those of UNB stand."""
    found = {}
    with path.open("rb") as source:
        for place in places:
            source.seek(place)
            head = source.read(ISA_BYTES).decode("latin-1")
            elements = [each.strip() for each in head[:-1].split(head[3:4])] if head[3:4] else []
            if head.startswith("ISA") and len(elements) > max(_IN_THE_ORDER_OF_UNB[-1]):
                found[place] = [
                    [elements[each] if isinstance(each, int) else each for each in composite]
                    for composite in _IN_THE_ORDER_OF_UNB
                ]
    return found
