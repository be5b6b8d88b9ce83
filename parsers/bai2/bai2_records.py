"""The records of a BAI2 file (BAI Cash Management Balance Reporting 2), continued ones whole.

A record ends with ``/`` or with its line; several may stand on a line. What 88 continues goes on in
the field that was open, or with the next one where a ``/`` or a comma ended it. Texts have commas
and slashes of their own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from parsers.bai2.plain_details import PlainDetails, plain_details

CODES: Final = ("01", "02", "03", "16", "49", "88", "98", "99")
_CONTINUED: Final = "88"
_AGAIN: Final = re.compile(rb"/(?=[ \t]*(?:01|02|03|16|49|88|98|99),)")
_LINE_BYTES_MAX: Final = 1 << 16
_BLOCK_BYTES: Final = 1 << 20
"""Of a line that goes on through a block, whole parts are cut."""
_FEW: Final = 16
"""Plain details so few that they are not worth columns."""


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

    @property
    def written(self) -> str:
        """All fields as they are written, those of continuations too."""
        return ",".join(self.fields)

    def field(self, number: int) -> str:
        """Return a field by its number behind the code, from 1; empty where it is left out."""
        return self.fields[number - 1].strip() if number <= len(self.fields) else ""


def read_records(path: Path, *, max_record_bytes: int) -> Iterator[Record | PlainDetails]:
    """Yield the records of a file, plain details that follow each other at once.

    A line that begins with no code is a record with that as its code.
    """
    held: Record | None = None
    for piece in _pieces(path):
        if isinstance(piece, PlainDetails):
            if held is not None:
                yield held
            held = None
            yield piece
            continue
        code, _, rest = piece.text.partition(",")
        if code.strip() == _CONTINUED and held is not None:
            _continue(held, rest, piece, longest=max_record_bytes)
            continue
        if held is not None:
            yield held
        fields = rest.split(",") if rest else []
        held = Record(code.strip(), fields, piece.byte_from, piece.byte_to, open=not piece.ended)
    if held is not None:
        yield held


def record_of(details: PlainDetails, number: int) -> Record:
    """Return one of the details as a record."""
    (written,) = details.part(number, number + 1).written()
    return Record("16", written.split(","), *details.place(number))


def _continue(held: Record, rest: str, piece: "_Piece", *, longest: int) -> None:
    """Put what 88 brings behind the fields of the record before it."""
    held.count += 1
    held.byte_to = piece.byte_to
    if held.too_long or held.byte_to - held.byte_from > longest:
        held.too_long = True
        return
    more = rest.split(",")
    if held.open and held.fields:
        held.fields[-1] += more[0]
        more = more[1:]
    held.fields += more
    held.open = not piece.ended


class _Piece(NamedTuple):
    """What stands between codes: its text, whether a slash ended it, and where it stands."""

    text: str
    ended: bool
    byte_from: int
    byte_to: int


def _pieces(path: Path) -> Iterator[_Piece | PlainDetails]:
    """Yield what each block of a file holds, in order."""
    for content, offset in _blocks(path):
        details = plain_details(content, offset)
        place = 0
        for first, last in _runs(details):
            start, end = int(details.starts[first]), int(details.behind[last - 1])
            yield from _pieces_of(content[place:start], offset + place)
            yield details.part(first, last)
            place = end
        yield from _pieces_of(content[place:], offset + place)


def _blocks(path: Path) -> Iterator[tuple[bytes, int]]:
    """Yield a file in blocks of whole lines and where each stands; long lines are cut."""
    held, place = b"", 0
    with path.open("rb") as source:
        while chunk := source.read(_BLOCK_BYTES):
            held += chunk
            whole = held.rfind(b"\n") + 1 or len(held) - len(held) % _LINE_BYTES_MAX
            yield held[:whole], place
            held, place = held[whole:], place + whole
    yield held, place


def _runs(details: PlainDetails) -> Iterator[tuple[int, int]]:
    """Yield from where to where details follow each other, where they are more than a few."""
    if not len(details):
        return
    breaks = np.flatnonzero(details.behind[:-1] != details.starts[1:]) + 1
    bounds = [0, *breaks.tolist(), len(details)]
    for first, last in pairwise(bounds):
        if last - first >= _FEW:
            yield first, last


def _pieces_of(lines: bytes, place: int) -> Iterator[_Piece]:
    source = BytesIO(lines)
    while line := source.readline(_LINE_BYTES_MAX):
        start, place = place, place + len(line)
        begin = 0
        for again in (*_AGAIN.finditer(line), None):
            end = len(line) if again is None else again.end()
            piece = line[begin:end].rstrip(b"\r\n \t\x00\x1a")
            if piece:
                ended = piece.endswith(b"/")
                text = piece.removesuffix(b"/").decode("latin-1").lstrip()
                yield _Piece(text, ended, start + begin, start + end)
            begin = end
