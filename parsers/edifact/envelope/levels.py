"""The levels of an envelope as a table, and what a file has on them: interchanges and messages."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from parsers.edifact.envelope.service import Composites, component
from parsers.edifact.envelope.transfers import ALONE, Transfer
from parsers.edifact.syntax.segments import Segment, Separators


@dataclass(frozen=True, kw_only=True)
class Level:
    """One level of the envelope: which elements hold its reference and count, and their faults."""

    opens: str
    closes: str
    reference: int
    reference_number: str
    reference_code: str
    count_number: str
    count_code: str
    empty_code: str | None = None


LEVELS = (
    Level(
        opens="UNB", closes="UNZ", reference=5, reference_number="0020", reference_code="EDI-003",
        count_number="0036", count_code="EDI-002", empty_code="EDI-013",
    ),
    Level(
        opens="UNG", closes="UNE", reference=5, reference_number="0048", reference_code="EDI-019",
        count_number="0060", count_code="EDI-018",
    ),
    Level(
        opens="UNH", closes="UNT", reference=1, reference_number="0062", reference_code="EDI-005",
        count_number="0074", count_code="EDI-004",
    ),
)  # fmt: skip
INTERCHANGE, GROUP, MESSAGE = range(3)
OPENING = {level.opens.encode(): number for number, level in enumerate(LEVELS)}
CLOSING = {level.closes.encode(): number for number, level in enumerate(LEVELS)}
INTERACTIVE = b"UIB"
SERVICE_TAGS = frozenset({*OPENING, *CLOSING, INTERACTIVE})
_BEFORE_TRANSFER = 3
"""Elements of UNH, its tag among them, before those that relate it to others."""


@dataclass
class Open:
    """One open level: its first segment, and how many of the next level it holds."""

    header: Segment
    parts: Composites
    reference: str
    number: int
    held: int = 0

    @cached_property
    def transfer(self) -> Transfer:
        """What a message header says of its place in a sequence."""
        if len(self.parts) <= _BEFORE_TRANSFER:
            return ALONE
        return Transfer(*(component(self.parts, *place) for place in ((3, 1), (4, 1), (4, 2))))


class Message(NamedTuple):
    """One message as its UNH names it; ``first`` and ``last`` are the numbers of its segments.

    ``decimal`` has the characters that may be the decimal mark.

    Messages that carry one declaration between them have one ordinal, each its own ``transfer``.
    """

    interchange: int
    ordinal: int
    reference: str
    type: str
    directory: str
    version: str
    release: str
    agency: str
    association_code: str
    group_reference: str | None
    transfer: Transfer
    separators: Separators
    charset: str
    decimal: str
    first: int
    last: int
    byte_from: int
    byte_to: int


@dataclass
class Interchange:
    """One interchange, as its UNB names it."""

    ordinal: int
    byte_from: int
    byte_to: int
    syntax: str
    syntax_version: str
    sender: str
    recipient: str
    prepared_at: str
    reference: str
    application_reference: str
    agreement: str
    test_indicator: str
    messages: int = 0
    message_references: set[str] = field(default_factory=set)

    def decimal(self, separators: Separators) -> str:
        """Return the characters that are decimal marks: either in version 4, else that of UNA.

        ISO 9735-1:1998, 7.1 and 10.1: what UNA says of it is kept for older versions alone.
        """
        return ".," if self.syntax_version == "4" else separators.decimal
