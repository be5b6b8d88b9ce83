"""X12 interchanges: their envelope, checked, and each payment order in it as a message.

A wrong envelope or group refuses its interchange, a wrong transaction set itself alone. An order
that is written the plain way is read at once, any other segment by segment. What each
finding is to the sender (TA1, AK9, AK5) says ``notices.x12``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any, Final

from parsers.findings import Finding, shown
from parsers.format_ids import FormatId
from parsers.message_tables import Amount, Collector, MessageTables
from parsers.x12.payment_order import VERSIONS, Part, parts_of, payments_of
from parsers.x12.plain_orders import PlainOrder, plain_orders
from parsers.x12.x12_segments import CUT, TOO_LONG, Segment, Segments, Unreadable

SENDER: Final = "ISA06"
TYPE: Final = "820"
MESSAGES: Final = tuple(f"{TYPE}:{version}" for version in VERSIONS)
_GROUP: Final = "RA"
"""The functional identifier of payment orders (GS01)."""
_TEST: Final = "T"
_VERSION_LENGTH: Final = 6
_LOCATED: Final = ("message", "byte_from", "byte_to")
_TOGETHER: Final = 1_000
"""Plain orders that are put into columns at a time, at most."""
_BEFORE_A_SET: Final = ("GS", "SE")


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What one file may ask of its reader."""

    segment_bytes: int
    message_bytes: int
    interchanges: int
    read: Amount


def read_interchanges(
    path: Path, *, recipient: str, bounds: Bounds, batch_lines: int
) -> Iterator[MessageTables]:
    """Yield batches of whole transaction sets."""
    into = Collector()
    yield from into.batches(_Reader(path, recipient, into, bounds).steps(), lines=batch_lines)


@dataclass
class _Level:
    """An interchange, a group or a transaction set that is open: what opened it, what it held."""

    opened: Segment
    held: int = 0
    seen: set[str] = field(default_factory=set)
    body: list[Segment] = field(default_factory=list)
    bytes: int = 0


