"""Where the elements of a bank entry stand, by their paths: worked out once for entries alike.

Banks write entry after entry with the same elements in the same places. A shape is the names of
all elements of an entry in document order, and how many children each has, which is its tree.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lxml import etree

BATCH: Final = "NtryDtls"
DETAIL: Final = "TxDtls"
_OF_THEIR_OWN: Final = frozenset(
    {BATCH, DETAIL, "RmtInf", "RltdAgts", "DbtrAcct", "CdtrAcct", "Cdtr", "PstlAdr"}
)
"""Elements of which nothing inside is asked for by its path."""
_NAMING: Final = ("RmtInf", "Refs")
"""Elements that name what a payment is for, however deep they stand, in this order."""
_MANY: Final = 512
"""An entry of more elements is not remembered."""

Tags = tuple[object, ...]


@dataclass(frozen=True)
class Shape:
    """The places of elements in an entry, in document order from 0, which is the entry.

    ``held`` are those of an entry, a batch of details or a detail, by their path from it; what is
    inside of details, and of batches of an entry, belongs to those: ``parts``. ``naming`` are the
    elements that name what is paid. ``repeats`` tells that some path occurs twice.
    """

    root: int
    held: Mapping[str, tuple[int, ...]]
    naming: tuple[int, ...]
    parts: tuple["Shape", ...]
    repeats: bool


def shape_of(elements: Sequence[etree._Element], namespace: str) -> Shape:
    """Return the shape of an entry, of its elements in document order."""
    tags = tuple([element.tag for element in elements])
    children = tuple([len(element) for element in elements])
    if len(tags) > _MANY:
        return _worked_out(tags, children, namespace)
    return _remembered(tags, children, namespace)


@lru_cache(maxsize=256)
def _remembered(tags: Tags, children: tuple[int, ...], namespace: str) -> Shape:
    return _worked_out(tags, children, namespace)


def _worked_out(tags: Tags, children: tuple[int, ...], namespace: str) -> Shape:
    ns = f"{{{namespace}}}"
    names = [tag.removeprefix(ns) if tag.startswith(ns) else None for tag in map(str, tags)]
    ends = [0] * len(tags)
    for place in reversed(range(len(tags))):
        end = place + 1
        for _ in range(children[place]):
            end = ends[end]
        ends[place] = end

    def hold(around: int, path: str, held: dict[str, list[int]]) -> None:
        place = around + 1
        while place < ends[around]:
            if (name := names[place]) is not None:
                held[f"{path}{name}"].append(place)
                if name not in _OF_THEIR_OWN:
                    hold(place, f"{path}{name}/", held)
            place = ends[place]

    def shape(root: int, inner: Sequence[str]) -> Shape:
        held: dict[str, list[int]] = defaultdict(list)
        hold(root, "", held)
        within = range(root + 1, ends[root])
        return Shape(
            root,
            {path: tuple(places) for path, places in held.items()},
            tuple(place for name in _NAMING for place in within if names[place] == name),
            tuple(shape(place, inner[1:]) for place in held[inner[0]]) if inner else (),
            repeats=any(len(places) > 1 for places in held.values()),
        )

    return shape(0, (BATCH, DETAIL))
