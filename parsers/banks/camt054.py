"""Bank notifications: ISO 20022 camt.054, any version from 02, as payments.

Each entry (Ntry) is a message of its own, so that a bad one never costs its neighbours; each
transaction detail (TxDtls) in it is a payment. Names are the standard's own.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from parsers.findings import Finding, shown
from parsers.format_ids import FormatId
from parsers.message_tables import Amount, Collector, MessageTables
from parsers.values import Fault, cents, iso_date
from parsers.xml.document import finding
from parsers.xml.element_paths import ElementPaths
from parsers.xml.growing import ElementTooLong, Kept, forget, stream
from parsers.xml.schema_faults import not_well_formed
from parsers.xml.spans import Span, spans

_ANY_ENTRY = "{*}Ntry"
NAMESPACE_PREFIX = "urn:iso:std:iso:20022:tech:xsd:camt.054.001."
SENDER = ("BIC", "BICFI")
"""The elements that name the bank: of older versions, and of newer ones."""
MESSAGE_TYPE = "camt.054"
REFERENCE_LENGTH_MAX = 35
"""ISO 20022 Max35Text: message, entry and account servicer references."""

_BN15 = re.compile(r"(?<!\d)\d{9}RM\d{4}(?!\d)")


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
        self._ns = f"{{{namespace}}}"
        self._into = into
        self._size = path.stat().st_size
        self._header: dict[str, str] = {}
        self._count = 0

    def entries(self) -> Iterator[None]:
        """Read entry by entry, then the notification as a whole."""
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
        kept = Kept(
            tags=frozenset({f"{self._ns}Ntry"}),
            max_bytes=self._bounds.entry_bytes,
            marks_max=self._bounds.entry_tags,
        )
        tags = [*(self._ns + name for name in ("Document", *header)), _ANY_ENTRY]
        for element in stream(self._path, tags, kept):
            name = str(element.tag).rpartition("}")[2]
            if name in self._header or name == "Document":
                continue
            if any(True for _ in element.iterancestors(_ANY_ENTRY)):
                continue
            if name != "Ntry":
                self._header[name] = (element.text or "").strip()
                continue
            span = next(places, Span(0, self._size))
            if element.tag in kept.tags:
                self._entry(element, span)
                forget(element)
                yield
            if (enough := self._into.enough(self._bounds.read)) is not None:
                code, limit = enough
                self._into.findings.append(finding(code, 0, self._size, expected=str(limit)))
                return

    def _entry(self, entry: etree._Element, span: Span) -> None:
        ordinal = self._count
        self._count += 1
        located = {"message": ordinal, "byte_from": span.byte_from, "byte_to": span.byte_to}
        reference = self._reference(entry)
        self._into.add(
            "messages",
            located | {"interchange": 0, "reference": shown(reference), "type": MESSAGE_TYPE},
        )
        status = self._text(entry, "Sts/Cd") or self._text(entry, "Sts")
        direction = self._text(entry, "CdtDbtInd")
        reversal = self._text(entry, "RvslInd") in {"true", "1"}
        if direction != "CRDT" or status != "BOOK" or reversal:
            kind = f"{direction} {status}" + (" reversal" if reversal else "")
            self._find("PAY-005", located, entry, kind)
            return
        details = entry.findall(self._path_of("NtryDtls/TxDtls"))
        if not self._details_agree(entry, details, located, reference):
            return
        for index, detail in enumerate(details or [entry]):
            self._payment(entry, detail, located, reference, index if len(details) > 1 else None)

    def _reference(self, entry: etree._Element) -> str:
        """Return what names the entry for good: the bank's own reference, unique at the bank.

        An NtryRef is unique in its notification only, so the notification's own goes before it.
        """
        own = self._text(entry, "AcctSvcrRef")
        numbered = self._text(entry, "NtryRef")
        return own or (f"{self._header.get('MsgId', '')}/{numbered}" if numbered else "")

    def _details_agree(
        self,
        entry: etree._Element,
        details: list[etree._Element],
        located: dict[str, Any],
        reference: str,
    ) -> bool:
        """Check that the details are credits and add up to their entry."""
        for detail in details:
            if (direction := self._text(detail, "CdtDbtInd")) not in {"", "CRDT"}:
                self._find("PAY-005", located, detail, direction)
                return False
        if len(details) < 2:  # noqa: PLR2004 - one detail says of the entry what the entry says
            return True
        parts = [_cents(self._amount(detail)) for detail in details]
        whole = _cents(entry.find(self._path_of("Amt")))
        if all(isinstance(part, int) for part in parts) and whole == sum(
            part for part in parts if isinstance(part, int)
        ):
            return True
        self._find("PAY-007", located, entry, reference, self._text(entry, "Amt"))
        return False

    def _amount(self, detail: etree._Element) -> etree._Element | None:
        own = detail.find(self._path_of("Amt"))
        return own if own is not None else detail.find(self._path_of("AmtDtls/TxAmt/Amt"))

    def _payment(
        self,
        entry: etree._Element,
        detail: etree._Element,
        located: dict[str, Any],
        reference: str,
        index: int | None,
    ) -> None:
        amount_element = entry.find(self._path_of("Amt")) if index is None else self._amount(detail)
        amount = _cents(amount_element)
        value_on = _date(self._text(entry, "ValDt/Dt") or self._text(entry, "ValDt/DtTm"))
        if amount_element is not None and amount_element.get("Ccy") != "CAD":
            self._find("PAY-005", located, amount_element, amount_element.get("Ccy"))
            return
        named_well = 0 < len(reference) <= 2 * REFERENCE_LENGTH_MAX
        if not isinstance(amount, int) or amount == 0 or value_on is None or not named_well:
            missing = f"{reference or '-'} {getattr(amount_element, 'text', None)} {value_on}"
            self._find("PAY-006", located, entry, missing)
            return
        named = self._accounts_named(detail)
        payment = {
            "entry_reference": reference if index is None else f"{reference}/{index + 1}",
            "account_servicer_reference": reference,
            "payer_name": shown(
                self._text(detail, "RltdPties/Dbtr/Nm")
                or self._text(detail, "RltdPties/Dbtr/Pty/Nm")
            ),
            "bn15": named.pop() if len(named) == 1 else None,
            "value_on": value_on,
            "amount_cents": amount,
        }
        if payment["bn15"] is None:
            self._find("PAY-001", located, detail, " ".join(sorted(named)) or None)
        self._into.add("payments", located | payment)

    def _accounts_named(self, detail: etree._Element) -> set[str]:
        """Return the program accounts that the remittance information and references name."""
        places = [place for name in ("RmtInf", "Refs") for place in detail.iter(self._ns + name)]
        return {
            account
            for place in places
            for account in _BN15.findall(" ".join(str(text) for text in place.itertext()))
        }

    def _find(
        self,
        code: str,
        located: dict[str, Any],
        element: etree._Element,
        value: str | None,
        expected: str | None = None,
    ) -> None:
        self._into.findings.append(
            Finding(
                code=code,
                byte_from=located["byte_from"],
                byte_to=located["byte_to"],
                interchange=0,
                message=located["message"],
                segment=ElementPaths().path(element),
                segment_position=element.sourceline,
                value=shown(value),
                expected=expected,
            )
        )

    def _path_of(self, path: str) -> str:
        return "/".join(self._ns + step for step in path.split("/"))

    def _text(self, element: etree._Element, path: str) -> str:
        return (element.findtext(self._path_of(path)) or "").strip()


def _cents(element: etree._Element | None) -> int | Fault | None:
    return None if element is None else cents((element.text or "").strip(), ".")


def _date(text: str) -> dt.date | None:
    value = iso_date(text[:10], ".")
    return None if isinstance(value, Fault) else value
