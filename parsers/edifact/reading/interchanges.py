"""A file of interchanges to message tables, in bounded memory.

Blocks are read one after another; what a block ends with, an unfinished message, is read again at
the start of the next. Right messages are read many at once, the others each with care.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from pathlib import Path
from typing import NamedTuple

from parsers.edifact.envelope.envelope_reader import Envelope
from parsers.edifact.envelope.levels import SERVICE_TAGS, Interchange, Message
from parsers.edifact.profile.profile_tables import MessageProfile
from parsers.edifact.reading.edifact_columns import read_messages
from parsers.edifact.reading.message import read_message
from parsers.edifact.reading.mistaken_text import mistaken_texts
from parsers.edifact.reading.parts import Parts
from parsers.edifact.syntax.blocks import (
    SegmentTooLong,
    Unterminated,
    WrongAdvice,
    read_blocks,
)
from parsers.edifact.syntax.segments import Block, Segment, tag_of
from parsers.edifact.syntax.tokens import SegmentRun, Tokens, tokenize
from parsers.findings import Finding, shown
from parsers.format_ids import FormatId
from parsers.message_tables import Amount, Collector, MessageTables

_OPENS_MESSAGE, _OPENS_INTERCHANGE, _OPENS = ("UNH",), ("UNB",), ("UNH", "UNB")
_SERVICES_MAX = 2_000
"""Service segments read at a time: as good as all of a block, except where it holds little else."""


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What one file may ask of its reader before the reading stops."""

    segment_bytes: int
    message_bytes: int
    message_segments: int
    interchanges: int
    read: Amount


def read_interchanges(
    path: Path,
    profiles: Sequence[MessageProfile],
    *,
    recipient: str,
    bounds: Bounds,
    batch_lines: int,
) -> Iterator[MessageTables]:
    """Yield the message tables of a file in bounded batches of whole messages."""
    into = Collector()
    reader = _FileReader(path, profiles, Envelope(recipient, bounds.segment_bytes), into, bounds)
    yield from into.batches(reader.read(), lines=batch_lines)


