"""Bank notifications: ISO 20022 camt.054, any version from 02, as payments.

Each entry (Ntry) is a message of its own, so that a bad one never costs its neighbours; each
transaction detail (TxDtls) in it is a payment. Names are the standard's own.
"""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from parsers.findings import Finding, shown
from parsers.message_tables import Collector, MessageTables
from parsers.values import Fault, cents, iso_date
from parsers.xml.document import Span, forget, readable_path, spans, stream

NAMESPACE_PREFIX = "urn:iso:std:iso:20022:tech:xsd:camt.054.001."
_BN15 = re.compile(r"(?<!\d)\d{9}RM\d{4}(?!\d)")


def read_payments(path: Path, *, namespace: str, batch_lines: int) -> Iterator[MessageTables]:
    """Yield batches of whole entries; the notification's row comes in the last one."""
    into = Collector()
    reader = _NotificationReader(path, namespace, into)
    yield from into.batches(reader.entries(), lines=batch_lines)


class _NotificationReader:
    def __init__(self, path: Path, namespace: str, into: Collector) -> None:
        self._path = path
        self._ns = f"{{{namespace}}}"
        self._into = into
        self._size = path.stat().st_size
        self._header: dict[str, str] = {}
        self._count = 0

    def entries(self) -> Iterator[None]:
        """Read entry by entry, then the notification as a whole."""
        complete = False
        try:
            yield from self._stream()
            complete = True
        except etree.XMLSyntaxError as fault:
            self._into.findings.append(
                Finding(
                    code="XML-001",
                    byte_from=0,
                    byte_to=self._size,
                    interchange=0,
                    segment_position=fault.lineno,
                    value=shown(fault.msg),
                )
            )
        self._into.add(
            "interchanges",
            {
                "interchange": 0,
                "format": "camt.054",
                "reference": self._header.get("MsgId"),
                "sender": self._header.get("BIC") or self._header.get("BICFI"),
                "recipient": None,
                "prepared_at": self._header.get("CreDtTm"),
                "test": False,
                "message_count": self._count,
                "complete": complete,
                "byte_from": 0,
                "byte_to": self._size,
            },
        )

    def _stream(self) -> Iterator[None]:
        places = spans(self._path, "Ntry")
        header = ("MsgId", "CreDtTm", "BIC", "BICFI")
        for event, element in stream(self._path, [self._ns + n for n in ("Ntry", *header)]):
            if event == "start":
                continue
            name = etree.QName(element).localname
            if name == "Ntry":
                self._entry(element, next(places, Span(0, self._size)))
                forget(element)
                yield
            elif not any(True for _ in element.iterancestors(f"{self._ns}Ntry")):
                self._header.setdefault(name, (element.text or "").strip())

    def _entry(self, entry: etree._Element, span: Span) -> None:
        ordinal = self._count
        self._count += 1
        located = {"message": ordinal, "byte_from": span.byte_from, "byte_to": span.byte_to}
        reference = self._text(entry, "AcctSvcrRef") or self._text(entry, "NtryRef")
        self._into.add(
            "messages",
            located | {"interchange": 0, "reference": reference, "type": "camt.054"},
        )
        status = self._text(entry, "Sts/Cd") or self._text(entry, "Sts")
        direction = self._text(entry, "CdtDbtInd")
        reversal = self._text(entry, "RvslInd") in {"true", "1"}
        if direction != "CRDT" or status != "BOOK" or reversal:
            kind = f"{direction} {status}" + (" reversal" if reversal else "")
            self._find("PAY-005", located, entry, kind)
            return
        details = entry.findall(self._path_of("NtryDtls/TxDtls"))
        for index, detail in enumerate(details or [entry]):
            self._payment(entry, detail, located, reference, index if len(details) > 1 else None)

    def _payment(
        self,
        entry: etree._Element,
        detail: etree._Element,
        located: dict[str, Any],
        reference: str,
        index: int | None,
    ) -> None:
        whole = entry.find(self._path_of("Amt"))
        amount_element = whole
        if index is not None:
            own = detail.find(self._path_of("Amt"))
            instructed = detail.find(self._path_of("AmtDtls/TxAmt/Amt"))
            amount_element = own if own is not None else instructed
        amount = _cents(amount_element)
        value_on = _date(self._text(entry, "ValDt/Dt") or self._text(entry, "ValDt/DtTm"))
        if amount_element is not None and amount_element.get("Ccy") != "CAD":
            self._find("PAY-005", located, amount_element, amount_element.get("Ccy"))
            return
        if not isinstance(amount, int) or amount == 0 or value_on is None or not reference:
            missing = f"{reference or '-'} {getattr(amount_element, 'text', None)} {value_on}"
            self._find("PAY-006", located, entry, missing)
            return
        named = _BN15.search(" ".join(detail.itertext()))
        payment = {
            "entry_reference": reference if index is None else f"{reference}/{index + 1}",
            "account_servicer_reference": reference,
            "payer_name": self._text(detail, "RltdPties/Dbtr/Nm")
            or self._text(detail, "RltdPties/Dbtr/Pty/Nm"),
            "bn15": named.group() if named else None,
            "value_on": value_on,
            "amount_cents": amount,
        }
        if named is None:
            self._find("PAY-001", located, detail, None)
        self._into.add("payments", located | payment)

    def _find(
        self, code: str, located: dict[str, Any], element: etree._Element, value: str | None
    ) -> None:
        self._into.findings.append(
            Finding(
                code=code,
                byte_from=located["byte_from"],
                byte_to=located["byte_to"],
                interchange=0,
                message=located["message"],
                segment=readable_path(element),
                segment_position=element.sourceline,
                value=shown(value),
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
