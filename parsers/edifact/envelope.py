"""Segments to interchanges and messages: references and counts are checked here, once.

ISO 9735-1: UNB/UNZ around the interchange, UNH/UNT around each message. Groups (UNG/UNE) are
not part of any agreement here and end as a finding.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from parsers.edifact.segments import (
    DEFAULT_SEPARATORS,
    Segment,
    SegmentEvent,
    SegmentTooLong,
    Separators,
    Unterminated,
    components,
    elements,
)
from parsers.findings import Finding, shown

CHARACTER_SETS = {"UNOA": "ascii", "UNOB": "ascii", "UNOC": "latin-1", "UNOY": "utf-8"}
"""Python codec by syntax identifier (0001); those of this hub's guide."""


@dataclass(frozen=True)
class Message:
    """One message with all its segments, UNH and UNT included."""

    interchange: int
    ordinal: int
    reference: str
    type: str
    directory: str
    segments: tuple[Segment, ...]
    separators: Separators
    charset: str


@dataclass
class Interchange:
    """One interchange, as its UNB names it."""

    ordinal: int
    byte_from: int
    byte_to: int
    syntax: str
    sender: str
    recipient: str
    prepared_at: str
    reference: str
    message_count: int = 0
    message_references: set[str] = field(default_factory=set)


_SERVICE_TAGS = frozenset({b"UNB", b"UNH"})

EnvelopeEvent = Interchange | Message | Finding
"""An interchange is yielded at its end, after its messages and findings."""


def read_envelope(
    events: Iterable[SegmentEvent], *, recipient: str, max_segment_bytes: int
) -> Iterator[EnvelopeEvent]:
    """Yield messages as they end, findings as they occur, and each interchange at its end."""
    reader = _EnvelopeReader(recipient, max_segment_bytes)
    for event in events:
        yield from reader.take(event)
    yield from reader.finish()


