"""The messages that carry one declaration between them: one row of them all."""

from collections.abc import Sequence
from typing import Any

from parsers.edifact.envelope.levels import Message
from parsers.edifact.envelope.transfers import STATUS
from parsers.edifact.syntax.segments import Segment
from parsers.findings import Finding, shown
from parsers.message_tables import Collector, expect_long_messages

_WRAPPING = b"\r\n"


class Parts:
    """Holds the row of a message until the last part of its declaration came."""

    def __init__(self, into: Collector) -> None:
        self._into = into
        self._row: dict[str, Any] | None = None
        self._of, self._heading, self._read = -1, b"", 0

    @property
    def open(self) -> bool:
        """Whether a declaration waits for more messages."""
        return self._row is not None

    def take(self, message: Message) -> None:
        """Take a message: the first of a declaration, or one more of the same."""
        if self._row is not None and self._row["message"] == message.ordinal:
            self._row["byte_to"] = message.byte_to
        else:
            self.end()
            self._row = message_row(message)
        if message.transfer.opens:
            expect_long_messages()
        if not message.transfer.goes_on:
            self.end()

    def end(self) -> None:
        """Give the row of what came, though more may have been due."""
        if self._row is not None:
            self._into.add("messages", self._row)
        self._row = None

    def misfit(
        self, message: Message, segments: Sequence[Segment], parts_max: int
    ) -> Finding | None:
        """Return why a part cannot belong to its declaration: another heading, or one too many."""
        header, heading = segments[0], segments[min(1, len(segments) - 1)]
        unwrapped = heading.raw.translate(None, _WRAPPING)
        if message.ordinal != self._of:
            self._of, self._heading, self._read = message.ordinal, unwrapped, 0
        self._read += 1
        if self._read > parts_max:
            return _finding("EDI-025", message, header, STATUS, None, str(parts_max))
        if unwrapped != self._heading:
            value, expected = shown(unwrapped), shown(self._heading)
            return _finding("EDI-026", message, heading, None, value, expected)
        return None


def message_row(message: Message) -> dict[str, Any]:
    """Return the row of one message."""
    return {
        "message": message.ordinal,
        "interchange": message.interchange,
        "reference": shown(message.reference),
        "type": shown(message.type),
        "message_version": shown(message.version),
        "message_release": shown(message.release),
        "controlling_agency": shown(message.agency),
        "association_code": shown(message.association_code) or None,
        "group_reference": shown(message.group_reference),
        "byte_from": message.byte_from,
        "byte_to": message.byte_to,
    }


def _finding(  # noqa: PLR0917 - the parts of one location
    code: str,
    message: Message,
    segment: Segment,
    element: str | None,
    value: str | None,
    expected: str | None,
) -> Finding:
    return Finding(
        code=code,
        byte_from=segment.offset,
        byte_to=segment.offset + len(segment.raw),
        interchange=message.interchange,
        message=message.ordinal,
        segment=segment.tag,
        segment_position=1 if segment.tag == "UNH" else 2,
        element=element,
        value=value,
        expected=expected,
    )
