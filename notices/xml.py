"""Answers, daily notices and statements of account as XML."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import ClassVar, Final
from xml.sax.saxutils import escape

import pandas as pd
from lxml import etree
from lxml.builder import ElementMaker

from billing.statement import DailyNotice, DocumentLine, Party, Statement
from ledger.money import decimal_of, decimal_text, decimal_texts
from notices.answers import FoundFault, InterchangeAnswer, MessageAnswer
from notices.charges import OF_SIMA, SHOWN, SIMA, Template, amounts, written
from notices.owed import OWN_CURRENCY, RATE_PLACES, OwedForm
from words.shown import in_xml

ANSWER = "urn:carm-hub:answer:1"
NOTICE = "urn:carm-hub:notice:1"

_TOLD: Final = tuple(
    part for shown in SHOWN for part in ((shown, *OF_SIMA) if shown is SIMA else (shown,))
)
"""The charges that an answer tells of a declaration: SIMA duty, and what of it is of which kind."""


def _text(element: etree._Element, text: str) -> None:
    """Give an element its text, as far as XML has characters for it."""
    element.text = in_xml(text)


_answer = ElementMaker(namespace=ANSWER, nsmap={None: ANSWER}, typemap={str: _text})
_notice = ElementMaker(namespace=NOTICE, nsmap={None: NOTICE}, typemap={str: _text})


def declaration_answer(answer: InterchangeAnswer) -> bytes:
    """Return the XML twin of CONTRL and CUSRES: one document for the batch."""
    e, ready = _answer, _Ready()
    document = _document(
        e.DeclarationBatchResponse(
            e.ID(answer.answer_reference),
            *_test(e, made_up=answer.made_up),
            e.BatchID(answer.reference),
            e.SubmitterID(answer.sender),
            e.IssueDateTime(answer.prepared_at.strftime("%Y-%m-%dT%H:%M:%S")),
            e.StatusCode("rejected" if answer.rejected else "received"),
            *(_fault(f, answer.language) for f in answer.findings),
            *(
                _declaration(m, answer.language, ready)
                for m in answer.messages
                if not answer.rejected
            ),
        )
    )
    return ready.filled_in(document)


def notification_report(answer: InterchangeAnswer) -> bytes:
    """Return what became of each entry of a bank's notification."""
    e = _answer
    return _document(
        e.BankNotificationReport(
            e.ID(answer.answer_reference),
            *_test(e, made_up=answer.made_up),
            e.MessageID(answer.reference),
            e.IssueDateTime(answer.prepared_at.strftime("%Y-%m-%dT%H:%M:%S")),
            e.StatusCode("rejected" if answer.rejected else "received"),
            *(_fault(f, answer.language) for f in answer.findings),
            *(
                e.Entry(
                    e.EntryReference(message.reference),
                    e.StatusCode(message.status),
                    *(_fault(f, answer.language) for f in message.findings),
                )
                for message in answer.messages
                if not answer.rejected
            ),
        )
    )


def delivery_report(answer: InterchangeAnswer) -> bytes:
    """Return what became of a delivery of reference data: accepted whole, or refused, and why."""
    e = _answer
    return _document(
        e.ReferenceDeliveryReport(
            e.ID(answer.answer_reference),
            *_test(e, made_up=answer.made_up),
            e.DeliveryReference(answer.reference),
            e.IssueDateTime(answer.prepared_at.strftime("%Y-%m-%dT%H:%M:%S")),
            e.StatusCode("rejected" if answer.rejected else "received"),
            *(_fault(f, answer.language) for f in answer.findings),
            *(
                e.Table(
                    e.ReferenceTable(message.type),
                    e.StatusCode(message.status),
                    *(_fault(f, answer.language) for f in message.findings),
                )
                for message in answer.messages
                if not answer.rejected
            ),
        )
    )


def submission_report(answer: InterchangeAnswer) -> bytes:
    """Return what became of what two people approve: that it waits, or is refused, and why."""
    e = _answer
    return _document(
        e.SubmissionReport(
            e.ID(answer.answer_reference),
            *_test(e, made_up=answer.made_up),
            e.SubmissionReference(answer.reference),
            e.IssueDateTime(answer.prepared_at.strftime("%Y-%m-%dT%H:%M:%S")),
            e.StatusCode("rejected" if answer.rejected else "received"),
            *(_fault(f, answer.language) for f in answer.findings),
            *(_fault(f, answer.language) for message in answer.messages for f in message.findings),
        )
    )


