"""The answers to files, made from what the book recorded of them."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Any

from jobs.hub.settings import BUSINESS_ZONE
from ledger.charges import CHARGES
from ledger_sync.book.connection import Row, Transaction
from ledger_sync.intake import answers, outbox
from ledger_sync.intake.inbox import WaitingFile
from ledger_sync.intake.kept_bytes import KeptBytes
from ledger_sync.intake.outbox import Document
from ledger_sync.registry import parties
from notices import xml
from notices.answer_forms import ANSWERS, AnswerForm, Answers
from notices.answers import FoundFault, InterchangeAnswer, LineAmounts, MessageAnswer
from parsers.edifact.envelope.headers import read_headers
from parsers.edifact.envelope.service import Composites
from parsers.format_ids import FormatId

REFUSED_BY_A_PERSON = "CAD-060"
"""The code by which a filer is told that a person refused a version, and why."""

_UNSAFE = re.compile(r"[^A-Za-z0-9\-]")
_FAULT_FIELDS = tuple(FoundFault.__dataclass_fields__)


def documents(
    tx: Transaction, kept: KeptBytes, files: Sequence[WaitingFile], *, recipient: str
) -> list[Document]:
    """Return the answers to files: per interchange, and a report of what stands in none."""
    record = _Record(answers.of_files(tx, [file.file_id for file in files]))
    partners = parties.partners(tx, record.partner_ids | {file.partner_id for file in files})
    now: dt.datetime = tx.value("SELECT now()")
    written: list[_Written] = []
    for file in files:
        headers = _headers(kept, file, record)
        for interchange in record.interchanges[file.file_id]:
            if interchange["partner_id"] is None:
                continue
            partner = partners[interchange["partner_id"]]
            answer = _interchange_answer(
                record,
                interchange,
                reference=f"{file.file_id:09d}{interchange['ordinal']:03d}",
                recipient=recipient,
                partner=partner,
                prepared_at=now.astimezone(BUSINESS_ZONE),
                headers=headers,
            )
            for form in _answers(interchange).due(answer):
                if form.acknowledges and not _acknowledged(answer, partner["acknowledgement"]):
                    continue
                written.append(_answer(file, interchange, form, answer))
        of_the_file = record.of_the_file[file.file_id]
        if file.partner_id is not None and (of_the_file or not record.interchanges[file.file_id]):
            language = partners[file.partner_id]["language"]
            written.append(_report(file, of_the_file, language))
    return _documents(kept, written)


_Written = tuple[Callable[[bytes], Document], bytes]
"""A document, but for the digest of its bytes; and these."""


def _documents(kept: KeptBytes, written: Sequence[_Written]) -> list[Document]:
    digests = kept.put_all([content for _, content in written])
    return [make(digest) for (make, _), digest in zip(written, digests, strict=True)]


def _answer(
    file: WaitingFile, interchange: Row, form: AnswerForm, answer: InterchangeAnswer
) -> _Written:
    make = partial(
        _document,
        kind=form.kind,
        form=form.suffix,
        partner_id=interchange["partner_id"],
        name=_name(form.kind, answer.reference, answer.answer_reference, form.suffix),
        business_date=file.received_on,
        file_id=file.file_id,
        interchange_ordinal=interchange["ordinal"],
    )
    return make, form.write(answer)


def _document(sha256: bytes, **told: Any) -> Document:  # noqa: ANN401 - the columns of a document
    return Document(sha256=sha256, **told)


def documents_again(tx: Transaction, file: WaitingFile, earlier: int) -> list[Document]:
    """Return the first answers once more, as answers to the repeated file."""
    return [
        Document(
            kind=row["kind"],
            form=row["form"],
            partner_id=row["partner_id"],
            name=_again(row["name"], file.file_id),
            sha256=bytes(row["sha256"]),
            business_date=file.received_on,
            file_id=file.file_id,
            repeats_outbox_id=row["outbox_id"],
        )
        for row in outbox.first_answers(tx, earlier)
    ]


def documents_of_act(
    tx: Transaction,
    kept: KeptBytes,
    file_id: int,
    *,
    act_id: int,
    message_ids: frozenset[int],
    recipient: str,
    business_date: dt.date,
    refusal: str | None = None,
) -> list[Document]:
    """Return new answers for declarations that an act changed: what they owe now.

    ``refusal`` is why a person refused the one version that the act is about.
    """
    of_file = answers.of_files(tx, [file_id])
    messages: list[Row] = [
        {**row, "status": "rejected" if refusal is not None else "accepted"}
        for row in of_file.messages
        if row["message_id"] in message_ids
    ]
    findings = [_refusal(row, refusal) for row in messages if refusal is not None]
    record = _Record(replace(of_file, messages=messages, findings=findings))
    now: dt.datetime = tx.value("SELECT now()")
    queued: list[Document] = []
    for interchange in record.interchanges[file_id]:
        mine = record.messages[interchange["interchange_id"]]
        if interchange["partner_id"] is None or not mine:
            continue
        answer = _interchange_answer(
            record,
            interchange,
            reference=f"R{act_id:07d}{interchange['interchange_id'] % 1_000_000:06d}",
            recipient=recipient,
            partner=parties.partner(tx, interchange["partner_id"]),
            prepared_at=now.astimezone(BUSINESS_ZONE),
        )
        queued += [
            Document(
                kind=form.kind,
                form=form.suffix,
                partner_id=interchange["partner_id"],
                name=_name(form.kind, answer.reference, answer.answer_reference, form.suffix),
                sha256=kept.put(form.write(answer)),
                business_date=business_date,
                file_id=file_id,
                interchange_ordinal=interchange["ordinal"],
                act_id=act_id,
            )
            for form in _answers(interchange).due(answer)
            if not form.acknowledges  # nothing new was received
        ]
    return queued


class _Record:
    """What is recorded of files, grouped once: by file, interchange, message and declaration."""

    def __init__(self, record: answers.FileRecord) -> None:
        self.partner_ids = {row["partner_id"] for row in record.interchanges}
        self.interchanges = _grouped(record.interchanges, "file_id")
        self.messages = _grouped(record.messages, "interchange_id")
        self.lines = _grouped(record.lines, "cad_id")
        of_none = [row for row in record.findings if row["interchange_id"] is None]
        self.of_the_file = _grouped(of_none, "file_id")
        self.of_message = _grouped(record.findings, "message_id")
        whole = [row for row in record.findings if row["message_id"] is None]
        self.of_interchange = _grouped(whole, "interchange_id")


def _grouped(rows: Iterable[Row], by: str) -> Mapping[int, list[Row]]:
    groups: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row[by] is not None:
            groups[row[by]].append(row)
    return groups


def _answers(interchange: Row) -> Answers:
    return ANSWERS[FormatId(interchange["format"])]


def _report(file: WaitingFile, findings: Sequence[Row], language: str) -> _Written:
    if file.partner_id is None:
        raise ValueError(file)
    content = xml.file_report(
        name=file.name,
        sha256=file.sha256,
        received_on=file.filed_on,
        findings=[_fault(row) for row in findings],
        language=language,
    )
    make = partial(
        _document,
        kind="REPORT",
        form="xml",
        partner_id=file.partner_id,
        name=_name("REPORT", file.name.rsplit(".", 1)[0], f"{file.file_id:09d}", "xml"),
        business_date=file.received_on,
        file_id=file.file_id,
    )
    return make, content


def _interchange_answer(
    record: "_Record",
    interchange: Row,
    *,
    reference: str,
    recipient: str,
    partner: Row,
    prepared_at: dt.datetime,
    headers: Mapping[int, Composites] = MappingProxyType({}),
) -> InterchangeAnswer:
    header = headers.get(interchange["byte_from"], [])
    return InterchangeAnswer(
        answer_reference=reference,
        recipient=recipient,
        sender=interchange["sender"] or "",
        reference=interchange["reference"] or "",
        status=interchange["status"],
        language=partner["language"],
        prepared_at=prepared_at,
        findings=tuple(map(_fault, record.of_interchange[interchange["interchange_id"]])),
        messages=tuple(
            MessageAnswer(
                reference=row["reference"] or "",
                type=row["type"],
                transaction_number=row["transaction_number"],
                version=row["version"],
                status=row["status"],
                findings=tuple(map(_fault, record.of_message[row["message_id"]])),
                identifier=_composite(headers.get(row["byte_from"], []), 2) or (row["type"],),
                due_on=row["due_on"],
                **_amounts(row, record.lines[row["cad_id"]], partner["amounts"]),
            )
            for row in record.messages[interchange["interchange_id"]]
        ),
        received_from=_composite(header, 2) or (interchange["sender"] or "",),
        received_by=_composite(header, 3) or (recipient,),
    )


def _headers(kept: KeptBytes, file: WaitingFile, record: "_Record") -> dict[int, Composites]:
    """Return the UNB of each interchange, and UNH where something is wrong with the message."""
    interchanges = record.interchanges[file.file_id]
    places = [row["byte_from"] for row in interchanges if _answers(row).repeat_headers]
    if not places:
        return {}
    places += [
        message["byte_from"]
        for row in interchanges
        for message in record.messages[row["interchange_id"]]
        if record.of_message[message["message_id"]]
    ]
    with kept.readable(file.sha256) as path:
        return read_headers(path, places)


def _composite(header: Composites, element: int) -> tuple[str, ...]:
    return tuple(header[element]) if element < len(header) else ()


def _refusal(message: Row, reason: str) -> Row:
    """Return the finding that tells why a person refused a version."""
    return {
        **dict.fromkeys(_FAULT_FIELDS),
        "code": REFUSED_BY_A_PERSON,
        "severity": "error",
        "message_id": message["message_id"],
        "interchange_id": message["interchange_id"],
        "byte_from": message["byte_from"],
        "byte_to": message["byte_to"],
        "value": reason,
    }


def _acknowledged(answer: InterchangeAnswer, policy: str) -> bool:
    """Whether a CONTRL is due: always, when something was refused, or when nothing was read."""
    if policy == "always" or answer.rejected:
        return True
    refused = any(f.severity == "error" for m in answer.messages for f in m.findings)
    return policy == "on_error" and refused


def _amounts(row: Row, lines: list[Row], wanted: str) -> dict[str, Any]:
    """Return the amounts of an answer as the partner wants them: by line, by declaration, none."""
    if wanted == "none":
        return {}
    whole: dict[str, Any] = {
        "value_for_duty_cents": row["value_for_duty_cents"],
        "charges": _charges(row),
        "payable_cents": row["payable_cents"],
    }
    return whole if wanted == "declaration" else {**whole, "lines": tuple(map(_line, lines))}


def _line(row: Row) -> LineAmounts:
    return LineAmounts(
        line_number=row["line_number"],
        value_for_duty_cents=row["value_for_duty_cents"],
        charges=_charges(row),
    )


def _charges(row: Row) -> dict[str, int]:
    """Return the charges of a declaration or a line, those beyond its columns too."""
    columns = {charge: row[f"{charge}_cents"] or 0 for charge in CHARGES}
    return columns | (row["more_charges"] or {})


def _fault(row: Row) -> FoundFault:
    return FoundFault(**{name: row[name] for name in _FAULT_FIELDS})


def _name(kind: str, reference: str, answer_reference: str, form: str) -> str:
    return f"{kind}_{_UNSAFE.sub('-', reference)[:35] or 'none'}_{answer_reference}.{form}"


def _again(name: str, file_id: int) -> str:
    stem, suffix = name.rsplit(".", 1)
    return f"{stem}_again-{file_id:09d}.{suffix}"
