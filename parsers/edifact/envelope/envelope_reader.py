"""The envelope of a file: references and counts are checked here, once, by a table.

ISO 9735: UNB/UNZ around the interchange, UNG/UNE around a group, UNH/UNT around a message. Every
level ends with a count and with the reference that it began with.
"""

from collections.abc import Iterator

from parsers.edifact.envelope.alike import Alike, alike
from parsers.edifact.envelope.levels import (
    CLOSING,
    GROUP,
    INTERACTIVE,
    INTERCHANGE,
    LEVELS,
    MESSAGE,
    OPENING,
    Interchange,
    Message,
    Open,
)
from parsers.edifact.envelope.service import (
    PLACES,
    SENDER,
    Composites,
    component,
    counts,
    faults,
)
from parsers.edifact.envelope.transfers import (
    ACCESS_REFERENCE,
    NOTHING_YET,
    STATUS,
    Sequence,
)
from parsers.edifact.syntax.blocks import SegmentTooLong, Unterminated, WrongAdvice
from parsers.edifact.syntax.charsets import CHARACTER_SETS, UNREAD, charset, told_for
from parsers.edifact.syntax.segments import (
    Segment,
    Separators,
    split_components,
    split_elements,
)
from parsers.findings import Finding, shown

_SYNTAX_VERSIONS = ("1", "2", "3", "4")


EnvelopeEvent = Interchange | Message | Finding
"""An interchange is yielded at its end, after its messages and findings."""