class _EnvelopeReader:
    """Holds at most one open interchange and one open message."""

    def __init__(self, recipient: str, max_segment_bytes: int) -> None:
        self._recipient = recipient
        self._max_segment_bytes = max_segment_bytes
        self._separators = DEFAULT_SEPARATORS
        self._interchange: Interchange | None = None
        self._header: Segment | None = None
        self._segments: list[Segment] = []
        self._interchange_count = 0
        self._message_count = 0
        self._end = 0
        self._straying = False

    def take(self, event: SegmentEvent) -> Iterator[EnvelopeEvent]:
        """Advance by one segment."""
        if isinstance(event, Separators):
            self._separators = event
            return
        if isinstance(event, SegmentTooLong):
            yield self._finding(
                "EDI-010",
                Segment(event.offset, b""),
                expected=str(self._max_segment_bytes),
            )
            return
        if isinstance(event, Unterminated):
            self._end = event.offset + len(event.raw)
            if self._interchange is None:
                yield self._finding(
                    "EDI-015",
                    Segment(event.offset, event.raw),
                    value=event.raw[:20].decode("latin-1"),
                    expected=self._separators.terminator,
                )
            return
        self._end = event.end
        self._straying = self._straying and event.raw[:3] not in _SERVICE_TAGS
        step = {
            b"UNB": self._begin_interchange,
            b"UNH": self._begin_message,
            b"UNT": self._end_message,
            b"UNZ": self._end_interchange,
        }.get(event.raw[:3], self._inside)
        yield from step(event)

    def finish(self) -> Iterator[EnvelopeEvent]:
        """Report what is still open at the end of the file."""
        if self._interchange is not None:
            yield from self._truncated()

    def _stray(self, segment: Segment) -> Iterator[EnvelopeEvent]:
        """Report segments outside a message: the first of a run speaks for it."""
        if not self._straying:
            yield self._finding("EDI-007", segment, value=segment.tag)
        self._straying = True

    def _begin_interchange(self, segment: Segment) -> Iterator[EnvelopeEvent]:
        if self._interchange is not None:
            yield from self._truncated()
        parts = self._composites(segment)
        syntax = _at(parts, 1, 0)
        self._interchange = Interchange(
            ordinal=self._interchange_count,
            byte_from=segment.offset,
            byte_to=segment.end,
            syntax=syntax,
            sender=_at(parts, 2, 0),
            recipient=_at(parts, 3, 0),
            prepared_at=_at(parts, 4, 0) + _at(parts, 4, 1),
            reference=_at(parts, 5, 0),
        )
        self._interchange_count += 1
        if syntax not in CHARACTER_SETS:
            yield self._finding("EDI-012", segment, "S001/0001", syntax, ", ".join(CHARACTER_SETS))
        for element, value in (
            ("S002/0004", self._interchange.sender),
            ("0020", self._interchange.reference),
        ):
            if not value:
                yield self._finding("VAL-001", segment, element)
        if _at(parts, 11, 0) == "1":
            yield self._finding("EDI-016", segment, "0035", "1")
        if self._interchange.recipient != self._recipient:
            yield self._finding(
                "EDI-011", segment, "S003/0010", self._interchange.recipient, self._recipient
            )

    def _begin_message(self, segment: Segment) -> Iterator[EnvelopeEvent]:
        if self._interchange is None:
            yield from self._stray(segment)
            return
        if self._header is not None:
            yield from self._message_without_trailer(segment)
        self._header, self._segments = segment, [segment]

    def _inside(self, segment: Segment) -> Iterator[EnvelopeEvent]:
        if self._header is None:
            yield from self._stray(segment)
        else:
            self._segments.append(segment)

    def _end_message(self, segment: Segment) -> Iterator[EnvelopeEvent]:
        if self._header is None or self._interchange is None:
            yield from self._stray(segment)
            return
        self._segments.append(segment)
        parts = self._composites(segment)
        message = self._message()
        if _count(parts) != len(message.segments):
            yield self._finding(
                "EDI-004", segment, "0074", _at(parts, 1, 0), str(len(message.segments)), message
            )
        if _at(parts, 2, 0) != message.reference:
            yield self._finding(
                "EDI-005", segment, "0062", _at(parts, 2, 0), message.reference, message
            )
        if message.reference in self._interchange.message_references:
            yield self._finding(
                "EDI-009", message.segments[0], "0062", message.reference, message=message
            )
        self._interchange.message_references.add(message.reference)
        yield message

    def _end_interchange(self, segment: Segment) -> Iterator[EnvelopeEvent]:
        if self._interchange is None:
            yield from self._stray(segment)
            return
        if self._header is not None:
            yield from self._message_without_trailer(segment)
        parts = self._composites(segment)
        interchange = self._interchange
        if _count(parts) != interchange.message_count:
            yield self._finding(
                "EDI-002", segment, "0036", _at(parts, 1, 0), str(interchange.message_count)
            )
        if _at(parts, 2, 0) != interchange.reference:
            yield self._finding("EDI-003", segment, "0020", _at(parts, 2, 0), interchange.reference)
        if interchange.message_count == 0:
            yield self._finding("EDI-013", segment)
        interchange.byte_to = segment.end
        self._interchange = None
        yield interchange

    def _truncated(self) -> Iterator[EnvelopeEvent]:
        interchange = self._interchange
        if interchange is None:
            return
        yield self._finding("EDI-001", Segment(self._end, b""))
        self._header, self._segments = None, []
        interchange.byte_to = self._end
        self._interchange = None
        yield interchange

    def _message_without_trailer(self, next_segment: Segment) -> Iterator[EnvelopeEvent]:
        message = self._message()
        yield self._finding("EDI-101", next_segment, expected="UNT", message=message)
        yield message

    def _message(self) -> Message:
        """Close the open message and return it."""
        if self._header is None or self._interchange is None:
            raise AssertionError("no message is open")
        parts = self._composites(self._header)
        message = Message(
            interchange=self._interchange.ordinal,
            ordinal=self._message_count,
            reference=_at(parts, 1, 0),
            type=_at(parts, 2, 0),
            directory=".".join((_at(parts, 2, 1), _at(parts, 2, 2))),
            segments=tuple(self._segments),
            separators=self._separators,
            charset=CHARACTER_SETS.get(self._interchange.syntax, "latin-1"),
        )
        self._message_count += 1
        self._interchange.message_count += 1
        self._header, self._segments = None, []
        return message

    def _composites(self, segment: Segment) -> list[list[str]]:
        text = segment.raw.decode("latin-1")
        return [components(e, self._separators) for e in elements(text, self._separators)]

    def _finding(  # noqa: PLR0917 - the parts of one location
        self,
        code: str,
        segment: Segment,
        element: str | None = None,
        value: str | None = None,
        expected: str | None = None,
        message: Message | None = None,
    ) -> Finding:
        return Finding(
            code=code,
            byte_from=segment.offset,
            byte_to=segment.offset + len(segment.raw),
            interchange=self._interchange.ordinal if self._interchange else None,
            message=message.ordinal if message else None,
            segment=segment.tag if segment.raw else None,
            element=element,
            value=shown(value),
            expected=expected,
        )


def _count(parts: list[list[str]]) -> int | None:
    """Return the control count of a trailer, or None when it is no number."""
    text = _at(parts, 1, 0)
    return int(text) if text.isascii() and text.isdigit() else None


def _at(parts: list[list[str]], element: int, component: int) -> str:
    """Return a component, made printable; empty where the segment stops short of it."""
    if element >= len(parts) or component >= len(parts[element]):
        return ""
    return shown(parts[element][component]) or ""
