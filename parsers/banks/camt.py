"""Statements and notifications of banks: ISO 20022 camt.053 and camt.054 from 02, as payments.

Each statement or notification is an interchange, and each entry (Ntry) in it a message of its own,
so that a bad one never costs its neighbours; each transaction detail (TxDtls) in it is a payment.
Names are the standard's own.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from lxml import etree

from parsers.banks.balances import Balances
from parsers.banks.camt_messages import CashMessage
from parsers.banks.entry_details import BOOKED, Contradiction, Entry
from parsers.banks.entry_keys import (
    REFERENCE_LENGTH_MAX,
    EntryNames,
    numbered_statement,
    plain,
    shared_references,
)
from parsers.banks.entry_payments import booked_line, day_of, payments_of
from parsers.banks.statement_totals import LEAVES, Totals
from parsers.findings import Finding, shown
from parsers.message_tables import Amount, Collector, MessageTables
from parsers.values import amount_text
from parsers.xml.document import finding, local_name
from parsers.xml.element_paths import ElementPaths
from parsers.xml.growing import ElementTooLong, Kept, forget, stream
from parsers.xml.schema_faults import not_well_formed
from parsers.xml.spans import Span, spans

SENDER = ("BIC", "BICFI")
"""The elements that name the bank: of older versions, and of newer ones."""

PERIOD: Final = ("FrDtTm", "ToDtTm")
"""The elements that say of which time a statement is."""

_ENTRY_STEP: Final = re.compile(r"/(?:Stmt|Ntfctn)(?:\[\d+\])?/Ntry(?:\[\d+\])?(?=/|$)")


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What one file may ask of its reader; an entry is read whole, a statement is answered."""

    entry_bytes: int
    entry_tags: int
    interchanges: int
    read: Amount


def read_payments(
    path: Path, message: CashMessage, *, namespace: str, bounds: Bounds, batch_lines: int
) -> Iterator[MessageTables]:
    """Yield batches of whole entries; a statement's row comes with the last of its entries."""
    into = Collector()
    reader = _StatementReader(path, message, namespace, into, bounds)
    yield from into.batches(reader.entries(), lines=batch_lines)


@dataclass
class _Statement:
    """What is known so far of the statement that is being read; ``place`` counts from 1."""

    place: int
    id: str = ""
    account: str = ""
    entries: int = 0
    period: dict[str, str] = field(default_factory=dict)
    days: set[dt.date] = field(default_factory=set)
    totals: Totals = field(default_factory=Totals)
    balances: Balances = field(default_factory=Balances)


