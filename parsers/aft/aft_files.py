"""AFT files as payments: what a header opens is an interchange, each item of it a message.

A fault of a record, of the order of records or of a total refuses all that its header opened; a
fault of an item refuses the item.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from parsers.aft.aft_elements import (
    CODES,
    CONTROL,
    COUNT,
    HEADER,
    HEADERS,
    ITEM,
    ITEMS,
    NOTICE,
    RECORD_CHARACTERS,
    TOTALS,
    Element,
    Total,
)
from parsers.aft.aft_items import (
    DAY_FORMAT,
    Told,
    day_of,
    no_payment,
    number_of,
    payment_or_return_of,
)
from parsers.aft.aft_records import Record, read_records
from parsers.banks.entry_keys import names_something, shared_of
from parsers.findings import Finding, shown
from parsers.format_ids import FormatId
from parsers.message_tables import Amount, Collector, MessageTables

SENDER: Final = tuple(f"{code}/{HEADER['originator'].number}" for code in HEADERS)
MESSAGE_TYPE: Final = "AFT-005"
_CANADIAN: Final = "CAD"


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What one file may ask of its reader."""

    interchanges: int
    read: Amount


def read_payments(path: Path, *, bounds: Bounds, batch_lines: int) -> Iterator[MessageTables]:
    """Yield batches of whole items."""
    into = Collector()
    yield from into.batches(_Reader(path, into, bounds).steps(), lines=batch_lines)


@dataclass
class _Open:
    """What a header opened: its records so far, and by kind what its items come to.

    ``number`` is that of the last record, as it numbers itself.
    """

    header: Record
    interchange: int
    records: int = 0
    number: int = 0
    cents: Counter[str] = field(default_factory=Counter)
    count: Counter[str] = field(default_factory=Counter)

    @property
    def reference(self) -> str:
        return "-".join(self.header.field(HEADER[name]) for name in ("created_on", "file"))

    def position(self, record: Record) -> int:
        """Return where the header or the last record stands, from 1."""
        return 1 if record is self.header else self.records

    @property
    def created_on(self) -> dt.date | None:
        return day_of(self.header.field(HEADER["created_on"]))