class _Reader:
    def __init__(self, path: Path, recipient: str, into: Collector, bounds: Bounds) -> None:
        self._path = path
        self._recipient = recipient
        self._into = into
        self._bounds = bounds
        self._interchanges = -1
        self._messages = 0
        self._isa: _Level | None = None
        self._gs: _Level | None = None
        self._st: _Level | None = None
        self._last = 0

    def steps(self) -> Iterator[None]:
        """Read segment by segment, or order by order; each step adds whole transaction sets."""
        with self._path.open("rb") as source:
            segments = Segments(source, max_segment_bytes=self._bounds.segment_bytes)
            for segment in segments:
                if isinstance(segment, Unreadable):
                    self._unreadable(segment)
                    return
                self._last = segment.byte_to
                if segment.tag == "ISA" and self._interchanges + 1 >= self._bounds.interchanges:
                    self._find("FILE-010", segment, expected=str(self._bounds.interchanges))
                    break
                self._take(segment)
                if segment.tag == "SE":
                    yield
                if (enough := self._into.enough(self._bounds.read)) is not None:
                    self._find(enough[0], segment, expected=str(enough[1]))
                    self._end_interchange()
                    return
                if segment.tag in _BEFORE_A_SET:
                    yield from self._plain_orders(segments)
        self._close_interchange(None)

    def _plain_orders(self, segments: Segments) -> Iterator[None]:
        """Read the plain orders that follow each other; what else comes is left."""
        if (group := self._gs) is None:
            return
        bounds = self._bounds
        ahead = plain_orders(
            segments,
            group.seen,
            segment_bytes=bounds.segment_bytes,
            message_bytes=bounds.message_bytes,
        )
        left = bounds.read.messages - self._messages
        while orders := list(islice(ahead, min(left, _TOGETHER))):
            left -= len(orders)
            self._take_orders(orders, group)
            yield

    def _take_orders(self, orders: Sequence[PlainOrder], group: _Level) -> None:
        """Add the rows of orders of a group, one by one where they are few, else as columns."""
        located = [
            (number, each.byte_from, each.byte_to)
            for number, each in enumerate(orders, self._messages)
        ]
        parts = [
            (*place, *part)
            for place, each in zip(located, orders, strict=True)
            for part in parts_of(each.order)
        ]
        messages = [
            (*place, self._reference(group, each.number))
            for place, each in zip(located, orders, strict=True)
        ]
        of_all = {"type": TYPE, **self._of_group(group)}
        self._into.add_rows("messages", (*_LOCATED, "reference"), messages, of_all)
        self._into.add_rows("payments", (*_LOCATED, *Part._fields), parts)
        group.held += len(orders)
        self._messages += len(orders)
        self._last = orders[-1].byte_to

    def _of_group(self, group: _Level) -> dict[str, Any]:
        """Return what the messages of a group have in common."""
        return {
            "interchange": self._interchanges,
            "message_version": group.opened.element(8)[:_VERSION_LENGTH],
            "group_reference": shown(group.opened.element(6)),
        }

    @staticmethod
    def _reference(group: _Level, number: str) -> str | None:
        return shown(f"{group.opened.element(6)}/{number}")

    def _take(self, segment: Segment) -> None:
        match segment.tag:
            case "ISA":
                self._open_interchange(segment)
            case "GS":
                self._open_group(segment)
            case "ST":
                self._open_message(segment)
            case "SE":
                self._close_message(segment)
            case "GE":
                self._close_group(segment)
            case "IEA":
                self._close_interchange(segment)
            case _ if self._st is not None:
                self._hold(self._st, segment)
            case "TA1":
                pass  # an acknowledgement of ours between ISA and GS asks for nothing
            case _:
                self._find("X12-017", segment, value=segment.tag)

    def _hold(self, message: _Level, segment: Segment) -> None:
        message.held += 1
        message.bytes += segment.byte_to - segment.byte_from
        if message.bytes <= self._bounds.message_bytes:
            message.body.append(segment)

    def _open_interchange(self, segment: Segment) -> None:
        self._close_interchange(None)
        self._interchanges += 1
        self._isa = _Level(segment)
        if segment.element(8) != self._recipient:
            self._find("EDI-011", segment, 8, expected=self._recipient)
        if segment.element(15) == _TEST:
            self._find("X12-014", segment, 15)

    def _open_group(self, segment: Segment) -> None:
        self._close_group(None)
        if self._isa is None:
            self._find("X12-017", segment, value=segment.tag)
            return
        self._isa.held += 1
        self._gs = _Level(segment)
        number, version = segment.element(6), segment.element(8)
        if number in self._isa.seen:
            self._find("X12-015", segment, 6)
        self._isa.seen.add(number)
        known = segment.element(1) == _GROUP and version[:_VERSION_LENGTH] in VERSIONS
        if not known:
            expected = ", ".join(f"{_GROUP} {each}" for each in VERSIONS)
            self._find("X12-008", segment, 8, f"{segment.element(1)} {version}", expected)

    def _open_message(self, segment: Segment) -> None:
        self._close_message(None)
        if self._gs is None:
            self._find("X12-017", segment, value=segment.tag)
            return
        self._gs.held += 1
        self._st = _Level(segment, held=1)

    def _close_message(self, segment: Segment | None) -> None:
        message, group = self._st, self._gs
        self._st = None
        if message is None or group is None:
            if segment is not None:
                self._find("X12-017", segment, value=segment.tag)
            return
        end = message.body[-1].byte_to if message.body else message.opened.byte_to
        located = {
            "message": self._messages,
            "byte_from": message.opened.byte_from,
            "byte_to": end if segment is None else segment.byte_to,
        }
        number = message.opened.element(2)
        row = {"type": message.opened.element(1), "reference": self._reference(group, number)}
        self._into.add("messages", located | self._of_group(group) | row)
        if self._well_formed(message, group, segment):
            self._pay(message, located)
        self._messages += 1

    def _well_formed(self, message: _Level, group: _Level, segment: Segment | None) -> bool:
        """Check a transaction set against its trailer, and what it is."""
        opened, before = message.opened, len(self._into.findings)
        number = opened.element(2)
        if opened.element(1) != TYPE:
            self._find_in(message, "X12-012", opened, 1, opened.element(1), TYPE)
        if number in group.seen:
            self._find_in(message, "X12-016", opened, 2, number)
        group.seen.add(number)
        if message.bytes > self._bounds.message_bytes:
            most = str(self._bounds.message_bytes)
            self._find_in(message, "EDI-020", opened, None, None, most)
        if segment is None:
            self._find_in(message, "X12-009", opened, None, number)
        else:
            if segment.element(2) != number:
                self._find_in(message, "X12-010", segment, 2, segment.element(2), number)
            if segment.element(1).lstrip("0") != str(message.held + 1):
                counted = str(message.held + 1)
                self._find_in(message, "X12-011", segment, 1, segment.element(1), counted)
        return len(self._into.findings) == before

    def _pay(self, message: _Level, located: dict[str, Any]) -> None:
        parts, wrong = payments_of(message.body)
        for part in parts:
            self._into.add("payments", located | part._asdict())
        for each in wrong:
            place = each.segment or message.opened
            self._find_in(message, each.code, place, each.element, each.value, each.expected)

    def _close_group(self, segment: Segment | None) -> None:
        self._close_message(None)
        group, self._gs = self._gs, None
        if group is None:
            if segment is not None:
                self._find("X12-017", segment, value=segment.tag)
        elif segment is None:
            self._find("X12-005", group.opened, 6)
        else:
            number = group.opened.element(6)
            if segment.element(2) != number:
                self._find("X12-006", segment, 2, expected=number)
            if segment.element(1).lstrip("0") != (str(group.held) if group.held else ""):
                self._find("X12-007", segment, 1, expected=str(group.held))

    def _close_interchange(self, segment: Segment | None) -> None:
        self._close_group(None)
        isa = self._isa
        if isa is None:
            if segment is not None:
                self._find("X12-017", segment, value=segment.tag)
            return
        if segment is None:
            self._find("X12-002", isa.opened, 13)
        else:
            number = isa.opened.element(13)
            if segment.element(2) != number:
                self._find("X12-004", segment, 2, expected=number)
            if segment.element(1).lstrip("0") != (str(isa.held) if isa.held else ""):
                self._find("X12-003", segment, 1, expected=str(isa.held))
        self._end_interchange()

    def _end_interchange(self) -> None:
        """Add the row of the interchange that is open, which ends with what was read last."""
        if self._isa is None:
            return
        isa, self._isa = self._isa.opened, None
        day, time = isa.element(9), isa.element(10)
        self._into.add(
            "interchanges",
            {
                "interchange": self._interchanges,
                "format": FormatId.X12_820,
                "reference": shown(isa.element(13)),
                "sender": shown(isa.element(6)),
                "recipient": shown(isa.element(8)),
                "prepared_at": shown(f"{day}:{time}"),
                "byte_from": isa.byte_from,
                "byte_to": self._last,
            },
        )

    def _unreadable(self, found: Unreadable) -> None:
        """End with what cannot be read, and refuse what it cuts."""
        code = {TOO_LONG: "EDI-010", CUT: "X12-002"}.get(found.reason, "X12-001")
        place = Segment([""], found.byte_from, found.byte_to)
        expected = str(self._bounds.segment_bytes) if code == "EDI-010" else None
        within = self._isa is not None
        finding = self._finding(code, place, expected=expected)
        self._into.findings.append(finding if within else replace(finding, interchange=None))
        self._close_message(None)
        self._gs = None
        self._end_interchange()

    def _find(
        self,
        code: str,
        segment: Segment,
        element: int | None = None,
        value: str | None = None,
        expected: str | None = None,
    ) -> None:
        """Tell what is wrong with the interchange that is open, or with the file before any."""
        finding = self._finding(code, segment, element, value, expected)
        if self._isa is None:
            finding = replace(finding, interchange=None)
        self._into.findings.append(finding)

    def _finding(
        self,
        code: str,
        segment: Segment,
        element: int | None = None,
        value: str | None = None,
        expected: str | None = None,
    ) -> Finding:
        told = value if element is None else value or segment.element(element)
        return Finding(
            code=code,
            byte_from=segment.byte_from,
            byte_to=segment.byte_to,
            interchange=self._interchanges,
            segment=segment.tag or None,
            element=None if element is None else f"{segment.tag}{element:02}",
            value=shown(told),
            expected=expected,
        )

    def _find_in(  # noqa: PLR0917 - the parts of one location
        self,
        message: _Level,
        code: str,
        segment: Segment,
        element: int | None = None,
        value: str | None = None,
        expected: str | None = None,
    ) -> None:
        """Tell what is wrong with a transaction set, whose segments count from ST."""
        at = segment.byte_from
        position = 1 + sum(each.byte_from <= at for each in message.body)
        self._into.findings.append(
            replace(
                self._finding(code, segment, element, value, expected),
                message=self._messages,
                segment_position=position,
            )
        )