class _StatementReader:
    def __init__(
        self,
        path: Path,
        message: CashMessage,
        namespace: str,
        into: Collector,
        bounds: Bounds,
    ) -> None:
        self._bounds = bounds
        self._path = path
        self._message = message
        self._namespace = namespace
        self._ns = f"{{{namespace}}}"
        self._into = into
        self._size = path.stat().st_size
        self._header: dict[str, str] = {}
        self._count = 0
        self._now = _Statement(1)
        self._names = EntryNames(())
        self._closed: dict[str, int] = {}

    def entries(self) -> Iterator[None]:
        """Read entry by entry, statement by statement."""
        most = self._bounds.read.messages
        shared = shared_references(self._path, self._namespace, self._kept("Ntry"), most)
        self._names = EntryNames(shared)
        try:
            yield from self._stream()
        except etree.XMLSyntaxError as fault:
            self._of_file(not_well_formed(fault, self._path))
        except ElementTooLong as fault:
            code = "XML-011" if fault.marks_max is None else "XML-010"
            limit = str(fault.marks_max or self._bounds.entry_bytes)
            self._of_file(finding(code, fault.byte_from, self._size, value="Ntry", expected=limit))
        else:
            if self._now.place > 1:
                return
        self._end_statement()

    def _kept(self, *names: str) -> Kept:
        return Kept(
            tags=frozenset(self._ns + name for name in names),
            max_bytes=self._bounds.entry_bytes,
            marks_max=self._bounds.entry_tags,
        )

    def _stream(self) -> Iterator[None]:
        places = spans(self._path, "Ntry")
        entry_tag, any_entry = f"{self._ns}Ntry", "{*}Ntry"
        header = ("MsgId", "CreDtTm", *SENDER)
        names = ("Document", self._message.stated, "Id", *header, *LEAVES, *PERIOD)
        kept = self._kept("Ntry", "Acct", "Bal")
        tags = [*(self._ns + name for name in names), *kept.tags, any_entry]
        for element in stream(self._path, tags, kept):
            name = local_name(element)
            if next(element.iterancestors(any_entry), None) is not None:
                continue
            if self._now.place > (most := self._bounds.interchanges) and name != "Document":
                code = "FILE-010"
                self._into.findings.append(finding(code, 0, self._size, expected=str(most)))
                return
            if name != "Ntry":
                self._head(element, name)
                continue
            span = next(places, Span(0, self._size))
            if element.tag == entry_tag:
                self._entry(Entry(element, self._namespace), span)
                forget(element)
                yield
            if (enough := self._into.enough(self._bounds.read)) is not None:
                code, limit = enough
                self._of_file(finding(code, 0, self._size, expected=str(limit)))
                self._end_statement()
                return

    def _head(self, element: etree._Element, name: str) -> None:
        """Take what a message or a statement says of itself."""
        parent = element.getparent()
        of_statement = parent is not None and parent.tag == self._ns + self._message.stated
        if name == self._message.stated:
            self._end_statement()
        elif name in LEAVES:
            self._now.totals.take(element)
        elif name in PERIOD:
            self._now.period[name] = (element.text or "").strip()
        elif name in {"Acct", "Bal"}:
            if of_statement and name == "Bal":
                self._now.balances.take(element)
            elif of_statement:
                number = element.findtext("{*}Id/{*}IBAN") or element.findtext(
                    "{*}Id/{*}Othr/{*}Id"
                )
                self._now.account = plain(number or "")
            forget(element)
        elif name == "Id":
            if of_statement:
                self._now.id = (element.text or "").strip()
        elif name != "Document":
            self._header.setdefault(name, (element.text or "").strip())

    def _end_statement(self) -> None:
        """Compare what a statement says of itself with its entries, and record it."""
        now, step = self._now, f"{self._message.stated}[{self._now.place}]"
        around = f"/Document/{self._message.body}/{step}"
        if not now.entries:
            self._of_statement("PAY-016", around, now.id, None)
        for unlike in now.totals.unlike():
            self._of_statement("PAY-010", f"{around}/{unlike.path}", unlike.stated, unlike.found)
        if self._message.balances:
            self._tie(around)
        reference = self._header.get("MsgId", "")
        if not reference or len(reference) > REFERENCE_LENGTH_MAX:
            self._of_statement(
                "VAL-003" if reference else "VAL-001",
                f"/Document/{self._message.body}/GrpHdr/MsgId",
                reference,
                f"an..{REFERENCE_LENGTH_MAX}",
            )
        bic, bicfi = map(self._header.get, SENDER)
        self._into.add(
            "interchanges",
            {
                "interchange": now.place - 1,
                "format": self._message.format,
                "reference": shown(reference and numbered_statement(reference, now.place)),
                "sender": bic or bicfi,
                "recipient": None,
                "prepared_at": self._header.get("CreDtTm"),
                "byte_from": 0,
                "byte_to": self._size,
            },
        )
        if self._message.balances:
            self._state(now)
        self._now = _Statement(now.place + 1)

    def _state(self, now: _Statement) -> None:
        """Record what a statement says of its account: from when to when, from what to what."""
        begins, ends = (day_of(now.period.get(name, "")) for name in PERIOD)
        to_on = day_of(now.balances.closes) or ends or max(now.days, default=None)
        if to_on is None:
            return
        from_on = begins or min(now.days, default=to_on)
        self._into.add(
            "statements",
            {
                "interchange": now.place - 1,
                "reference": shown(now.totals.paged(now.id)),
                "bank_account": now.account,
                "currency": shown(now.balances.currency),
                "from_on": min(from_on, to_on),
                "to_on": to_on,
                "opening_cents": now.balances.opening,
                "closing_cents": now.balances.closing,
                "byte_from": 0,
                "byte_to": self._size,
            },
        )

    def _tie(self, around: str) -> None:
        """Hold the balances of a statement against its entries, and those of the one before."""
        balances, account = self._now.balances, self._now.account
        if (apart := balances.apart()) is not None:
            self._of_statement(
                "PAY-011", f"{around}/Bal", amount_text(apart.stated), amount_text(apart.found)
            )
        before, opening = self._closed.get(account), balances.opening
        if before is not None and opening is not None and before != opening:
            self._of_statement(
                "PAY-014", f"{around}/Bal", amount_text(opening), amount_text(before)
            )
        if balances.closing is not None:
            self._closed[account] = balances.closing

    def _of_file(self, found: Finding) -> None:
        """Tell what ends the reading of the file, and with it the statement that is being read."""
        self._into.findings.append(replace(found, interchange=self._now.place - 1))

    def _of_statement(self, code: str, path: str, value: str, expected: str | None) -> None:
        self._into.findings.append(
            Finding(
                code=code,
                byte_from=0,
                byte_to=self._size,
                interchange=self._now.place - 1,
                segment=path,
                value=shown(value),
                expected=expected,
            )
        )

    def _entry(self, entry: Entry, span: Span) -> None:
        now, ordinal = self._now, self._count
        self._count += 1
        now.entries += 1
        located = {"message": ordinal, "byte_from": span.byte_from, "byte_to": span.byte_to}
        direction, cents = entry.text("CdtDbtInd"), entry.cents
        now.totals.count(direction, cents)
        if entry.status == BOOKED:
            now.balances.book(direction, cents)
        message = self._header.get("MsgId", "")
        own = self._names.own(entry.text("AcctSvcrRef"), message=message, statement=now.id)
        reference = own or self._names.within(
            entry.text("NtryRef"), message=message, place=now.place, ordinal=ordinal
        )
        self._into.add(
            "messages",
            located
            | {
                "interchange": now.place - 1,
                "reference": shown(reference),
                "type": self._message.format,
            },
        )
        paths = ElementPaths()
        payments, found = payments_of(entry, reference=reference)
        for row in payments:
            entrys = {"account_servicer_reference": own, "bank_account": now.account}
            self._into.add("payments", located | entrys | row)
        if self._message.balances and (line := booked_line(entry, payments)) is not None:
            now.days.add(line["booked_on"])
            self._into.add("bank_lines", located | {"account_servicer_reference": own} | line)
        for each in found:
            self._find(located, paths, each)

    def _find(self, located: dict[str, Any], paths: ElementPaths, found: Contradiction) -> None:
        step = f"/{self._message.stated}[{self._now.place}]/Ntry[{self._now.entries}]"
        self._into.findings.append(
            Finding(
                code=found.code,
                byte_from=located["byte_from"],
                byte_to=located["byte_to"],
                interchange=self._now.place - 1,
                message=located["message"],
                segment=_ENTRY_STEP.sub(step, paths.path(found.element), count=1),
                segment_position=found.element.sourceline,
                value=shown(found.value),
                expected=found.expected,
            )
        )