def file_report(
    *,
    name: str,
    sha256: bytes,
    received_on: dt.date,
    findings: Sequence[FoundFault],
    language: str,
    made_up: bool = False,
) -> bytes:
    """Return the report on a file that could not be read as an interchange."""
    e = _answer
    return _document(
        e.FileReport(
            *_test(e, made_up=made_up),
            e.FileName(name),
            e.SHA256(sha256.hex()),
            e.ReceivedDate(received_on.isoformat()),
            *(_fault(fault, language) for fault in findings),
        )
    )


def statement_of_account(statement: Statement) -> bytes:
    """Return a statement of account."""
    e, ready = _notice, _Ready()
    document = _document(
        e.StatementOfAccount(
            *_test(e, made_up=statement.made_up),
            *_party(statement.party),
            e.StatementID(statement.number),
            e.VersionID(str(statement.version)),
            *(
                [e.RestatementDate(statement.restated_on.isoformat())]
                if statement.restated_on
                else []
            ),
            e.IssueDate(statement.issued_on.isoformat()),
            e.PeriodStartDate(statement.first_on.isoformat()),
            e.PeriodEndDate(statement.last_on.isoformat()),
            e.PaymentDueDate(statement.due_on.isoformat()),
            *(
                [e.NoChargeUntilDate(statement.no_charge_until.isoformat())]
                if statement.no_charge_until != statement.due_on
                else []
            ),
            e.OpeningAmount(decimal_text(statement.opening_cents)),
            e.DebitAmount(decimal_text(statement.debits_cents)),
            e.CreditAmount(decimal_text(statement.credits_cents)),
            e.ClosingAmount(decimal_text(statement.closing_cents)),
            ready.place("".join(map(_line, statement.lines))),
        )
    )
    return ready.filled_in(document)


def daily_notice(notice: DailyNotice) -> bytes:
    """Return a daily notice."""
    e, ready = _notice, _Ready()
    document = _document(
        e.DailyNotice(
            *_test(e, made_up=notice.made_up),
            *_party(notice.party),
            e.PostingDate(notice.posted_on.isoformat()),
            e.DebitAmount(decimal_text(notice.debits_cents)),
            e.CreditAmount(decimal_text(notice.credits_cents)),
            ready.place("".join(map(_line, notice.lines))),
        )
    )
    return ready.filled_in(document)


class _Ready:
    """Elements that are written already, each with a place in a document that is not."""

    _PLACE: ClassVar = re.compile(rb" *<\?ready ([0-9]+)\?>\n")

    def __init__(self) -> None:
        self._texts: list[bytes] = []

    def place(self, text: str) -> etree._ProcessingInstruction:
        """Return what stands for a text; no value can look like it, whose "<" is escaped."""
        self._texts.append(text.encode())
        return etree.ProcessingInstruction("ready", str(len(self._texts) - 1))

    def filled_in(self, document: bytes) -> bytes:
        """Return a document with every text in its place."""
        return self._PLACE.sub(lambda found: self._texts[int(found[1])], document)


def _declaration(message: MessageAnswer, language: str, ready: _Ready) -> etree._Element:
    e = _answer
    owed = []
    if message.accepted and message.owed is not None:
        owed = [
            ready.place(message.owed.whole),
            e.PaymentDueDate(message.due_on.isoformat() if message.due_on else ""),
            ready.place(message.owed.lines),
        ]
    return e.Declaration(
        e.FunctionalReferenceID(message.reference),
        e.ID(message.transaction_number or ""),
        *([] if message.version is None else [e.VersionID(str(message.version))]),
        e.StatusCode(message.status),
        *(_fault(f, language) for f in message.findings),
        *owed,
    )


def _amount_elements(depth: int, names: Sequence[str]) -> str:
    """Return the template of elements with an amount each, so deep in the document."""
    return "".join(f"{'  ' * depth}<{name}>{{}}</{name}>\n" for name in names)


def _shown(depth: int, before: Sequence[str]) -> Template:
    return lambda shown: _amount_elements(depth, [*before, *(each.element for each in shown)])


