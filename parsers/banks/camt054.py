"""Bank notifications: ISO 20022 camt.054, any version from 02, as payments.

Each entry (Ntry) is a message of its own, so that a bad one never costs its neighbours; each
transaction detail (TxDtls) in it is a payment. Names are the standard's own.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from lxml import etree

from parsers.banks.entry_details import Entry, cents_of
from parsers.banks.entry_keys import (
    KEY_LENGTH_MAX,
    REFERENCE_LENGTH_MAX,
    EntryKeys,
    shared_references,
)
from parsers.banks.notification_totals import LEAVES, Totals
from parsers.findings import Finding, shown
from parsers.format_ids import FormatId
from parsers.message_tables import Amount, Collector, MessageTables
from parsers.values import iso_date
from parsers.xml.document import finding, local_name
from parsers.xml.element_paths import ElementPaths
from parsers.xml.growing import ElementTooLong, Kept, forget, stream
from parsers.xml.schema_faults import not_well_formed
from parsers.xml.spans import Span, spans

_ANY_ENTRY = "{*}Ntry"
NAMESPACES: Final = frozenset(
    f"urn:iso:std:iso:20022:tech:xsd:camt.054.001.{version:02}" for version in range(2, 14)
)
"""The versions that are read, each by its own name space: 02 of 2009 to 13."""
SENDER = ("BIC", "BICFI")
"""The elements that name the bank: of older versions, and of newer ones."""
MESSAGE_TYPE = "camt.054"

_BN15 = re.compile(r"(?<!\d)\d{9}RM\d{4}(?!\d)")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)
"""ISODate and ISODateTime; the day is the one that is written."""
_ENTRY_STEP = re.compile(r"/Ntfctn(?:\[\d+\])?/Ntry(?:\[\d+\])?(?=/|$)")


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What one file may ask of its reader; an entry is read whole."""

    entry_bytes: int
    entry_tags: int
    read: Amount


def read_payments(
    path: Path, *, namespace: str, bounds: Bounds, batch_lines: int
) -> Iterator[MessageTables]:
    """Yield batches of whole entries; the notification's row comes in the last one."""
    into = Collector()
    reader = _NotificationReader(path, namespace, into, bounds)
    yield from into.batches(reader.entries(), lines=batch_lines)


