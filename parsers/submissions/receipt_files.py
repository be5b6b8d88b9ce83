"""An officer's receipt: a cheque, a card or cash at a counter, as JSON or XML of one record."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from parsers.banks.entry_keys import plain_reference
from parsers.deliveries.headed_rows import HeadedRows, Place
from parsers.findings import Finding, shown
from parsers.format_ids import FormatId
from parsers.message_tables import Collector, MessageTables
from parsers.submissions.flat_documents import BYTES_MAX, Document, in_json, in_xml
from parsers.submissions.receipt_columns import METHODS, ROOT, SENDER, SHAPE
from parsers.submissions.submission import RECEIPT, ManualReceipt, Submission

MESSAGE_TYPE: Final = "RECEIPT"


def read_receipt(path: Path, *, markup: bool, max_findings: int) -> MessageTables:
    """Read one receipt; what is wrong is a finding."""
    into, size = Collector(), path.stat().st_size
    if size > BYTES_MAX:
        into.findings.append(
            Finding(code="FILE-003", byte_from=0, byte_to=size, expected=str(BYTES_MAX))
        )
        return into.take()
    document = in_xml(path, ROOT) if markup else in_json(path.read_bytes(), ROOT)
    told = HeadedRows(SHAPE, size)
    _read(told, document)
    return _tables(into, told, document, max_findings)


def _read(told: HeadedRows, document: Document) -> None:
    if document.unreadable is not None:
        place = Place(0, told.size, document.line)
        told.find(SHAPE.codes.line, place, value=document.unreadable)
        return
    told.told = document.texts
    unknown = [name for name in document.places if name not in SHAPE.head]
    for name in sorted({*unknown, *document.odd}):
        expected = ", ".join(SHAPE.head)
        told.find(SHAPE.codes.head, document.places[name], value=name, expected=expected)
    for name, read in SHAPE.head.items():
        if name not in document.odd:
            place = document.places.get(name, Place(0, told.size, None, f"/{ROOT}/{name}"))
            value = told.value(place, name, read, document.texts.get(name, ""))
            if value is not None:
                told.head[name] = value
    number = told.head.get("ReceiptNumber")
    if number is not None and not plain_reference([number]):
        told.find("VAL-001", document.places["ReceiptNumber"], element="ReceiptNumber")


def _tables(
    into: Collector, told: HeadedRows, document: Document, max_findings: int
) -> MessageTables:
    place = {"interchange": 0, "byte_from": 0, "byte_to": told.size}
    reference = shown(told.told.get("ReceiptNumber"))
    into.add(
        "interchanges",
        place
        | {
            "format": FormatId.RECEIPT,
            "reference": reference,
            "sender": shown(told.told.get(SENDER)),
            "prepared_at": shown(told.told.get("ReceivedAt")),
        },
    )
    into.add("messages", place | {"message": 0, "reference": reference, "type": MESSAGE_TYPE})
    into.findings += told.findings[:max_findings]
    if told.is_wrong:
        return into.take()
    head = told.head
    said = ManualReceipt(
        number=head["ReceiptNumber"],
        method=METHODS[head["Method"]],
        taken_as=head["Method"],
        payer=head["Payer"],
        bn15=head["ProgramAccount"],
        amount_cents=head["Amount"],
        received_at=head["ReceivedAt"],
        bank=head["Bank"],
        bank_account=head["BankAccount"],
        deposited_on=head["DepositedDate"],
        places=document.places,
    )
    return replace(into.take(), submission=Submission(RECEIPT, said.number, said))