class Envelope:
    """Follows the service segments of a file.

    Holds one open interchange, group, message and sequence of transfers.
    """

    def __init__(self, recipient: str, max_segment_bytes: int) -> None:
        self._recipient = recipient
        self._max_segment_bytes = max_segment_bytes
        self._open: list[Open | None] = [None, None, None]
        self._interchange: Interchange | None = None
        self._sequence: Sequence | None = None
        self._separators = Separators()
        self._newest: Alike | None = None
        self._interchanges = 0
        self._messages = 0
        self._before = 0
        self._end = 0
        self._straying = False
        self._given_up = False
        self._advice: WrongAdvice | None = None

    def take(
        self, segment: Segment, number: int, separators: Separators
    ) -> Iterator[EnvelopeEvent]:
        """Advance by one service segment; ``number`` is its number among all segments."""
        self._separators = separators
        self._before, self._end = self._end, segment.end
        tag = segment.tag.encode("latin-1")
        if tag == INTERACTIVE:
            yield self._finding("EDI-017", segment)
            self._straying = True
        elif tag in OPENING:
            yield from self._begin(OPENING[tag], segment, number)
        else:
            yield from self._finish(CLOSING[tag], segment, number)

    def pass_over(self, first: Segment, last: Segment, separators: Separators) -> Iterator[Finding]:
        """Advance by segments that are none of the envelope's; outside a message they stray."""
        self._separators = separators
        self._end = last.end
        if self._open[MESSAGE] is None:
            yield from self._stray(first)

    def whole(
        self, header: Segment, trailer: Segment, numbers: tuple[int, int], separators: Separators
    ) -> Message | None:
        """Take a message from header to trailer that is right and like the one before it.

        None where it is to be taken segment by segment; nothing is taken then.
        """
        interchange, around, newest = self._interchange, self._open[INTERCHANGE], self._newest
        within = self._open[GROUP] or self._open[MESSAGE] or self._sequence
        if not (interchange and around and newest) or within:
            return None
        if separators != newest.message.separators:
            return None
        first, last = numbers
        reference = newest.reference(header.raw, trailer.raw, last - first + 1)
        if reference is None or reference in interchange.message_references:
            return None
        interchange.message_references.add(reference)
        message = newest.message._replace(
            ordinal=self._messages,
            reference=reference,
            first=first,
            last=last,
            byte_from=header.offset,
            byte_to=trailer.end,
        )
        self._separators, self._end, self._straying = separators, trailer.end, False
        interchange.messages += 1
        around.held += 1
        self._messages += 1
        return message

    def interrupt(self, segment: Segment, number: int) -> Iterator[EnvelopeEvent]:
        """End an open message where the next one begins without a trailer before it."""
        self._before = self._end
        yield from self._without_trailer(MESSAGE, segment, number)

    @property
    def interchange(self) -> int | None:
        """The ordinal of the open interchange."""
        return self._interchange.ordinal if self._interchange else None

    @property
    def interchanges(self) -> int:
        """How many interchanges there were so far."""
        return self._interchanges

    @property
    def messages(self) -> int:
        """How many messages there were so far; one in several parts is one."""
        return self._messages

    def stop(self, event: SegmentTooLong | Unterminated | WrongAdvice) -> Iterator[EnvelopeEvent]:
        """Report what is no segment; of an interchange that it breaks no more is read."""
        if isinstance(event, WrongAdvice):
            yield from self._advised(event)
            return
        if self._given_up:
            return
        if isinstance(event, SegmentTooLong):
            limit = str(self._max_segment_bytes)
            yield self._finding("EDI-010", Segment(event.offset, b""), expected=limit)
            yield from self.give_up()
            return
        self._end = event.offset + len(event.raw)
        closes = Segment(event.offset, event.raw).tag == LEVELS[INTERCHANGE].closes
        if self._interchange is None or closes:
            segment = Segment(event.offset, event.raw)
            start = event.raw[:20].decode("latin-1")
            yield self._finding("EDI-015", segment, None, start, self._separators.terminator)
            yield from self.give_up()

    def give_up(self) -> Iterator[EnvelopeEvent]:
        """Read no more of what is open; what refuses it is found already."""
        opened = self._open[INTERCHANGE]
        self._drop()
        if opened is not None:
            yield from self._leave(INTERCHANGE, opened, self._end, opened.number)
        self._straying = self._given_up = True

    def advised(self, advice: Segment, first: Segment) -> Iterator[EnvelopeEvent]:
        """Report a UNA that stands within an interchange, and not before the next."""
        if self._interchange is not None and first.tag != LEVELS[INTERCHANGE].opens:
            yield from self._stray(advice)

    def end(self) -> Iterator[EnvelopeEvent]:
        """Report what is still open at the end of the file."""
        self._before = self._end
        yield from self._cut_short()
        yield from self._misadvised()

    def _advised(self, event: WrongAdvice) -> Iterator[EnvelopeEvent]:
        """Keep a wrong UNA for the interchange it is of; nothing else is found before that."""
        self._before = self._end
        yield from self._cut_short()
        yield from self._misadvised()
        self._advice, self._end = event, event.offset + len(event.raw)
        self._straying = self._given_up = True

    def _misadvised(self) -> Iterator[Finding]:
        """Report a wrong UNA, of the interchange that is open, if any."""
        if self._advice is not None:
            stated = Segment(*self._advice)
            yield self._finding("EDI-028", stated, value=stated.raw[3:].decode("latin-1"))
        self._advice = None

    def _begin(self, level: int, segment: Segment, number: int) -> Iterator[EnvelopeEvent]:
        if level == INTERCHANGE:
            yield from self._cut_short()
        elif self._interchange is None:
            yield from self._stray(segment)
            return
        for inner in range(MESSAGE, level - 1, -1):
            yield from self._without_trailer(inner, segment, number)
        self._straying = self._given_up = False
        parts = self._composites(segment)
        reference = component(parts, LEVELS[level].reference, 1)
        opened = self._open[level] = Open(segment, parts, reference, number)
        if level == INTERCHANGE:
            self._begin_interchange(segment, parts, reference)
            yield from self._misadvised()
        yield from self._faulty(segment, parts, self._messages if level == MESSAGE else None)
        if level == INTERCHANGE:
            yield from self._begun()
        elif level == MESSAGE:
            yield from self._begin_transfer(opened)
        else:
            yield from self._end_sequence()

    def _faulty(
        self, segment: Segment, parts: Composites, message: int | None
    ) -> Iterator[Finding]:
        """Report what a service segment has of another character set or format."""
        codec = self._charset
        strange = told_for(segment.raw, codec, self._separators)
        if strange is not None:
            yield self._finding("EDI-014", segment, None, strange, codec, message)
        version = self._interchange.syntax_version if self._interchange else ""
        for fault in faults(parts, version):
            yield self._finding(
                fault.code, segment, fault.element, fault.value, fault.expected, message
            )

    def _begin_transfer(self, opened: Open) -> Iterator[Finding]:
        """Join a message to the sequence it continues; end the one that it does not."""
        transfer = opened.transfer
        if self._sequence is not None and not self._sequence.takes(transfer):
            yield from self._end_sequence()
        if not (transfer.opens or transfer.continues):
            return
        if not transfer.reference:
            yield self._finding("VAL-001", opened.header, ACCESS_REFERENCE, message=self._messages)
        due = self._sequence.due() if self._sequence else NOTHING_YET
        if str(transfer) not in due:
            yield self._finding(
                "EDI-023", opened.header, STATUS, str(transfer), due[0], self._messages
            )

    def _end_sequence(self) -> Iterator[Finding]:
        """Report a sequence whose last transfer did not come."""
        if self._sequence is None:
            return
        due = self._sequence.due()[-1]
        yield self._finding(
            "EDI-024", self._sequence.newest, STATUS, expected=due, message=self._messages
        )
        self._sequence = None
        self._messages += 1

    def _finish(self, level: int, segment: Segment, number: int) -> Iterator[EnvelopeEvent]:
        opened = self._open[level]
        if opened is None:
            yield from self._stray(segment)
            return
        for inner in range(MESSAGE, level, -1):
            yield from self._without_trailer(inner, segment, number)
        if level == MESSAGE:
            opened.held = number - opened.number + 1
        else:
            yield from self._end_sequence()
        yield from self._close(level, opened, segment, number)

    def _without_trailer(
        self, level: int, segment: Segment, number: int
    ) -> Iterator[EnvelopeEvent]:
        opened = self._open[level]
        if opened is None:
            return
        ordinal = self._messages if level == MESSAGE else None
        expected = LEVELS[level].closes
        yield self._finding("EDI-101", segment, expected=expected, message=ordinal)
        yield from self._leave(level, opened, self._before, number - 1)

    def _close(
        self, level: int, opened: Open, segment: Segment, number: int
    ) -> Iterator[EnvelopeEvent]:
        kind, parts = LEVELS[level], self._composites(segment)
        message = self._messages if level == MESSAGE else None
        yield from self._faulty(segment, parts, message)
        if not counts(parts, opened.held):
            count, held = component(parts, 1, 1), str(opened.held)
            yield self._finding(kind.count_code, segment, kind.count_number, count, held, message)
        reference = component(parts, 2, 1)
        if reference != opened.reference:
            expected = shown(opened.reference)
            yield self._finding(
                kind.reference_code, segment, kind.reference_number, reference, expected, message
            )
        if kind.empty_code and self._interchange and not self._interchange.messages:
            yield self._finding(kind.empty_code, segment)
        if level == MESSAGE:
            yield from self._repeated(opened)
        yield from self._leave(level, opened, self._end, number)

    def _leave(self, level: int, opened: Open, byte_to: int, last: int) -> Iterator[EnvelopeEvent]:
        """Close a level, count it in the level around it, and yield what it was."""
        self._open[level] = None
        around = self._open[GROUP] if level == MESSAGE else None
        if (holder := around or self._open[INTERCHANGE]) is not None:
            holder.held += 1
        interchange = self._interchange
        if interchange is None:
            return
        if level == MESSAGE:
            yield self._message(opened, interchange, byte_to, last)
        elif level == INTERCHANGE:
            interchange.byte_to = byte_to
            self._interchange = None
            yield interchange

    def _repeated(self, opened: Open) -> Iterator[Finding]:
        seen = self._interchange.message_references if self._interchange else set()
        if opened.reference in seen:
            yield self._finding(
                "EDI-009", opened.header, "0062", opened.reference, message=self._messages
            )
        seen.add(opened.reference)

    def _cut_short(self) -> Iterator[EnvelopeEvent]:
        """Close an interchange that ends without its trailer, and drop what is open in it."""
        opened = self._open[INTERCHANGE]
        if opened is None:
            return
        yield self._finding("EDI-001", Segment(self._before, b""))
        yield from self._end_sequence()
        self._drop()
        yield from self._leave(INTERCHANGE, opened, self._before, opened.number)

    def _drop(self) -> None:
        """Let go of what is open in an interchange; its ordinal is no other message's."""
        self._messages += self._open[MESSAGE] is not None or self._sequence is not None
        self._open[GROUP] = self._open[MESSAGE] = self._sequence = None

    def _begin_interchange(self, segment: Segment, parts: Composites, reference: str) -> None:
        self._newest = None
        self._interchange = Interchange(
            ordinal=self._interchanges,
            byte_from=segment.offset,
            byte_to=segment.end,
            syntax=component(parts, 1, 1),
            syntax_version=component(parts, 1, 2),
            sender=component(parts, *PLACES["UNB", SENDER]),
            recipient=component(parts, 3, 1),
            prepared_at=component(parts, 4, 1) + component(parts, 4, 2),
            reference=reference,
            application_reference=component(parts, 7, 1),
            agreement=component(parts, 10, 1),
            test_indicator=component(parts, 11, 1).strip(" "),
        )
        self._interchanges += 1

    def _begun(self) -> Iterator[Finding]:
        """Report what an interchange says of itself that is not taken here."""
        opened, interchange = self._open[INTERCHANGE], self._interchange
        if opened is None or interchange is None:
            return
        segment, syntax = opened.header, interchange.syntax
        if syntax not in CHARACTER_SETS:
            yield self._finding("EDI-012", segment, "S001/0001", syntax, ", ".join(CHARACTER_SETS))
        if interchange.syntax_version not in _SYNTAX_VERSIONS:
            versions = ", ".join(_SYNTAX_VERSIONS)
            yield self._finding(
                "EDI-012", segment, "S001/0002", interchange.syntax_version, versions
            )
        if interchange.test_indicator:
            yield self._finding("EDI-016", segment, "0035", interchange.test_indicator)
        if interchange.recipient != self._recipient:
            recipient = interchange.recipient
            yield self._finding("EDI-011", segment, "S003/0010", recipient, self._recipient)

    def _message(self, opened: Open, interchange: Interchange, byte_to: int, last: int) -> Message:
        parts = opened.parts
        group = self._open[GROUP]
        message = Message(
            interchange=interchange.ordinal,
            ordinal=self._messages,
            reference=opened.reference,
            type=component(parts, 2, 1),
            directory=".".join((component(parts, 2, 2), component(parts, 2, 3))),
            version=component(parts, 2, 2),
            release=component(parts, 2, 3),
            agency=component(parts, 2, 4),
            association_code=component(parts, 2, 5),
            group_reference=group.reference if group else None,
            transfer=opened.transfer,
            separators=self._separators,
            charset=self._charset,
            decimal=interchange.decimal(self._separators),
            first=opened.number,
            last=last,
            byte_from=opened.header.offset,
            byte_to=byte_to,
        )
        if self._newest is None:
            self._newest = alike(opened.header, parts, message, interchange.syntax_version)
        interchange.messages += 1
        self._go_on(opened)
        return message

    def _go_on(self, opened: Open) -> None:
        """Hold the declaration open for its next transfer, or count it."""
        transfer = opened.transfer
        if transfer.goes_on:
            sequence = self._sequence or Sequence(transfer.reference, 0, opened.header)
            self._sequence = sequence.with_next(transfer, opened.header)
        else:
            self._sequence = None
            self._messages += 1

    def _stray(self, segment: Segment) -> Iterator[Finding]:
        """Report segments outside a message: the first of a run speaks for it."""
        if not self._straying:
            yield self._finding("EDI-007", segment, value=segment.tag)
        self._straying = True

    @property
    def _charset(self) -> str:
        return charset(self._interchange.syntax if self._interchange else "")

    def _composites(self, segment: Segment) -> Composites:
        """Return the components of a service segment; a header's own syntax says its characters."""
        codec = self._charset
        if segment.tag == LEVELS[INTERCHANGE].opens:
            codec = charset(component(self._split(segment, UNREAD), 1, 1))
        return self._split(segment, codec)

    def _split(self, segment: Segment, codec: str) -> Composites:
        text = segment.raw.decode(codec, "replace")
        return [
            split_components(element, self._separators)
            for element in split_elements(text, self._separators)
        ]

    def _finding(  # noqa: PLR0917 - the parts of one location
        self,
        code: str,
        segment: Segment,
        element: str | None = None,
        value: str | None = None,
        expected: str | None = None,
        message: int | None = None,
    ) -> Finding:
        return Finding(
            code=code,
            byte_from=segment.offset,
            byte_to=segment.offset + len(segment.raw),
            interchange=self._interchange.ordinal if self._interchange else None,
            message=message,
            segment=segment.tag if segment.raw else None,
            element=element,
            value=shown(value),
            expected=expected,
        )