class _FileReader:
    """Holds one block and one unfinished message."""

    def __init__(
        self,
        path: Path,
        profiles: Sequence[MessageProfile],
        envelope: Envelope,
        into: Collector,
        bounds: Bounds,
    ) -> None:
        self._path = path
        self._profiles = {(p.type, p.directory): p for p in profiles}
        self._envelope = envelope
        self._into = into
        self._bounds = bounds
        self._held: Block | None = None
        self._held_to = 0
        self._more: list[bytes] = []
        self._base = 0
        self._parts = Parts(into)
        self._seen = False
        self._stopped = False

    def read(self) -> Iterator[None]:
        """Read block by block."""
        with self._path.open("rb") as stream:
            for event in read_blocks(stream, max_segment_bytes=self._bounds.segment_bytes):
                if isinstance(event, Block):
                    yield from self._whole(self._taken(event))
                else:
                    yield from self._whole(self._broken(event))
                self._give_up_what_is_too_long()
                if not self._within_bounds():
                    break
        yield from self._whole(self._rest())
        self._end()
        yield

    def _broken(self, event: SegmentTooLong | Unterminated | WrongAdvice) -> Iterator[None]:
        """Read what came before something that is no segment, and find it so."""
        yield from self._rest()
        self._events(self._envelope.stop(event), [])
        yield

    def _rest(self) -> Iterator[None]:
        """Read what is held, to which no more comes."""
        held = self._with_more()
        if held is not None and not self._stopped:
            yield from self._block(held, last=True)
        self._held = None

    def _whole(self, steps: Iterator[None]) -> Iterator[None]:
        """Yield after the steps that left no declaration without its last message."""
        for _ in steps:
            if not self._parts.open:
                yield

    def _give_up_what_is_too_long(self) -> None:
        """Read no more of an interchange whose message has no end within bounds."""
        if self._held is None:
            return
        content, (terminator, _) = self._held.content, self._held.separators.bounds
        code = self._beyond(len(content), content.count(terminator))
        if code is None:
            return
        self._into.findings.append(self._too_long(code, next(self._held.segments())))
        self._held = None
        self._events(self._envelope.give_up(), [])

    def _within_bounds(self) -> bool:
        """Tell whether a file is within its bounds; where it is not, find so and give up."""
        if self._stopped:
            return False
        enough = self._into.enough(self._bounds.read)
        if enough is not None:
            self._stop(*enough)
        return not self._stopped

    def _stop(self, code: str, limit: int) -> None:
        self._stopped = True
        size, interchange = self._path.stat().st_size, self._envelope.interchange
        self._into.findings.append(
            Finding(
                code=code, byte_from=0, byte_to=size, interchange=interchange, expected=str(limit)
            )
        )
        self._events(self._envelope.give_up(), [])

    def _taken(self, block: Block) -> Iterator[None]:
        """Read a block behind the unfinished message that goes on in it; a UNA between ends it.

        A long message is looked at again when as much of it again has come, so that each of its
        bytes is looked at twice.
        """
        held = self._held
        if held is not None and held.separators == block.separators and block.advice is None:
            gap = block.offset - self._held_to
            self._more += [b" " * min(gap, self._bounds.message_bytes + 1), block.content]
            self._held_to = block.offset + len(block.content)
            if sum(map(len, self._more)) < len(held.content):
                return
            block = self._with_more() or block
        elif held is not None:
            self._read_messages(self._with_more() or held, last=True)
            self._events(self._envelope.end(), [])
        elif block.advice is not None:
            self._events(self._envelope.advised(block.advice, next(block.segments())), [])
        yield from self._block(block, last=False)

    def _with_more(self) -> Block | None:
        """Return what is held with all that came behind it."""
        held, more = self._held, self._more
        self._more = []
        if held is None or not more:
            return held
        return held._replace(content=b"".join((held.content, *more)))

    def _block(self, block: Block, *, last: bool) -> Iterator[None]:
        """Read the whole messages of a block in steps; hold the rest, from its open message on."""
        left: Block | None = block
        crowded = True
        while left is not None and crowded:
            left, crowded = self._read_messages(left, last=last)
            if crowded and not self._within_bounds():
                left = None
            yield
        self._held = left
        self._held_to = left.offset + len(left.content) if left else 0

    def _read_messages(self, block: Block, *, last: bool) -> tuple[Block | None, bool]:
        """Read messages; return what is left, and whether it is left for being too many."""
        tokens = tokenize(block)
        services = _services(tokens)
        cut = next((n for n in services[_SERVICES_MAX:] if _begins(tokens, n)), None)
        crowded = cut is not None
        if cut is None and not last and services and _begins(tokens, services[-1], _OPENS_MESSAGE):
            cut = services[-1]
        beyond = self._one_too_many(tokens, services)
        if beyond is not None and (cut is None or beyond.number <= cut):
            cut, crowded = beyond.number, False
        else:
            beyond = None
        messages: list[Message] = []
        self._follow(tokens, services, cut, messages)
        self._read(messages, tokens)
        self._base += len(tokens) if cut is None else cut
        if beyond is not None:
            self._stop(beyond.code, beyond.limit)
        if cut is None or self._stopped:
            return None, False
        start = int(tokens.starts[cut])
        return Block(block.offset + start, block.content[start:], block.separators), crowded

    def _one_too_many(self, tokens: Tokens, services: list[int]) -> "_Beyond | None":
        """Return the first segment that begins an interchange or a message beyond its bound."""
        found = []
        bounds, envelope = self._bounds, self._envelope
        for tags, code, limit, so_far in (
            (_OPENS_INTERCHANGE, "FILE-010", bounds.interchanges, envelope.interchanges),
            (_OPENS_MESSAGE, "FILE-011", bounds.read.messages, envelope.messages),
        ):
            left = limit - so_far
            if len(services) > left:
                begins = [number for number in services if _begins(tokens, number, tags)]
                found += [_Beyond(number, code, limit) for number in begins[left : left + 1]]
        return min(found, default=None)

    def _follow(
        self, tokens: Tokens, services: list[int], cut: int | None, messages: list[Message]
    ) -> None:
        """Follow the envelope through a block, to its end or to where it is cut."""
        separators = tokens.block.separators
        passed = 0
        for number, following in zip_longest(services, services[1:]):
            if number < passed:  # the trailer of a message that was taken whole
                continue
            self._pass_over(tokens, passed, number, messages)
            segment, place = tokens.segment(number), self._base + number
            if number == cut:
                self._events(self._envelope.interrupt(segment, place), messages)
                return
            if following is not None:
                trailer, places = tokens.segment(following), (place, self._base + following)
                message = self._envelope.whole(segment, trailer, places, separators)
                if message is not None:
                    self._take(message, messages)
                    passed = following + 1
                    continue
            self._events(self._envelope.take(segment, place, separators), messages)
            passed = number + 1
        self._pass_over(tokens, passed, len(tokens), messages)

    def _pass_over(self, tokens: Tokens, first: int, end: int, messages: list[Message]) -> None:
        if first < end:
            run = tokens.segment(first), tokens.segment(end - 1)
            self._events(self._envelope.pass_over(*run, tokens.block.separators), messages)

    def _take(self, message: Message, messages: list[Message]) -> None:
        self._seen = True
        self._parts.take(message)
        messages.append(message)

    def _events(
        self, events: Iterator[Interchange | Message | Finding], messages: list[Message]
    ) -> None:
        for event in events:
            self._seen = True
            if isinstance(event, Finding):
                self._into.findings.append(event)
            elif isinstance(event, Interchange):
                self._parts.end()
                self._into.add("interchanges", _interchange_row(event))
            else:
                self._take(event, messages)

    def _read(self, messages: list[Message], tokens: Tokens) -> None:
        bounded = []
        for message in messages:
            length, segments = message.byte_to - message.byte_from, message.last - message.first
            code = self._beyond(length, segments)
            if code is None:
                bounded.append(message)
            else:
                header = tokens.segment(message.first - self._base)
                self._into.findings.append(self._too_long(code, header, message))
        for kind, alike in groupby(bounded, _kind):
            of_kind = list(alike)
            profile = self._profiles.get(kind.profile)
            if profile is None:
                self._into.findings.extend(self._unknown(m, tokens) for m in of_kind)
                continue
            if kind.part:
                of_kind = [m for m in of_kind if self._fits(m, profile, tokens)]
            self._read_alike(profile.of(continuing=kind.continues), of_kind, tokens)

    def _read_alike(self, profile: MessageProfile, messages: list[Message], tokens: Tokens) -> None:
        if not messages:
            return
        self._into.findings.extend(mistaken_texts(messages, tokens, self._base))
        tables, wrong = read_messages(profile, messages, tokens, self._base)
        for name, table in tables.items():
            self._into.add_table(name, table)
        for number in wrong:
            read_message(profile, messages[number], self._run(messages[number], tokens), self._into)

    def _run(self, message: Message, tokens: Tokens) -> SegmentRun:
        return SegmentRun(tokens, message.first - self._base, message.last - self._base)

    def _fits(self, message: Message, profile: MessageProfile, tokens: Tokens) -> bool:
        """Tell whether a message that carries a part of a declaration is to be read."""
        found = self._parts.misfit(message, self._run(message, tokens), profile.parts_max)
        if found is not None:
            self._into.findings.append(found)
        return found is None

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

    def _beyond(self, length: int, segments: int) -> str | None:
        """Return the code of the bound that a message is beyond, if any."""
        if length > self._bounds.message_bytes:
            return "EDI-020"
        return "EDI-106" if segments > self._bounds.message_segments else None

    def _too_long(self, code: str, header: Segment, message: Message | None = None) -> Finding:
        bounds = {"EDI-020": self._bounds.message_bytes, "EDI-106": self._bounds.message_segments}
        return Finding(
            code=code,
            byte_from=header.offset,
            byte_to=header.offset + len(header.raw),
            interchange=message.interchange if message else self._envelope.interchange,
            message=message.ordinal if message else None,
            segment="UNH",
            segment_position=1,
            expected=str(bounds[code]),
        )

    def _end(self) -> None:
        self._events(self._envelope.end(), [])
        if not self._seen:
            size = self._path.stat().st_size
            self._into.findings.append(Finding(code="EDI-013", byte_from=0, byte_to=size))


