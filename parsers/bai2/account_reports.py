"""BAI2 files as payments: each account (03 to 49) an interchange, each detail (16) a message.

An account whose total or count is wrong falls alone; a group or a file whose own are wrong falls
with all its accounts.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, Final

from parsers.bai2.bai2_records import CODES, Record, read_records, record_of
from parsers.bai2.entry_records import (
    DETAIL,
    cents_of,
    day_of,
    detail_of,
    funds_fields,
    line_of,
    payment_of,
)
from parsers.bai2.payment_columns import PaymentColumns, payment_columns
from parsers.bai2.plain_details import BANK, Places, PlainDetails
from parsers.bai2.type_codes import CLOSING, OPENING
from parsers.banks.entry_keys import (
    come_twice,
    names_something,
    numbered_statement,
    plain,
    shared_of,
)
from parsers.findings import Finding, shown
from parsers.format_ids import FormatId
from parsers.message_tables import Amount, Collector, MessageTables

SENDER: Final = "01/1"
MESSAGE_TYPE: Final = "BAI2"
HEADER: Final = {"sender": 1, "created_on": 3, "file": 5, "version": 8}
GROUP: Final = {"status": 3, "as_of": 4, "currency": 6}
ACCOUNT: Final = {"number": 1, "currency": 2, "summaries": 3}
TRAILER: Final = {"total": 1}
"""Fields that are read, by their numbers behind the record's code."""