def _of_declarations(rows: pd.DataFrame) -> list[str]:
    values = decimal_texts(rows["value_for_duty_cents"].to_numpy(dtype="int64"))
    payable = decimal_texts(rows["payable_cents"].to_numpy(dtype="int64"))
    charges = written(rows, _TOLD, _shown(2, ["CustomsValueAmount"]), values)
    write = _amount_elements(2, ["PayableAmount"]).format
    return [each + write(amount) for each, amount in zip(charges, payable, strict=True)]


def _of_lines(rows: pd.DataFrame) -> list[str]:
    values = decimal_texts(rows["value_for_duty_cents"].to_numpy(dtype="int64"))
    whole = written(
        rows,
        _TOLD,
        lambda shown: (
            _amount_elements(3, ["SequenceNumeric"])
            + "{}"
            + _shown(3, ["CustomsValueAmount"])(shown)
        ),
        rows["line_number"].tolist(),
        _conversions(rows),
        values,
    )
    name = "GovernmentAgencyGoodsItem"
    return [f"    <{name}>\n{each}    </{name}>\n" for each in whole]


def _conversions(rows: pd.DataFrame) -> list[str]:
    """Return the currency and rate of each line; nothing where it is in Canadian dollars."""
    pairs = list(zip(rows["currency"].tolist(), rows["exchange_rate_ppm"].tolist(), strict=True))
    texts = {pair: "" if pair[0] == OWN_CURRENCY else _conversion(*pair) for pair in set(pairs)}
    return [texts[pair] for pair in pairs]


def _conversion(currency: str, rate_ppm: int) -> str:
    return (
        "      <CurrencyExchange>\n"
        f"        <CurrencyTypeCode>{_escaped(currency)}</CurrencyTypeCode>\n"
        f"        <RateNumeric>{decimal_of(rate_ppm, RATE_PLACES)}</RateNumeric>\n"
        "      </CurrencyExchange>\n"
    )


OWED: Final = OwedForm(_of_declarations, _of_lines)
"""What is owed, as elements of ``Declaration``."""


def _fault(fault: FoundFault, language: str) -> etree._Element:
    e = _answer
    places = {
        "Line": fault.segment_position,
        "Path": fault.segment,
        "SequenceNumeric": fault.line_number,
        "ByteFrom": fault.byte_from,
        "ByteTo": fault.byte_to,
    }
    return e.Error(
        e.ValidationCode(fault.code),
        e.Severity(fault.severity),
        e.Description(fault.sentence(language)),
        e.Remedy(fault.remedy(language)),
        e.Pointer(*(e(name, str(value)) for name, value in places.items() if value is not None)),
    )


def _party(party: Party) -> list[etree._Element]:
    e = _notice
    return [e.ProgramAccountID(party.bn15), e.PartyName(party.legal_name)]


def _line(line: DocumentLine) -> str:
    """Return a line as text: documents are lines before all, and elements are slow to make."""
    due = f"    <PaymentDueDate>{line.due_on}</PaymentDueDate>\n" if line.due_on else ""
    filer = f"    <FilerID>{_escaped(line.filer)}</FilerID>\n" if line.filer else ""
    charges = "".join(
        f"    <{shown.element}>{decimal_text(cents)}</{shown.element}>\n"
        for shown, cents in amounts(line.parts)
    )
    return (
        "  <Line>\n"
        f"    <SequenceNumeric>{line.line_number}</SequenceNumeric>\n"
        f"    <TypeCode>{_escaped(line.kind)}</TypeCode>\n"
        f"    <DocumentID>{_escaped(line.document_reference)}</DocumentID>\n"
        f"    <EffectiveDate>{line.effective_on}</EffectiveDate>\n"
        f"{due}{filer}{charges}"
        f"    <Amount>{decimal_text(line.amount_cents)}</Amount>\n"
        "  </Line>\n"
    )


def _escaped(text: str) -> str:
    return escape(in_xml(text), {"\r": "&#13;"})


def _test(e: ElementMaker, *, made_up: bool) -> list[etree._Element]:
    """Return the mark of a document of a made-up book, as 0035 marks a test."""
    return [e.TestIndicator("1")] if made_up else []


def _document(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
