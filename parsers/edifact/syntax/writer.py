"""Segments to bytes: the one way that UN/EDIFACT is written here.

What was read and is written again with the same separators gives the same bytes, trailing empty
elements and components included. A separator in a text is released; nothing else is.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from parsers.edifact.syntax.segments import DEFAULT_SEPARATORS, Separators


class Marked(str):
    """Segments whose parts are told apart but whose texts are not released yet, for ``write``."""

    __slots__ = ()

    @property
    def segments(self) -> int:
        """How many they are."""
        return self.count(SEGMENT) + 1


Element = str | Sequence[str] | Sequence[Sequence[str]]
"""A data element: one text, its components, or its repetitions as lists of components."""


def write(
    segments: Iterable[Sequence[Element] | Marked], separators: Separators = DEFAULT_SEPARATORS
) -> str:
    """Return segments, each its tag and elements, one a line, behind the UNA that they need."""
    return f"UNA{''.join(separators)}\n{_written(segments, separators)}\n"


def mark(segments: Iterable[Sequence[Element]]) -> Marked:
    """Return segments, one or more, in the form in which ``write`` takes them without more work.

    What is written often with other values is marked once, and its values filled in.
    """
    return Marked(SEGMENT.join(map(_marked, segments)))


def write_segment(segment: Sequence[Element], separators: Separators = DEFAULT_SEPARATORS) -> str:
    """Return one segment, its tag and elements, with its terminator."""
    return _written([segment], separators)


_MARKS: Final = ("\ue000", "\ue001", "\ue002", "\ue003")
"""What parts segments, elements, repetitions and components until every text is released: private
characters, which no character set of an interchange has."""
SEGMENT, _ELEMENT, _REPETITION, _COMPONENT = _MARKS


def _written(segments: Iterable[Sequence[Element] | Marked], separators: Separators) -> str:
    """Return segments, one a line; all their texts are released in one go."""
    lines = [_marked(segment) for segment in segments]
    whole = SEGMENT.join(lines)
    if separators.release != " ":
        special = {*separators} - {separators.decimal, separators.release, " "}
        for each in (separators.release, *sorted(special)):
            whole = whole.replace(each, separators.release + each)
    for mark, separator in zip(
        _MARKS,
        (
            f"{separators.terminator}\n",
            separators.element,
            separators.repetition,
            separators.component,
        ),
        strict=True,
    ):
        whole = whole.replace(mark, separator)
    return whole + separators.terminator if lines else whole


def _marked(segment: Sequence[Element] | Marked) -> str:
    if isinstance(segment, Marked):
        return segment
    return _ELEMENT.join(
        [element if isinstance(element, str) else _composite(element) for element in segment]
    )


def _composite(element: Sequence[str] | Sequence[Sequence[str]]) -> str:
    """Return components, or repetitions of them, each parted by its mark."""
    if element and not isinstance(element[0], str):
        return _REPETITION.join([_COMPONENT.join(components) for components in element])
    return _COMPONENT.join(element)  # type: ignore[arg-type]  # texts, as the first one is
