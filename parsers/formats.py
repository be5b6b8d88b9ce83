"""The table of formats: a row a format, recognised from the content of a file."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from parsers.aft import aft_files
from parsers.bai2 import account_reports
from parsers.banks import camt, intraday
from parsers.banks.camt_messages import MESSAGES, NOTIFICATION, REPORT, STATEMENT, CashMessage
from parsers.cards import settlement_files
from parsers.cards.settlement_columns import MARK as CARD_SETTLEMENT
from parsers.deliveries.reference import reference_delivery, xml_delivery
from parsers.deliveries.reference.reference_tables import TABLES
from parsers.deliveries.reference.row_places import HEAD
from parsers.edifact.envelope import service
from parsers.edifact.profile.cusdec import CUSDEC_D13B
from parsers.edifact.reading.interchanges import Bounds, read_interchanges
from parsers.edifact.syntax.segments import WRAPPING
from parsers.findings import Finding
from parsers.format_ids import FormatId
from parsers.message_tables import Amount, Collector, MessageTables
from parsers.opening import Opening, opening_of
from parsers.places.finding_places import FindingPlaces
from parsers.places.in_edifact import EdifactPlaces
from parsers.places.in_text import TextPlaces
from parsers.places.in_xml import XmlPlaces
from parsers.submissions import opening_files, receipt_files
from parsers.submissions.opening_columns import MARK as OPENING
from parsers.submissions.receipt_columns import NAMESPACE as RECEIPTS
from parsers.submissions.receipt_columns import ROOT as RECEIPT
from parsers.submissions.receipt_columns import SENDER as RECEIPT_SENDER
from parsers.x12 import x12_interchanges as x12
from parsers.x12.x12_segments import ISA_BYTES
from parsers.xml import declarations
from parsers.xml.declaration_fields import NAMESPACE

PROFILES = (CUSDEC_D13B,)
"""The messages of UN/EDIFACT accepted, one line each."""

_EDIFACT = (b"UNA", b"UNB", b"UNG", b"UNH", b"UIB")
_AFT_HEADER = re.compile(rb"[AU][0-9]{9}[ -~]{10}[0-9]{4}")
"""A header of AFT: its letter, its number, the originator, the number of the file."""
_FIRST_NAME = re.compile(rb'\{[ \t\r\n]*"([A-Za-z]+)"')
_TAG_BYTES = 16
"""As far as this is looked for the letters of the first tag, wrapped or not."""


@dataclass(frozen=True)
class Limits:
    """Bounds of one reading."""

    max_file_bytes: int
    max_segment_bytes: int
    max_message_bytes: int = 1 << 25
    max_message_segments: int = 300_000  # 9,999 lines of 25 segments, and 999 invoices
    max_declaration_bytes: int = 1 << 22  # of XML, as far as it is not made of lines
    max_declaration_tags: int = 150_000  # and attributes
    max_entry_bytes: int = 1 << 24  # of camt.053 and 054: some ten thousand details
    max_entry_tags: int = 600_000
    max_foreign_bytes: int = 1 << 23  # of XML, what its schema has no name for
    max_declaration_lines: int = 109_989  # what eleven messages of EDIFACT hold
    max_findings: int = 50_000
    max_messages: int = 200_000
    max_interchanges: int = 2_000  # each is answered by itself
    batch_lines: int = 10_000

    @property
    def read(self) -> Amount:
        """How much of one file is read."""
        return Amount(findings=self.max_findings, messages=self.max_messages)


@dataclass(frozen=True)
class Reading:
    """One file to be read, and what its reader keeps to."""

    opening: Opening
    recipient: str
    limits: Limits


@dataclass(frozen=True, kw_only=True)
class Format:
    """One format: how a file of it is told and read, and where its findings point.

    ``sender`` is the element that names who sends, as findings name it; any of several where one
    is left out. ``messages`` are the types of message accepted, as they are agreed with partners.
    """

    id: FormatId
    name: str
    recognise: Callable[[Opening], bool]
    read: Callable[[Reading], Iterator[MessageTables]]
    sender: tuple[str, ...]
    places: Callable[[Opening], type[FindingPlaces]]
    messages: tuple[str, ...]


def read_file(path: Path, *, recipient: str, limits: Limits) -> Iterator[MessageTables]:
    """Yield the message tables of a file in bounded batches of whole messages.

    Never raises for content: what cannot be read is a finding of the file.
    """
    opening = opening_of(path)
    size = opening.size
    if not opening.head:
        yield _only(Finding(code="FILE-001", byte_from=0, byte_to=size))
    elif size > limits.max_file_bytes:
        expected = str(limits.max_file_bytes)
        yield _only(Finding(code="FILE-003", byte_from=0, byte_to=size, expected=expected))
    elif opening.fault is not None:
        yield _only(opening.fault)
    elif (row := recognised(opening)) is not None:
        yield from row.read(Reading(opening, recipient, limits))
    else:
        yield _only(opening.unrecognised())


def recognised(opening: Opening) -> Format | None:
    """Return the format of a file; None where it is none of these."""
    return next((row for row in FORMATS if row.recognise(opening)), None)


def places_of(opening: Opening) -> type[FindingPlaces]:
    """Return what finds the places of findings in a file.

    A file of no format is searched as the document that it is, or as plain text.
    """
    row = recognised(opening)
    return _in_its_syntax(opening) if row is None else row.places(opening)


def _is_edifact(opening: Opening) -> bool:
    return opening.head[:_TAG_BYTES].translate(None, WRAPPING).startswith(_EDIFACT)


def _is_declarations(opening: Opening) -> bool:
    return opening.root[:2] == (NAMESPACE, "DeclarationBatch")


def _is_x12(opening: Opening) -> bool:
    head = opening.head
    return len(head) >= ISA_BYTES and head.startswith(b"ISA") and not head[3:4].isalnum()


def _is_bai2(opening: Opening) -> bool:
    return opening.head.startswith(b"01,")


def _is_aft(opening: Opening) -> bool:
    return _AFT_HEADER.match(opening.head) is not None


def _is_card_settlement(opening: Opening) -> bool:
    return opening.head.startswith(CARD_SETTLEMENT.encode("ascii"))


def _is_opening(opening: Opening) -> bool:
    return opening.head.startswith(OPENING.encode("ascii"))


def _is_receipt(opening: Opening) -> bool:
    in_xml = opening.root[:2] == (RECEIPTS, RECEIPT)
    return in_xml or _named_in_json(opening, RECEIPT)


def _named_in_json(opening: Opening, name: str) -> bool:
    """Whether a file is an object of JSON whose first name is one."""
    found = _FIRST_NAME.match(opening.head)
    return found is not None and found[1] == name.encode("ascii")


def _is(message: CashMessage) -> Callable[[Opening], bool]:
    def recognise(opening: Opening) -> bool:
        namespace, name, _ = opening.root
        return MESSAGES.get(namespace) is message and name == "Document"

    return recognise


def _is_delivery(opening: Opening) -> bool:
    in_xml = opening.root[:2] == (xml_delivery.NAMESPACE, xml_delivery.ROOT)
    in_text = reference_delivery.is_delivery(opening.head)
    return in_xml or (in_text and not _is_receipt(opening))


def _read_edifact(reading: Reading) -> Iterator[MessageTables]:
    limits = reading.limits
    return read_interchanges(
        reading.opening.path,
        PROFILES,
        recipient=reading.recipient,
        bounds=Bounds(
            segment_bytes=limits.max_segment_bytes,
            message_bytes=limits.max_message_bytes,
            message_segments=limits.max_message_segments,
            interchanges=limits.max_interchanges,
            read=limits.read,
        ),
        batch_lines=limits.batch_lines,
    )


def _read_declarations(reading: Reading) -> Iterator[MessageTables]:
    limits = reading.limits
    return declarations.read_declarations(
        reading.opening.path,
        recipient=reading.recipient,
        bounds=declarations.Bounds(
            declaration_bytes=min(limits.max_declaration_bytes, limits.max_message_bytes),
            declaration_tags=limits.max_declaration_tags,
            foreign_bytes=limits.max_foreign_bytes,
            declaration_lines=limits.max_declaration_lines,
            read=limits.read,
        ),
        batch_lines=limits.batch_lines,
    )


def _read_entries(reading: Reading) -> Iterator[MessageTables]:
    limits, namespace = reading.limits, reading.opening.root.namespace
    return camt.read_payments(
        reading.opening.path,
        MESSAGES[namespace],
        namespace=namespace,
        bounds=camt.Bounds(
            entry_bytes=limits.max_entry_bytes,
            entry_tags=limits.max_entry_tags,
            interchanges=limits.max_interchanges,
            read=limits.read,
        ),
        batch_lines=limits.batch_lines,
    )


def _read_bai2(reading: Reading) -> Iterator[MessageTables]:
    limits = reading.limits
    return account_reports.read_payments(
        reading.opening.path,
        bounds=account_reports.Bounds(
            record_bytes=limits.max_segment_bytes,
            interchanges=limits.max_interchanges,
            read=limits.read,
        ),
        batch_lines=limits.batch_lines,
    )


def _read_aft(reading: Reading) -> Iterator[MessageTables]:
    limits = reading.limits
    return aft_files.read_payments(
        reading.opening.path,
        bounds=aft_files.Bounds(interchanges=limits.max_interchanges, read=limits.read),
        batch_lines=limits.batch_lines,
    )


def _read_card_settlement(reading: Reading) -> Iterator[MessageTables]:
    yield settlement_files.read_payments(
        reading.opening.path, max_findings=reading.limits.max_findings
    )


def _read_opening(reading: Reading) -> Iterator[MessageTables]:
    yield opening_files.read_opening(reading.opening.path, max_findings=reading.limits.max_findings)


def _read_receipt(reading: Reading) -> Iterator[MessageTables]:
    opening = reading.opening
    yield receipt_files.read_receipt(
        opening.path, markup=opening.is_markup, max_findings=reading.limits.max_findings
    )


def _read_x12(reading: Reading) -> Iterator[MessageTables]:
    limits = reading.limits
    return x12.read_interchanges(
        reading.opening.path,
        recipient=reading.recipient,
        bounds=x12.Bounds(
            segment_bytes=limits.max_segment_bytes,
            message_bytes=limits.max_message_bytes,
            interchanges=limits.max_interchanges,
            read=limits.read,
        ),
        batch_lines=limits.batch_lines,
    )


def _refuse_intraday(reading: Reading) -> Iterator[MessageTables]:
    yield intraday.refused(reading.opening.path, reading.opening.root.namespace)


def _read_delivery(reading: Reading) -> Iterator[MessageTables]:
    opening = reading.opening
    read = reference_delivery.read_delivery(opening.path, max_findings=reading.limits.max_findings)
    yield reference_delivery.message_tables(read, opening.size)


def _in_edifact(_opening: Opening) -> type[FindingPlaces]:
    return EdifactPlaces


def _in_xml(_opening: Opening) -> type[FindingPlaces]:
    return XmlPlaces


def _in_text(_opening: Opening) -> type[FindingPlaces]:
    return TextPlaces


def _in_its_syntax(opening: Opening) -> type[FindingPlaces]:
    return XmlPlaces if opening.is_markup else TextPlaces


def _only(finding: Finding) -> MessageTables:
    into = Collector()
    into.findings.append(finding)
    return into.take()


def _camt(
    format_id: FormatId,
    name: str,
    message: CashMessage,
    read: Callable[[Reading], Iterator[MessageTables]],
) -> Format:
    return Format(
        id=format_id,
        name=name,
        recognise=_is(message),
        read=read,
        sender=camt.SENDER,
        places=_in_xml,
        messages=(message.format.value,),
    )


FORMATS: Final = (
    Format(
        id=FormatId.EDIFACT,
        name="UN/EDIFACT",
        recognise=_is_edifact,
        read=_read_edifact,
        sender=(service.SENDER,),
        places=_in_edifact,
        messages=tuple(profile.agreed_as for profile in PROFILES),
    ),
    Format(
        id=FormatId.XML,
        name="declarations in XML (cad.xsd)",
        recognise=_is_declarations,
        read=_read_declarations,
        sender=(declarations.SENDER,),
        places=_in_xml,
        messages=(declarations.MESSAGE_TYPE,),
    ),
    _camt(FormatId.CAMT_052, "ISO 20022 camt.052, refused", REPORT, _refuse_intraday),
    _camt(FormatId.CAMT_053, "ISO 20022 camt.053", STATEMENT, _read_entries),
    _camt(FormatId.CAMT_054, "ISO 20022 camt.054", NOTIFICATION, _read_entries),
    Format(
        id=FormatId.X12_820,
        name="ANSI X12 820",
        recognise=_is_x12,
        read=_read_x12,
        sender=(x12.SENDER,),
        places=_in_text,
        messages=x12.MESSAGES,
    ),
    Format(
        id=FormatId.BAI2,
        name="BAI2",
        recognise=_is_bai2,
        read=_read_bai2,
        sender=(account_reports.SENDER,),
        places=_in_text,
        messages=(account_reports.MESSAGE_TYPE,),
    ),
    Format(
        id=FormatId.AFT_005,
        name="AFT Standard 005",
        recognise=_is_aft,
        read=_read_aft,
        sender=aft_files.SENDER,
        places=_in_text,
        messages=(aft_files.MESSAGE_TYPE,),
    ),
    Format(
        id=FormatId.CARD_SETTLEMENT,
        name="card settlement in CSV",
        recognise=_is_card_settlement,
        read=_read_card_settlement,
        sender=(settlement_files.SENDER,),
        places=_in_text,
        messages=(settlement_files.MESSAGE_TYPE,),
    ),
    Format(
        id=FormatId.OPENING,
        name="opening of accounts in CSV",
        recognise=_is_opening,
        read=_read_opening,
        sender=(opening_files.SENDER,),
        places=_in_text,
        messages=(opening_files.MESSAGE_TYPE,),
    ),
    Format(
        id=FormatId.RECEIPT,
        name="an officer's receipt in JSON or XML",
        recognise=_is_receipt,
        read=_read_receipt,
        sender=(RECEIPT_SENDER,),
        places=_in_its_syntax,
        messages=(receipt_files.MESSAGE_TYPE,),
    ),
    Format(
        id=FormatId.REFERENCE,
        name="reference data in CSV, JSON or XML",
        recognise=_is_delivery,
        read=_read_delivery,
        sender=tuple(name for name, field in HEAD.items() if field == "sender"),
        places=_in_its_syntax,
        messages=tuple(TABLES),
    ),
)
"""A row a format, in the order in which a file is asked whether it is of one."""
