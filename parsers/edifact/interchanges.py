"""A file of interchanges to message tables, in bounded memory.

Blocks are read one after another; what a block ends with, an unfinished message, is read again at
the start of the next. Right messages are read many at once, the others each with care.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from parsers.edifact.columns import read_messages
from parsers.edifact.envelope import SERVICE_TAGS, Envelope, Interchange, Message
from parsers.edifact.message import read_message
from parsers.edifact.segments import (
    Block,
    Segment,
    SegmentTooLong,
    Unterminated,
    read_blocks,
)
from parsers.edifact.tables import MessageProfile
from parsers.edifact.tokens import Tokens, tokenize
from parsers.findings import Finding, shown
from parsers.message_tables import Collector, MessageTables

_OPENS_MESSAGE = b"UNH"


def read_interchanges(
    path: Path,
    profiles: Sequence[MessageProfile],
    *,
    recipient: str,
    max_segment_bytes: int,
    max_message_bytes: int,
    batch_lines: int,
) -> Iterator[MessageTables]:
    """Yield the message tables of a file in bounded batches of whole messages."""
    into = Collector()
    reader = _FileReader(
        path, profiles, Envelope(recipient, max_segment_bytes), into, max_message_bytes
    )
    steps = reader.read(max_segment_bytes)
    yield from into.batches(steps, lines=batch_lines)


class _FileReader:
    """Holds one block and one unfinished message."""

    def __init__(
        self,
        path: Path,
        profiles: Sequence[MessageProfile],
        envelope: Envelope,
        into: Collector,
        max_message_bytes: int,
    ) -> None:
        self._path = path
        self._profiles = {(p.type, p.directory): p for p in profiles}
        self._envelope = envelope
        self._into = into
        self._max_message_bytes = max_message_bytes
        self._base = 0
        self._seen = False

    def read(self, max_segment_bytes: int) -> Iterator[None]:
        """Read block by block."""
        held: Block | None = None
        stop: SegmentTooLong | Unterminated | None = None
        with self._path.open("rb") as stream:
            for event in read_blocks(stream, max_segment_bytes=max_segment_bytes):
                if not isinstance(event, Block):
                    stop = event
                    break
                held = self._block(self._joined(held, event), last=False)
                yield
                if held is not None and len(held.content) > self._max_message_bytes:
                    self._into.findings.append(self._too_long(next(held.segments())))
                    held = None
                    break
        if held is not None:
            self._block(held, last=True)
        self._end(stop)
        yield

    def _joined(self, held: Block | None, block: Block) -> Block:
        """Put an unfinished message before the block it goes on in; a UNA between ends it."""
        if held is None:
            return block
        if (held.offset + len(held.content), held.separators) == (block.offset, block.separators):
            return Block(held.offset, held.content + block.content, block.separators)
        self._block(held, last=True)
        self._events(self._envelope.end(), [])
        return block

    def _block(self, block: Block, *, last: bool) -> Block | None:
        """Read the whole messages of a block; return the rest, from its open message on."""
        tokens = tokenize(block)
        messages: list[Message] = []
        rest = self._follow(tokens, messages, last=last)
        self._read(messages, tokens)
        count = len(tokens) if rest is None else rest
        self._base += count
        if rest is None:
            return None
        start = int(tokens.starts[rest])
        return Block(block.offset + start, block.content[start:], block.separators)

    def _follow(self, tokens: Tokens, messages: list[Message], *, last: bool) -> int | None:
        """Follow the envelope through a block; return the number of the message left open."""
        separators = tokens.block.separators
        services = _services(tokens)
        passed = 0
        for number in services:
            if number > passed:
                first, end = tokens.segment(passed), tokens.segment(number - 1)
                self._events(self._envelope.pass_over(first, end, separators), messages)
            segment = tokens.segment(number)
            if not last and number == services[-1] and segment.raw.startswith(_OPENS_MESSAGE):
                place = self._base + number
                self._events(self._envelope.interrupt(segment, place), messages)
                return number
            self._events(self._envelope.take(segment, self._base + number, separators), messages)
            passed = number + 1
        if passed < len(tokens):
            first, end = tokens.segment(passed), tokens.segment(len(tokens) - 1)
            self._events(self._envelope.pass_over(first, end, separators), messages)
        return None

    def _events(
        self, events: Iterator[Interchange | Message | Finding], messages: list[Message]
    ) -> None:
        for event in events:
            self._seen = True
            if isinstance(event, Finding):
                self._into.findings.append(event)
            elif isinstance(event, Interchange):
                self._into.add("interchanges", _interchange_row(event))
            else:
                self._into.add("messages", _message_row(event))
                messages.append(event)

    def _read(self, messages: list[Message], tokens: Tokens) -> None:
        bounded = []
        for message in messages:
            if message.byte_to - message.byte_from <= self._max_message_bytes:
                bounded.append(message)
            else:
                header = tokens.segment(message.first - self._base)
                self._into.findings.append(self._too_long(header, message))
        for (kind, _), alike in groupby(bounded, lambda m: ((m.type, m.directory), m.charset)):
            of_kind = list(alike)
            profile = self._profiles.get(kind)
            if profile is None:
                self._into.findings.extend(self._unknown(m, tokens) for m in of_kind)
                continue
            tables, wrong = read_messages(profile, of_kind, tokens, self._base)
            for name, table in tables.items():
                self._into.add_table(name, table)
            for number in wrong:
                message = of_kind[number]
                segments = [
                    tokens.segment(n - self._base) for n in range(message.first, message.last + 1)
                ]
                read_message(profile, message, segments, self._into)

    def _unknown(self, message: Message, tokens: Tokens) -> Finding:
        header = tokens.segment(message.first - self._base)
        return Finding(
            code="EDI-008",
            byte_from=header.offset,
            byte_to=header.offset + len(header.raw),
            interchange=message.interchange,
            message=message.ordinal,
            segment="UNH",
            segment_position=1,
            element="S009/0065",
            value=shown(f"{message.type} {message.directory}"),
            expected=", ".join(" ".join(key) for key in self._profiles),
        )

    def _too_long(self, header: Segment, message: Message | None = None) -> Finding:
        return Finding(
            code="EDI-020",
            byte_from=header.offset,
            byte_to=header.offset + len(header.raw),
            interchange=message.interchange if message else None,
            message=message.ordinal if message else None,
            segment="UNH",
            segment_position=1,
            expected=str(self._max_message_bytes),
        )

    def _end(self, stop: SegmentTooLong | Unterminated | None) -> None:
        if stop is not None:
            self._events(self._envelope.stop(stop), [])
        self._events(self._envelope.end(), [])
        if not self._seen:
            size = self._path.stat().st_size
            self._into.findings.append(Finding(code="EDI-013", byte_from=0, byte_to=size))


def _services(tokens: Tokens) -> list[int]:
    """Return the numbers of the segments that are the envelope's."""
    content, starts = tokens.block.content, tokens.starts
    return [
        number
        for number in tokens.starting_with(b"U").tolist()
        if content[starts[number] : starts[number] + 3] in SERVICE_TAGS
    ]


def _interchange_row(interchange: Interchange) -> dict[str, object]:
    return {
        "interchange": interchange.ordinal,
        "format": "edifact",
        "reference": interchange.reference,
        "sender": interchange.sender,
        "recipient": interchange.recipient,
        "prepared_at": interchange.prepared_at,
        "syntax": interchange.syntax,
        "syntax_version": interchange.syntax_version,
        "application_reference": interchange.application_reference or None,
        "agreement": interchange.agreement or None,
        "test_indicator": 1 if interchange.is_test else 0,
        "byte_from": interchange.byte_from,
        "byte_to": interchange.byte_to,
    }


def _message_row(message: Message) -> dict[str, object]:
    return {
        "message": message.ordinal,
        "interchange": message.interchange,
        "reference": message.reference,
        "type": message.type,
        "message_version": message.version,
        "message_release": message.release,
        "controlling_agency": message.agency,
        "association_code": message.association_code or None,
        "group_reference": message.group_reference,
        "byte_from": message.byte_from,
        "byte_to": message.byte_to,
    }