_VERSION: Final = "2"
_UPDATE: Final = "1"
_CANADIAN: Final = "CAD"
_LEVELS: Final = {"49": 2, "98": 3, "99": 3}
"""In which field each trailer counts its records."""
_SUMMARY_FIELDS: Final = 4


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What one file may ask of its reader."""

    record_bytes: int
    interchanges: int
    read: Amount


def read_payments(path: Path, *, bounds: Bounds, batch_lines: int) -> Iterator[MessageTables]:
    """Yield batches of whole details."""
    into = Collector()
    yield from into.batches(_Reader(path, into, bounds).steps(), lines=batch_lines)


@dataclass
class _Level:
    """A file, a group or an account that is open: its header, records and totals so far.

    ``total`` is of its amounts, ``stated`` what the trailers within it state; ``balances`` are
    those of an account by their type codes, ``currency`` is its own or its group's.
    """

    header: Record
    records: int = 0
    total: int = 0
    stated: int = 0
    within: int = 0
    interchanges: list[int] = field(default_factory=list)
    balances: dict[str, int] = field(default_factory=dict)
    currency: str = ""


class _Reader:
    def __init__(self, path: Path, into: Collector, bounds: Bounds) -> None:
        self._path = path
        self._into = into
        self._bounds = bounds
        self._size = path.stat().st_size
        self._open: dict[str, _Level] = {}
        self._interchanges = -1
        self._messages = 0
        self._last = 0
        self._shared: frozenset[str] = frozenset()

    def steps(self) -> Iterator[None]:
        """Read record by record, then see that every level was ended."""
        self._shared = self._shared_references()
        for record in self._records():
            if isinstance(record, PlainDetails):
                self._details(record)
                yield
                continue
            self._last = record.byte_to
            if record.code == "03" and self._interchanges + 1 >= self._bounds.interchanges:
                self._find("FILE-010", record, expected=str(self._bounds.interchanges))
                break
            self._take(record)
            yield
            if (enough := self._into.enough(self._bounds.read)) is not None:
                self._find(enough[0], record, expected=str(enough[1]))
                break
        self._end_levels("01")

    def _records(self) -> Iterator[Record | PlainDetails]:
        """Yield the records of the file, those details at once that can be taken so.

        That is in an account and on a day, and while no bound can be reached among them.
        """
        for record in read_records(self._path, max_record_bytes=self._bounds.record_bytes):
            if isinstance(record, PlainDetails) and not self._may_take(record):
                yield from (record_of(record, number) for number in range(len(record)))
            else:
                yield record

    def _may_take(self, details: PlainDetails) -> bool:
        return "03" in self._open and len(details) <= self._into.room(self._bounds.read)

    def _details(self, details: PlainDetails) -> None:
        """Take details of an account: payments that are right as columns, each other by itself."""
        account, as_of = self._open["03"], day_of(self._open["02"].header, GROUP["as_of"])
        for level in self._open.values():
            level.records += len(details)
        columns = payment_columns(details, self._shared, as_of)
        before = self._messages
        for number in columns.others:
            self._messages = before + number
            self._detail(record_of(details, number))
        self._messages = before + len(details)
        self._last = int(details.behind[-1]) + details.offset
        account.total += columns.cents
        if len(columns.numbers):
            self._add(columns, columns.numbers + before, account)

    def _add(self, columns: PaymentColumns, ordinals: Places, account: _Level) -> None:
        of_entries: Any = columns.own
        of_messages = of_entries
        if columns.own.null_count:
            pairs = zip(columns.own.to_pylist(), ordinals.tolist(), strict=True)
            of_entries = [own or self._numbered(ordinal) for own, ordinal in pairs]
            of_messages = [shown(each) for each in of_entries]
        located = {"message": ordinals, **columns.located}
        self._into.add_columns(
            "messages",
            {**located, "reference": of_messages},
            {"interchange": self._interchanges, "type": MESSAGE_TYPE},
        )
        references = {"entry_reference": of_entries, "account_servicer_reference": columns.own}
        self._into.add_columns(
            "payments",
            {**located, **references, **columns.paid},
            {**columns.of_all, "bank_account": plain(account.header.field(ACCOUNT["number"]))},
        )
        said = {name: columns.paid[name] for name in ("amount_cents", "plain_reference")}
        self._into.add_columns(
            "bank_lines",
            {**located, "account_servicer_reference": columns.own, **said},
            {"booked_on": columns.of_all["booked_on"]},
        )

    def _take(self, record: Record) -> None:
        for level in self._open.values():
            level.records += record.count
        if record.too_long:
            self._find("BAI-005", record, expected=str(self._bounds.record_bytes))
        match record.code:
            case "01":
                self._begin("01", record)
            case "02" if "01" in self._open:
                self._begin("02", record)
            case "03" if "02" in self._open:
                self._begin_account(record)
            case "16" if "03" in self._open:
                self._detail(record)
            case "49" if "03" in self._open:
                self._end("03", record, counted=None)
            case "98" if "02" in self._open:
                self._end_levels("03")
                self._end("02", record, counted=2)
            case "99" if "01" in self._open:
                self._end_levels("02")
                self._end("01", record, counted=2)
            case _:
                self._find("BAI-001", record, value=record.code, expected=", ".join(CODES))

    def _begin(self, code: str, record: Record) -> None:
        self._end_levels(code)
        if code != "01":
            self._open["01"].within += 1
        self._open[code] = _Level(record, records=record.count)

    def _begin_account(self, record: Record) -> None:
        self._end_levels("03")
        self._interchanges += 1
        self._open["02"].within += 1
        account = self._open["03"] = _Level(record, records=record.count)
        for level in self._open.values():
            level.interchanges.append(self._interchanges)
        account.total = self._summaries(record, account.balances)
        header, group = self._open["01"].header, self._open["02"].header
        if (version := header.field(HEADER["version"])) != _VERSION:
            self._find("BAI-004", header, HEADER["version"], version, _VERSION)
        if group.field(GROUP["status"]) != _UPDATE:
            status = group.field(GROUP["status"])
            self._find("BAI-004", group, GROUP["status"], status, _UPDATE)
        currency = record.field(ACCOUNT["currency"]) or group.field(GROUP["currency"])
        account.currency = currency
        if currency != _CANADIAN:
            self._find("PAY-021", record, value=currency, expected=_CANADIAN)

    def _summaries(self, record: Record, balances: dict[str, int]) -> int:
        """Return the sum of what the account states of itself; its balances, type by type."""
        total, place = 0, ACCOUNT["summaries"]
        while place <= len(record.fields):
            if not record.field(place):  # a comma behind the last field says nothing
                place += 1
                continue
            if record.field(place + 1):
                cents = self._cents(record, place + 1) or 0
                balances[record.field(place)] = cents
                total += cents
            place += _SUMMARY_FIELDS - 1
            place += funds_fields(record, place)
        return total

    def _detail(self, record: Record) -> None:
        located = {
            "message": self._messages,
            "byte_from": record.byte_from,
            "byte_to": record.byte_to,
        }
        account = self._open["03"]
        bank = detail_of(record).bank
        own = bank if names_something(bank) and bank not in self._shared else None
        reference = own or self._numbered(self._messages)
        of_message = {
            "interchange": self._interchanges,
            "reference": shown(reference),
            "type": MESSAGE_TYPE,
        }
        self._into.add("messages", located | of_message)
        cents = self._cents(record, DETAIL["amount"], message=self._messages)
        if cents is not None:
            account.total += cents
            as_of = day_of(self._open["02"].header, GROUP["as_of"])
            row, found = payment_of(record, cents=cents, as_of=as_of)
            for code, value in found:
                self._find(code, record, value=value, message=self._messages)
            if (line := line_of(record, cents=cents, as_of=as_of)) is not None:
                entrys = {"account_servicer_reference": own}
                self._into.add("bank_lines", located | entrys | line)
            if row is not None:
                entrys = {
                    "entry_reference": reference,
                    "account_servicer_reference": own,
                    "bank_account": plain(account.header.field(ACCOUNT["number"])),
                }
                self._into.add("payments", located | entrys | row)
        self._messages += 1

    def _end(self, code: str, trailer: Record, *, counted: int | None) -> None:
        """Hold a trailer against what it ends, and record an account that is ended."""
        level = self._open.pop(code)
        blank = not trailer.field(TRAILER["total"]) and not level.total
        total = 0 if blank else self._cents(trailer, TRAILER["total"], level=level)
        stated = level.stated if level.within else level.total
        if total is not None and total not in {level.total, stated}:
            found = str(level.total)
            self._find("BAI-003", trailer, value=str(total), expected=found, level=level)
        for number, count in ((counted, level.within), (_LEVELS[trailer.code], level.records)):
            if number is not None and trailer.field(number).lstrip("0") != str(count or ""):
                told = trailer.field(number)
                self._find("BAI-006", trailer, number, told, str(count), level=level)
        for outer in list(self._open.values())[-1:]:
            outer.total += level.total
            outer.stated += total or 0
        if code == "03":
            self._record(level)

    def _end_levels(self, code: str) -> None:
        """End what is open from a level inward, and was not ended by itself."""
        for inner in ("03", "02", "01"):
            level = self._open.pop(inner, None) if inner >= code else None
            if level is not None:
                self._find("BAI-002", level.header, value=inner, level=level)
                if inner == "03":
                    self._record(level)

    def _shared_references(self) -> frozenset[str]:
        """Return the references that several details bear; none where no reference comes twice."""
        if not come_twice(chain.from_iterable(map(_banks, self._details_again()))):
            return frozenset()
        return shared_of(self._references)

    def _references(self) -> Iterator[tuple[str, object]]:
        """Yield the bank's reference of each detail, and what tells it apart."""
        for details in self._details_again():
            written = details.written() if isinstance(details, PlainDetails) else [details.written]
            yield from zip(_banks(details), written, strict=True)

    def _details_again(self) -> Iterator[Record | PlainDetails]:
        for record in read_records(self._path, max_record_bytes=self._bounds.record_bytes):
            if isinstance(record, PlainDetails) or record.code == "16":
                yield record

    def _numbered(self, ordinal: int) -> str:
        """Return the reference of a detail that has none of its own."""
        return f"{self._reference}#{ordinal + 1}"

    @property
    def _reference(self) -> str:
        header = self._open["01"].header
        return f"{header.field(HEADER['created_on'])}-{header.field(HEADER['file'])}"

    def _record(self, account: _Level) -> None:
        header = self._open["01"].header
        self._into.add(
            "interchanges",
            {
                "interchange": account.interchanges[0],
                "format": FormatId.BAI2,
                "reference": shown(
                    numbered_statement(self._reference, account.interchanges[0] + 1)
                ),
                "sender": shown(header.field(HEADER["sender"])),
                "prepared_at": shown(header.field(HEADER["created_on"])),
                "byte_from": account.header.byte_from,
                "byte_to": self._last,
            },
        )
        self._state(account)

    def _state(self, account: _Level) -> None:
        """Record what an account says of itself, on the day of its group."""
        as_of = day_of(self._open["02"].header, GROUP["as_of"])
        if as_of is None:
            return
        self._into.add(
            "statements",
            {
                "interchange": account.interchanges[0],
                "reference": shown(self._reference),
                "bank_account": plain(account.header.field(ACCOUNT["number"])),
                "currency": shown(account.currency),
                "from_on": as_of,
                "to_on": as_of,
                "opening_cents": account.balances.get(OPENING),
                "closing_cents": account.balances.get(CLOSING),
                "byte_from": account.header.byte_from,
                "byte_to": self._last,
            },
        )

    def _cents(
        self,
        record: Record,
        number: int,
        *,
        message: int | None = None,
        level: _Level | None = None,
    ) -> int | None:
        cents = cents_of(record, number)
        if cents is None:
            told = record.field(number)
            self._find("VAL-002", record, number, told, "n", message=message, level=level)
        return cents

    def _find(
        self,
        code: str,
        record: Record,
        number: int | None = None,
        value: str | None = None,
        expected: str | None = None,
        *,
        message: int | None = None,
        level: _Level | None = None,
    ) -> None:
        """Tell a fault of a detail, or once for each account that a fault of a level refuses."""
        level = level or next(reversed(self._open.values()), None)
        refused: list[int | None] = [*(level.interchanges if level is not None else [])]
        if message is not None:
            refused = [self._interchanges]
        for interchange in refused or [None]:
            self._into.findings.append(
                Finding(
                    code=code,
                    byte_from=record.byte_from,
                    byte_to=record.byte_to,
                    interchange=interchange,
                    message=message,
                    segment=record.code[:8] or None,
                    element=None if number is None else f"{record.code[:8]}/{number}",
                    value=shown(value),
                    expected=expected,
                )
            )


def _banks(details: Record | PlainDetails) -> Iterable[str]:
    """Return the bank's reference of a detail or of many."""
    if isinstance(details, Record):
        return (detail_of(details).bank,)
    return map(str.strip, details.texts(*details.field(BANK)).to_pylist())
