"""The lines of a file by their ends."""

from parsers.places.finding_places import Content

_STEP_BYTES = 1 << 20


class LineEnds:
    """Tells the line of any place; ends are counted once, as far as asked."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._lines_before = [1]

    def line_at(self, offset: int) -> int:
        """Return the line of a place, from 1."""
        block = offset // _STEP_BYTES
        while len(self._lines_before) <= block:
            begin = (len(self._lines_before) - 1) * _STEP_BYTES
            ends = self._content[begin : begin + _STEP_BYTES].count(b"\n")
            self._lines_before.append(self._lines_before[-1] + ends)
        return self._lines_before[block] + self._content[block * _STEP_BYTES : offset].count(b"\n")