class _NotificationReader:
    def __init__(self, path: Path, namespace: str, into: Collector, bounds: Bounds) -> None:
        self._bounds = bounds
        self._path = path
        self._namespace = namespace
        self._ns = f"{{{namespace}}}"
        self._into = into
        self._size = path.stat().st_size
        self._header: dict[str, str] = {}
        self._count = 0
        self._notifications = 0
        self._of_the_notification = 0
        self._notification_id = ""
        self._totals = Totals()
        self._kept = Kept(
            tags=frozenset({f"{self._ns}Ntry"}),
            max_bytes=bounds.entry_bytes,
            marks_max=bounds.entry_tags,
        )
        self._keys = EntryKeys(())

    def entries(self) -> Iterator[None]:
        """Read entry by entry, then the notification as a whole."""
        most = self._bounds.read.messages
        self._keys = EntryKeys(shared_references(self._path, self._namespace, self._kept, most))
        try:
            yield from self._stream()
        except etree.XMLSyntaxError as fault:
            self._into.findings.append(not_well_formed(fault, self._path))
        except ElementTooLong as fault:
            code = "XML-011" if fault.marks_max is None else "XML-010"
            limit = str(fault.marks_max or self._bounds.entry_bytes)
            self._into.findings.append(
                finding(code, fault.byte_from, self._size, value="Ntry", expected=limit)
            )
        reference = self._header.get("MsgId", "")
        if not reference or len(reference) > REFERENCE_LENGTH_MAX:
            self._into.findings.append(
                Finding(
                    code="VAL-003" if reference else "VAL-001",
                    byte_from=0,
                    byte_to=self._size,
                    interchange=0,
                    segment="/Document/BkToCstmrDbtCdtNtfctn/GrpHdr/MsgId",
                    value=shown(reference),
                    expected=f"an..{REFERENCE_LENGTH_MAX}",
                )
            )
        bic, bicfi = map(self._header.get, SENDER)
        self._into.add(
            "interchanges",
            {
                "interchange": 0,
                "format": FormatId.CAMT_054,
                "reference": shown(reference),
                "sender": bic or bicfi,
                "recipient": None,
                "prepared_at": self._header.get("CreDtTm"),
                "byte_from": 0,
                "byte_to": self._size,
            },
        )

    def _stream(self) -> Iterator[None]:
        places = spans(self._path, "Ntry")
        header = ("MsgId", "CreDtTm", *SENDER)
        names = ("Document", "Ntfctn", "Id", *header, *LEAVES)
        tags = [*(self._ns + name for name in names), _ANY_ENTRY]
        self._begin_notification()
        for element in stream(self._path, tags, self._kept):
            name = local_name(element)
            if name != "Ntry" and any(True for _ in element.iterancestors(_ANY_ENTRY)):
                continue
            if name != "Ntry":
                self._head(element, name)
                continue
            if any(True for _ in element.iterancestors(_ANY_ENTRY)):
                continue
            span = next(places, Span(0, self._size))
            if element.tag in self._kept.tags:
                self._entry(Entry(element, self._namespace), span)
                forget(element)
                yield
            if (enough := self._into.enough(self._bounds.read)) is not None:
                code, limit = enough
                self._into.findings.append(finding(code, 0, self._size, expected=str(limit)))
                return

    def _head(self, element: etree._Element, name: str) -> None:
        """Take what a message or a notification says of itself."""
        if name == "Ntfctn":
            self._end_notification()
        elif name in LEAVES:
            self._totals.take(element)
        elif name == "Id":
            parent = element.getparent()
            if parent is not None and parent.tag == f"{self._ns}Ntfctn":
                self._notification_id = (element.text or "").strip()
        elif name != "Document":
            self._header.setdefault(name, (element.text or "").strip())

    def _begin_notification(self) -> None:
        self._notifications += 1
        self._of_the_notification = 0
        self._notification_id = ""
        self._totals = Totals()

    def _end_notification(self) -> None:
        """Compare the totals of a notification with its entries."""
        for unlike in self._totals.unlike():
            around = f"/Document/BkToCstmrDbtCdtNtfctn/Ntfctn[{self._notifications}]"
            self._into.findings.append(
                finding(
                    "PAY-010",
                    0,
                    self._size,
                    path=f"{around}/{unlike.path}",
                    value=unlike.stated,
                    expected=unlike.found,
                )
            )
        self._begin_notification()

    def _entry(self, entry: Entry, span: Span) -> None:
        ordinal = self._count
        self._count += 1
        self._of_the_notification += 1
        located = {"message": ordinal, "byte_from": span.byte_from, "byte_to": span.byte_to}
        direction = entry.text("CdtDbtInd")
        self._totals.count(direction, entry.cents)
        reference = self._keys.key(
            entry.text("AcctSvcrRef"),
            entry.text("NtryRef"),
            message=self._header.get("MsgId", ""),
            notification=(self._notifications, self._notification_id),
            ordinal=ordinal,
        )
        self._into.add(
            "messages",
            located | {"interchange": 0, "reference": shown(reference), "type": MESSAGE_TYPE},
        )
        paths = ElementPaths()
        status = entry.text("Sts/Cd") or entry.text("Sts")
        reversal = entry.text("RvslInd") not in {"", "false", "0"}
        if direction != "CRDT" or status != "BOOK" or reversal:
            kind = f"{direction} {status}" + (" reversal" if reversal else "")
            self._find("PAY-005", located, paths, entry.element, kind)
            return
        found = entry.contradiction(reference)
        if found is not None:
            self._find(found.code, located, paths, *found[1:])
            return
        value_on = self._value_on(entry, located, paths)
        details = entry.details
        for index, detail in enumerate(details or [entry.element]):
            payment = _Payment(reference, value_on, index if len(details) > 1 else None)
            self._payment(entry, detail, located, payment, paths)

    def _value_on(
        self, entry: Entry, located: dict[str, Any], paths: ElementPaths
    ) -> dt.date | None:
        """Return the value date; where none is given, the booking date, with a warning."""
        for name in ("ValDt", "BookgDt"):
            text = entry.text(f"{name}/Dt") or entry.text(f"{name}/DtTm")
            if text:
                day = _date(text)
                if name == "BookgDt" and day is not None:
                    place = entry.one(entry.element, name)
                    place = entry.element if place is None else place
                    self._find("PAY-008", located, paths, place, day.isoformat())
                return day
        return None

    def _payment(
        self,
        entry: Entry,
        detail: etree._Element,
        located: dict[str, Any],
        payment: "_Payment",
        paths: ElementPaths,
    ) -> None:
        reference, value_on, index = payment
        whole = entry.one(entry.element, "Amt")
        amount_element = whole if index is None else entry.amount_of(detail)
        amount = cents_of(amount_element)
        if amount_element is not None and amount_element.get("Ccy") != "CAD":
            self._find("PAY-005", located, paths, amount_element, amount_element.get("Ccy"))
            return
        named_well = 0 < len(reference) <= KEY_LENGTH_MAX
        if not isinstance(amount, int) or amount == 0 or value_on is None or not named_well:
            missing = f"{reference or '-'} {getattr(amount_element, 'text', None)} {value_on}"
            self._find("PAY-006", located, paths, entry.element, missing)
            return
        named = self._accounts_named(detail)
        row = {
            "entry_reference": reference if index is None else f"{reference}/{index + 1}",
            "account_servicer_reference": reference,
            "payer_name": shown(
                entry.text("RltdPties/Dbtr/Nm", detail)
                or entry.text("RltdPties/Dbtr/Pty/Nm", detail)
            ),
            "bn15": named.pop() if len(named) == 1 else None,
            "value_on": value_on,
            "amount_cents": amount,
        }
        if row["bn15"] is None:
            self._find("PAY-001", located, paths, detail, " ".join(sorted(named)) or None)
        self._into.add("payments", located | row)

    def _accounts_named(self, detail: etree._Element) -> set[str]:
        """Return the program accounts that the remittance information and references name."""
        places = [place for name in ("RmtInf", "Refs") for place in detail.iter(self._ns + name)]
        return {
            account
            for place in places
            for account in _BN15.findall(" ".join(str(text) for text in place.itertext()))
        }

    def _find(  # noqa: PLR0917 - the parts of one location
        self,
        code: str,
        located: dict[str, Any],
        paths: ElementPaths,
        element: etree._Element,
        value: str | None,
        expected: str | None = None,
    ) -> None:
        step = f"/Ntfctn[{self._notifications}]/Ntry[{self._of_the_notification}]"
        self._into.findings.append(
            Finding(
                code=code,
                byte_from=located["byte_from"],
                byte_to=located["byte_to"],
                interchange=0,
                message=located["message"],
                segment=_ENTRY_STEP.sub(step, paths.path(element), count=1),
                segment_position=element.sourceline,
                value=shown(value),
                expected=expected,
            )
        )


class _Payment(NamedTuple):
    """What payments of one entry share, and the place of one among them; None where it is alone."""

    reference: str
    value_on: dt.date | None
    place: int | None


def _date(text: str) -> dt.date | None:
    written = _DAY.fullmatch(text)
    value = iso_date(written[1], ".") if written else None
    return value if isinstance(value, dt.date) else None
