"""The segments of X12 interchanges, read in bounded memory; ISA says by which characters.

ASC X12.5: ISA has 106 characters; the fourth separates elements, the last two are the component
separator and the segment terminator. Line ends after a terminator are no data. A file may hold
several interchanges, each with separators of its own.
"""

from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

ISA_BYTES: Final = 106
_CHUNK_BYTES: Final = 1 << 20
_STEP_BYTES: Final = 64
BETWEEN: Final = b"\r\n \t\x00\x1a"
"""What may stand between segments, and behind the last."""
_ISA: Final = b"ISA"
_ISA_ELEMENTS: Final = 17


class Segment(NamedTuple):
    """One segment: its elements, the tag first, and where it stands, its terminator included.

    Blanks behind the last character of an element say nothing and are left out.
    """

    elements: list[str]
    byte_from: int
    byte_to: int

    @property
    def tag(self) -> str:
        """The segment's identifier."""
        return self.elements[0]

    def element(self, number: int) -> str:
        """Return an element by its number from 1; empty where it is left out."""
        return self.elements[number] if number < len(self.elements) else ""


class Unreadable(NamedTuple):
    """Bytes that are no segment, and why: ``too long``, ``no interchange`` or ``cut``."""

    reason: str
    byte_from: int
    byte_to: int


TOO_LONG, NO_INTERCHANGE, CUT = "too long", "no interchange", "cut"


class Segments:
    """The segments of a file; what cannot be read ends them.

    Reads chunk by chunk; ``_here`` is the place in what is held where reading goes on.
    ``separator`` and ``terminator`` are those of the interchange that is read.
    """

    def __init__(self, source: BinaryIO, *, max_segment_bytes: int) -> None:
        self._source = source
        self._longest = max_segment_bytes
        self._held = b""
        self._here = 0
        self._passed = 0
        self._ended = False
        self.separator = self.terminator = b""

    def ahead(self) -> tuple[bytes, int]:
        """Return what is held, and from where on it was not read; there may be more in the file."""
        self._holds(self._longest)
        return self._held, self._here

    def take(self, byte_from: int, byte_to: int) -> tuple[int, int]:
        """Go on behind what was taken of what is held; return where in the file it stands."""
        self._here = byte_to
        return self._passed + byte_from, self._passed + byte_to

    def __iter__(self) -> Iterator[Segment | Unreadable]:
        """Yield segment by segment from wherever reading goes on."""
        while self._begins():
            if self._begins_interchange():
                if not self._holds(ISA_BYTES):
                    yield self._unreadable(CUT)
                    return
                head = self._held[self._here : self._here + ISA_BYTES]
                self.separator, self.terminator = head[3:4], head[105:106]
                elements = head.split(self.separator)
                if len(elements) != _ISA_ELEMENTS or self.terminator.isalnum():
                    yield self._unreadable(NO_INTERCHANGE)
                    return
            if not self.terminator:
                yield self._unreadable(NO_INTERCHANGE)
                return
            found = self._one(self.separator, self.terminator)
            yield found
            if isinstance(found, Unreadable):
                return

    def _begins(self) -> bool:
        """Go on to where a segment begins; False at the end of the file."""
        while self._holds(1):
            left = self._held[self._here : self._here + _STEP_BYTES]
            between = len(left) - len(left.lstrip(BETWEEN))
            if not between:
                return True
            self._here += between
        return False

    def _begins_interchange(self) -> bool:
        if not self._holds(len(_ISA) + 1):
            return False
        head = self._held[self._here : self._here + len(_ISA) + 1]
        return head.startswith(_ISA) and not head[-1:].isalnum()

    def _one(self, separator: bytes, terminator: bytes) -> Segment | Unreadable:
        end = self._held.find(terminator, self._here)
        while end < 0 and len(self._held) - self._here <= self._longest:
            if not self._holds(len(self._held) - self._here + 1):
                return self._unreadable(CUT)
            end = self._held.find(terminator, self._here)
        if end < 0 or end - self._here > self._longest:
            return self._unreadable(TOO_LONG)
        text = self._held[self._here : end].decode("latin-1")
        elements = [element.rstrip(" ") for element in text.split(separator.decode("latin-1"))]
        start, self._here = self._passed + self._here, end + 1
        return Segment(elements, start, self._passed + end + 1)

    def _unreadable(self, reason: str) -> Unreadable:
        return Unreadable(reason, self._passed + self._here, self._passed + len(self._held))

    def _holds(self, count: int) -> bool:
        """Read on until so many bytes are held from here; False where the file has fewer."""
        while len(self._held) - self._here < count and not self._ended:
            chunk = self._source.read(_CHUNK_BYTES)
            self._ended = not chunk
            self._held = self._held[self._here :] + chunk
            self._passed, self._here = self._passed + self._here, 0
        return len(self._held) - self._here >= count
