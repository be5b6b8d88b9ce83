"""One declaration carried by several messages: the transfers of a sequence, as ISO 9735 has them.

UNH relates them by the common access reference (0068) and numbers them from 1 (S010/0070); 0073 is
C on the first where more are to follow, and F on the last.
"""

from dataclasses import dataclass
from typing import Final

from parsers.edifact.syntax.segments import Segment

ACCESS_REFERENCE, STATUS = "0068", "S010/0070"
_DIGITS_MAX = 2
"""The format of 0070: n..2."""


@dataclass(frozen=True)
class Transfer:
    """The place of a message in a sequence, as its UNH states it; both empty outside of one."""

    reference: str
    number: str
    mark: str

    @property
    def opens(self) -> bool:
        """Whether it is the first of several."""
        return (self.number, self.mark) == ("1", "C")

    @property
    def continues(self) -> bool:
        """Whether others should have come before it."""
        return bool(self.number or self.mark) and self.number != "1"

    @property
    def goes_on(self) -> bool:
        """Whether others should follow."""
        return self.opens or (self.continues and self.mark != "F")

    def __str__(self) -> str:
        """Return it as the segment has it."""
        return f"{self.number}:{self.mark}" if self.mark else self.number


ALONE: Final = Transfer("", "", "")
"""The place of a message in no sequence."""


@dataclass(frozen=True)
class Sequence:
    """The transfers of one declaration so far."""

    reference: str
    received: int
    newest: Segment

    def takes(self, transfer: Transfer) -> bool:
        """Tell whether a transfer belongs to it, in its place or not."""
        return transfer.continues and transfer.reference == self.reference

    def due(self) -> tuple[str, ...]:
        """Return how the next transfer may state its place."""
        number = str(self.received + 1)
        return (number, f"{number}:F")

    def with_next(self, transfer: Transfer, header: Segment) -> "Sequence":
        """Return the sequence with one more transfer; the next is counted from its number."""
        stated = transfer.number
        counted = stated.isascii() and stated.isdigit() and len(stated) <= _DIGITS_MAX
        return Sequence(self.reference, int(stated) if counted else self.received + 1, header)


NOTHING_YET = ("1:C",)
"""How the first transfer of a sequence states its place."""
