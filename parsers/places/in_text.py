"""The bytes that a finding names itself, in a file without segments or elements to search.

So are rows of CSV and JSON, whose readers tell the bytes of each row, and files of no format.
"""

from parsers.places.finding_places import NEAR_BYTES, Content, Found, Span

_BLANKS = b"\r\n \t"


class TextPlaces:
    """Finds places in a text of any kind."""

    def __init__(self, content: Content) -> None:
        self._content = content

    def narrowest(self, _found: Found, start: int, end: int) -> Span:
        """Return the bytes named, blanks before them left out."""
        return self._past_blanks(start, end), end

    def path(self, found: Found, _start: int) -> str | None:
        """Return what the reader told."""
        told: str | None = found["segment"]
        return told

    def around(self, start: int, end: int) -> Span:
        """Return what is near."""
        near = max(start - NEAR_BYTES, 0)
        return self._past_blanks(near, start), min(end + NEAR_BYTES, len(self._content))

    def _past_blanks(self, start: int, end: int) -> int:
        raw = bytes(self._content[start : min(end, start + NEAR_BYTES)])
        body = raw.lstrip(_BLANKS)
        return start + len(raw) - len(body) if body else start
