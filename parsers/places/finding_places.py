"""What finds the places of findings in the files of one format."""

import mmap
from collections.abc import Mapping
from typing import Any, Final, Protocol

Content = mmap.mmap | bytes
Span = tuple[int, int]
"""Where bytes stand in a file, end excluded."""

Found = Mapping[str, Any]
"""One finding as a row: its columns by name, None where it says nothing."""

NEAR_BYTES: Final = 1 << 16
"""How far around a place its line or segment is looked for."""


class FindingPlaces(Protocol):
    """Finds places in the content of one file; cheapest in the order of the file."""

    def __init__(self, content: Content) -> None:
        """Look at the content as far as asked."""

    def narrowest(self, found: Found, start: int, end: int) -> Span:
        """Return the narrowest bytes that a finding is about, of the range that it names."""

    def path(self, found: Found, start: int) -> str | None:
        """Return the segment or the XPath of a finding whose narrowest bytes start at a place."""

    def around(self, start: int, end: int) -> Span:
        """Return the bytes that a reader is shown around a place."""
