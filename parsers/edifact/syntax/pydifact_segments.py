"""Segments as pydifact has them, for programs that are written against it."""

from pydifact.segments import Segment as PydifactSegment

from parsers.edifact.syntax.segments import Segment, Separators


def as_pydifact(segment: Segment, separators: Separators, charset: str) -> PydifactSegment:
    """Return a segment as pydifact's."""
    tag, *elements = segment.elements(separators, charset)
    return PydifactSegment(
        tag[0][0], *(first if len(first) > 1 else first[0] for first, *_ in elements)
    )