class _Reader:
    def __init__(self, path: Path, into: Collector, bounds: Bounds) -> None:
        self._path = path
        self._into = into
        self._bounds = bounds
        self._open: _Open | None = None
        self._interchanges = 0
        self._messages = 0
        self._last = 0
        self._shared: frozenset[str] = frozenset()

    def steps(self) -> Iterator[None]:
        """Read record by record, then see that what was opened is ended."""
        self._shared = shared_of(self._traces)
        for record in read_records(self._path):
            if record.code in HEADERS:
                self._cut_short()
                if self._interchanges >= self._bounds.interchanges:
                    self._find("FILE-010", record, expected=str(self._bounds.interchanges))
                    break
            self._last = record.byte_to
            self._take(record)
            yield
            if (enough := self._into.enough(self._bounds.read)) is not None:
                self._find(enough[0], record, expected=str(enough[1]))
                break
        self._cut_short()

    def _take(self, record: Record) -> None:
        if record.code in HEADERS:
            self._begin(record)
        now = self._open
        if now is not None:
            self._hold(record, now)
        if now is None or not self._belongs(record, now):
            self._find("AFT-001", record, value=record.code, expected=", ".join(CODES))
        elif record.code in HEADERS:
            self._header(record, now)
        elif record.code in ITEMS:
            self._items(record, now)
        elif record.code == NOTICE:
            self._add_message(now, record.byte_from, record.byte_to, None)
            self._tell(record, None, Told("AFT-016", None, None))
            self._messages += 1
        else:
            self._end(record, now)

    @staticmethod
    def _belongs(record: Record, now: _Open) -> bool:
        within = ITEMS if now.header.code == "A" else (NOTICE,)
        return record is now.header or record.code in (*within, HEADERS[now.header.code])

    def _begin(self, record: Record) -> None:
        self._open = _Open(record, self._interchanges)
        self._interchanges += 1

    def _hold(self, record: Record, now: _Open) -> None:
        """Hold a record against the length of all, the one before it and its header."""
        now.records += 1
        length = len(record.text)
        if length != RECORD_CHARACTERS:
            self._find("AFT-003", record, value=str(length), expected=str(RECORD_CHARACTERS))
        told, due = record.field(COUNT), now.number + 1
        number = number_of(told)
        if number != due:
            self._find("AFT-004", record, COUNT, told, str(due))
        now.number = due if number is None else number
        control = now.header.field(CONTROL)
        if record.field(CONTROL) != control:
            self._find("AFT-005", record, CONTROL, record.field(CONTROL), control)

    def _header(self, record: Record, now: _Open) -> None:
        currency = record.field(HEADER["currency"])
        if record.code == "A" and currency != _CANADIAN:
            self._find("AFT-009", record, HEADER["currency"], currency, _CANADIAN)
        if now.created_on is None:
            told = record.field(HEADER["created_on"])
            self._find("VAL-004", record, HEADER["created_on"], told, DAY_FORMAT)

    def _items(self, record: Record, now: _Open) -> None:
        """Read the segments of a record; a blank one is followed by blank ones alone."""
        ended = False
        for place, segment in enumerate(record.segments):
            if not segment.strip():
                ended = True
                continue
            if ended:
                self._find("AFT-008", record, value=str(place + 1))
                ended = False
            self._item(record, place, segment, now)
            self._messages += 1

    def _item(self, record: Record, place: int, segment: str, now: _Open) -> None:
        trace = ITEM["trace"].of(segment)
        own = trace if names_something(trace) and trace not in self._shared else None
        byte_from, byte_to = record.bytes_of(place)
        located = self._add_message(now, byte_from, byte_to, own)
        now.count[record.code] += 1
        cents = number_of(ITEM["cents"].of(segment))
        if cents is None:
            told = Told("VAL-002", ITEM["cents"], ITEM["cents"].of(segment), "n")
            self._tell(record, place, told)
            return
        now.cents[record.code] += cents
        if (other := no_payment(record.code, segment, now.created_on)) is not None:
            self._tell(record, place, other)
            return
        row, found = payment_or_return_of(record.code, segment, cents=cents)
        for each in found:
            self._tell(record, place, each)
        if row is not None:
            keys = {"entry_reference": self._name(now, own), "account_servicer_reference": own}
            self._into.add("payments", {**located, **keys, **row})

    def _add_message(
        self, now: _Open, byte_from: int, byte_to: int, own: str | None
    ) -> dict[str, int]:
        """Record a message, and return what places its rows."""
        located = {"message": self._messages, "byte_from": byte_from, "byte_to": byte_to}
        of_message = {
            "interchange": now.interchange,
            "reference": shown(self._name(now, own)),
            "type": MESSAGE_TYPE,
        }
        self._into.add("messages", located | of_message)
        return located

    def _name(self, now: _Open, own: str | None) -> str:
        return own or f"{now.reference}#{self._messages + 1}"

    def _end(self, trailer: Record, now: _Open) -> None:
        """Hold a trailer against what its header opened."""
        if trailer.code == HEADERS["A"]:
            for total in TOTALS:
                self._total(trailer, now, total)
        self._record(now)
        self._open = None

    def _total(self, trailer: Record, now: _Open, total: Total) -> None:
        for code, element, sums in (
            ("AFT-006", total.cents, now.cents),
            ("AFT-007", total.counted, now.count),
        ):
            told, come_to = trailer.field(element), sum(sums[each] for each in total.codes)
            if (told or come_to) and number_of(told) != come_to:
                self._find(code, trailer, element, told, str(come_to))

    def _cut_short(self) -> None:
        """End what was opened and has no trailer."""
        if (now := self._open) is not None:
            self._find("AFT-002", now.header, value=now.header.code)
            self._record(now)
            self._open = None

    def _traces(self) -> Iterator[tuple[str, object]]:
        """Yield the trace number of each item, and what tells it apart."""
        for record in read_records(self._path):
            if record.code in ITEMS:
                for segment in filter(str.strip, record.segments):
                    yield ITEM["trace"].of(segment), segment

    def _record(self, now: _Open) -> None:
        header = now.header
        self._into.add(
            "interchanges",
            {
                "interchange": now.interchange,
                "format": FormatId.AFT_005,
                "reference": shown(now.reference),
                "sender": shown(header.field(HEADER["originator"])),
                "prepared_at": shown(header.field(HEADER["created_on"])),
                "byte_from": header.byte_from,
                "byte_to": self._last,
            },
        )

    def _tell(self, record: Record, place: int | None, told: Told) -> None:
        """Tell what is found of an item: of a segment, or of a whole record."""
        at = record.bytes_of(place) if place is not None else (record.byte_from, record.byte_to)
        self._add_finding(told, record, at, message=self._messages)

    def _find(
        self,
        code: str,
        record: Record,
        element: Element | None = None,
        value: str | None = None,
        expected: str | None = None,
    ) -> None:
        """Tell a fault of a record, which refuses what is open."""
        at = record.byte_from, record.byte_to
        self._add_finding(Told(code, element, value, expected), record, at, message=None)

    def _add_finding(
        self, told: Told, record: Record, at: tuple[int, int], *, message: int | None
    ) -> None:
        now = self._open
        tag = record.code if record.code.isalpha() else None
        self._into.findings.append(
            Finding(
                code=told.code,
                byte_from=at[0],
                byte_to=at[1],
                interchange=None if now is None else now.interchange,
                message=message,
                segment=tag,
                segment_position=None if now is None else now.position(record),
                element=None if told.element is None else f"{tag}/{told.element.number}",
                value=shown(told.value),
                expected=told.expected,
            )
        )
