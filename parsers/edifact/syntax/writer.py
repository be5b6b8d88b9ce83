"""Segments to bytes: the one way that UN/EDIFACT is written here.

What was read and is written again with the same separators gives the same bytes, trailing empty
elements and components included. A separator in a text is released; nothing else is.
"""

from collections.abc import Iterable, Sequence

from pydifact.segments import Segment as PydifactSegment

from parsers.edifact.syntax.segments import DEFAULT_SEPARATORS, Segment, Separators

Element = str | Sequence[str] | Sequence[Sequence[str]]
"""A data element: one text, its components, or its repetitions as lists of components."""


def write(
    segments: Iterable[Sequence[Element]], separators: Separators = DEFAULT_SEPARATORS
) -> str:
    """Return segments, each its tag and elements, one a line, behind the UNA that they need."""
    lines = (write_segment(segment, separators) for segment in segments)
    return "\n".join(("UNA" + "".join(separators), *lines, ""))


def write_segment(segment: Sequence[Element], separators: Separators = DEFAULT_SEPARATORS) -> str:
    """Return one segment, its tag and elements, with its terminator."""
    written = (_element(element, separators) for element in segment)
    return separators.element.join(written) + separators.terminator


def as_pydifact(segment: Segment, separators: Separators, charset: str) -> PydifactSegment:
    """Return a segment as pydifact's, for programs that are written against it."""
    tag, *elements = segment.elements(separators, charset)
    return PydifactSegment(
        tag[0][0], *(first if len(first) > 1 else first[0] for first, *_ in elements)
    )


def _element(element: Element, separators: Separators) -> str:
    if isinstance(element, str):
        return _released(element, separators)
    repetitions = all(not isinstance(part, str) for part in element)
    separator = separators.repetition if repetitions else separators.component
    return separator.join(_element(part, separators) for part in element)


def _released(text: str, separators: Separators) -> str:
    """Put the release character before every character of a text that would separate."""
    special = {*separators} - {separators.decimal, " "}
    if separators.release == " " or special.isdisjoint(text):
        return text
    return "".join(separators.release + each if each in special else each for each in text)
