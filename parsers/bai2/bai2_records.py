"""The records of a BAI2 file (BAI Cash Management Balance Reporting 2), continued ones whole.

A record ends with ``/`` or with its line; several may stand on a line. What 88 continues goes on in
the field that was open, or with the next one where a ``/`` or a comma ended it. Texts have commas
and slashes of their own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CODES: Final = ("01", "02", "03", "16", "49", "88", "98", "99")
_CONTINUED: Final = "88"
_AGAIN: Final = re.compile(rb"/(?=[ \t]*(?:01|02|03|16|49|88|98|99),)")
_LINE_BYTES_MAX: Final = 1 << 16


@dataclass(slots=True)
class Record:
    """One record: its code, its fields behind that, and how many records of the file it is.

    ``open`` says that its last field goes on where 88 follows; ``too_long`` that it was not read to
    its end.
    """

    code: str
    fields: list[str]
    byte_from: int
    byte_to: int
    count: int = 1
    open: bool = False
    too_long: bool = False

    def field(self, number: int) -> str:
        """Return a field by its number behind the code, from 1; empty where it is left out."""
        return self.fields[number - 1].strip() if number <= len(self.fields) else ""


def read_records(path: Path, *, max_record_bytes: int) -> Iterator[Record]:
    """Yield the records of a file; a line that begins with no code is one with that as its code."""
    held: Record | None = None
    for text, ended, byte_from, byte_to in _pieces(path):
        code, _, rest = text.partition(",")
        if code.strip() == _CONTINUED and held is not None:
            _continue(held, rest, ended=ended, byte_to=byte_to, longest=max_record_bytes)
            continue
        if held is not None:
            yield held
        fields = rest.split(",") if rest else []
        held = Record(code.strip(), fields, byte_from, byte_to, open=not ended)
    if held is not None:
        yield held


def _continue(held: Record, rest: str, *, ended: bool, byte_to: int, longest: int) -> None:
    """Put what 88 brings behind the fields of the record before it."""
    held.count += 1
    held.byte_to = byte_to
    if held.too_long or byte_to - held.byte_from > longest:
        held.too_long = True
        return
    more = rest.split(",")
    if held.open and held.fields:
        held.fields[-1] += more[0]
        more = more[1:]
    held.fields += more
    held.open = not ended


def _pieces(path: Path) -> Iterator[tuple[str, bool, int, int]]:
    """Yield what stands between codes: its text, whether a slash ended it, and where it stands."""
    place = 0
    with path.open("rb") as source:
        while line := source.readline(_LINE_BYTES_MAX):
            start, place = place, place + len(line)
            begin = 0
            for again in (*_AGAIN.finditer(line), None):
                end = len(line) if again is None else again.end()
                piece = line[begin:end].rstrip(b"\r\n \t\x00\x1a")
                if piece:
                    ended = piece.endswith(b"/")
                    text = piece.removesuffix(b"/").decode("latin-1").lstrip()
                    yield text, ended, start + begin, start + end
                begin = end