class _Beyond(NamedTuple):
    """A segment that is one too many, and by which bound."""

    number: int
    code: str
    limit: int


def _services(tokens: Tokens) -> list[int]:
    """Return the numbers of the segments that are the envelope's."""
    content, starts, separators = tokens.block.content, tokens.starts, tokens.block.separators
    element, wraps = separators.element.encode("latin-1"), separators.wraps
    plain = {tag + element for tag in SERVICE_TAGS}
    found = []
    for number in tokens.starting_with(b"U").tolist():
        head = content[starts[number] : starts[number] + _TAG_AND_END]
        unsure = head[:3] in SERVICE_TAGS or (wraps and (b"\n" in head or b"\r" in head))
        if head in plain or (
            unsure and tag_of(tokens.segment(number).raw, separators) in SERVICE_TAGS
        ):
            found.append(number)
    return found


_TAG_AND_END = 4
"""The letters of a tag, and what mostly ends it."""


def _begins(tokens: Tokens, number: int, tags: tuple[str, ...] = _OPENS) -> bool:
    """Tell whether a segment begins a message, or an interchange: where a block may be cut."""
    return tokens.segment(number).tag in tags


class _Kind(NamedTuple):
    """What messages have in common that are read together; a part is read by itself."""

    profile: tuple[str, str]
    charset: str
    continues: bool
    part: int


def _kind(message: Message) -> _Kind:
    transfer = message.transfer
    part = message.first if transfer.opens or transfer.continues else 0
    return _Kind((message.type, message.directory), message.charset, transfer.continues, part)


def _interchange_row(interchange: Interchange) -> dict[str, object]:
    return {
        "interchange": interchange.ordinal,
        "format": FormatId.EDIFACT,
        "reference": shown(interchange.reference),
        "sender": shown(interchange.sender),
        "recipient": shown(interchange.recipient),
        "prepared_at": shown(interchange.prepared_at),
        "syntax": shown(interchange.syntax),
        "syntax_version": shown(interchange.syntax_version),
        "application_reference": shown(interchange.application_reference) or None,
        "agreement": shown(interchange.agreement) or None,
        "test_indicator": 1 if interchange.test_indicator else 0,
        "byte_from": interchange.byte_from,
        "byte_to": interchange.byte_to,
    }
