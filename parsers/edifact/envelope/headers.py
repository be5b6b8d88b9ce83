"""Service segments of a file read once more, whole: what an answer repeats of them."""

from collections.abc import Iterable
from pathlib import Path

from parsers.edifact.envelope.service import Composites, component
from parsers.edifact.syntax.blocks import read_blocks
from parsers.edifact.syntax.charsets import UNREAD, charset
from parsers.edifact.syntax.segments import (
    Block,
    Segment,
    end_of_segment,
    split_components,
    split_elements,
)

_SEGMENT_BYTES = 1 << 16
"""Longer segments are passed over; those of service are none of them."""


def read_headers(path: Path, places: Iterable[int]) -> dict[int, Composites]:
    """Return the service segments that start at places of a file, by their places.

    Those of an interchange are read in its character set where its UNB is among them.
    """
    wanted, syntax = sorted(places, reverse=True), ""
    found: dict[int, Composites] = {}
    with path.open("rb") as stream:
        for block in read_blocks(stream, max_segment_bytes=_SEGMENT_BYTES):
            if not wanted:
                break
            if not isinstance(block, Block):
                continue
            while wanted and wanted[-1] < block.offset + len(block.content):
                place = wanted.pop()
                if place >= block.offset:
                    parts, syntax = _header(block, place - block.offset, syntax)
                    found[place] = parts
    return found


def _header(block: Block, start: int, syntax: str) -> tuple[Composites, str]:
    """Return a segment's composites, and the syntax that holds from it on."""
    end = end_of_segment(block.content, start, *block.separators.bounds)
    segment = Segment(block.offset + start, block.content[start:end])
    if segment.tag == "UNB":
        syntax = component(_split(block, segment, UNREAD), 1, 1)
    return _split(block, segment, charset(syntax)), syntax


def _split(block: Block, segment: Segment, codec: str) -> Composites:
    text = segment.raw.decode(codec, "replace")
    return [
        split_components(element, block.separators)
        for element in split_elements(text, block.separators)
    ]
