"""The answers to files: made ready before the verdict, and written for it in the same act.

All that an answer says but the verdict is known when a batch was decided. Its answers are written
then, for the verdict that is expected; in the transaction that posts, those are written again whose
verdict came out otherwise. Either way an answer tells what the book recorded, and only that.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from jobs.answers.answer_record import (
    Answering,
    Headers,
    Placed,
    Record,
    ToWrite,
    owed_in_the_book,
)
from jobs.hub.settings import BUSINESS_ZONE
from ledger.money import decimal_text
from ledger_sync.book import clock
from ledger_sync.book.connection import Row, Transaction
from ledger_sync.intake import answers, outbox
from ledger_sync.intake.answers import FileRecord
from ledger_sync.intake.inbox import WaitingFile
from ledger_sync.intake.kept_bytes import KeptBytes
from ledger_sync.intake.outbox import Document
from ledger_sync.registry import parties
from notices.answers import FoundFault
from notices.owed import Owed
from parsers.format_ids import FormatId

REFUSED_BY_A_PERSON = "CAD-060"
"""The code by which a filer is told that a person refused a version, and why."""

GST_NOT_REFUNDED = "CAD-090"
"""The code by which a filer is told that GST which was paid stays paid."""

_UNSAFE = re.compile(r"[^A-Za-z0-9\-]")


@dataclass(frozen=True, kw_only=True)
class Ready:
    """What is ready of answers before the verdict.

    ``owed`` by file id and the ordinal of the message; ``headers`` by file id; ``placed`` by
    finding; ``written`` by what document it is, with what it tells and its bytes, which are kept
    when they are told.
    """

    prepared_at: dt.datetime | None = None
    owed: dict[tuple[int, int], Owed] = field(default_factory=dict)
    headers: dict[int, Headers] = field(default_factory=dict)
    placed: dict[Placed, FoundFault] = field(default_factory=dict)
    written: Mapping[tuple[int, int | None, str], tuple[object, bytes]] = field(
        default_factory=dict
    )


def write_expected(
    tx: Transaction,
    kept: KeptBytes,
    files: Sequence[WaitingFile],
    *,
    expected: FileRecord,
    owed: Mapping[tuple[int, int], Owed],
    recipient: str,
) -> Ready:
    """Write the answers to files for a record that is expected; nothing is kept or queued."""
    of_message = {
        row["message_id"]: owed[row["file_id"], row["ordinal"]]
        for row in expected.messages
        if row["status"] == "accepted" and (row["file_id"], row["ordinal"]) in owed
    }
    answering = _answering(tx, kept, recipient)
    items = _answers_of(tx, answering, files, Record(expected, of_message))
    return Ready(
        prepared_at=answering.prepared_at,
        owed=dict(owed),
        headers=answering.headers,
        placed=answering.placed,
        written={item.key: (item.told, _write(item)) for item in items},
    )


def documents(
    tx: Transaction,
    kept: KeptBytes,
    files: Sequence[WaitingFile],
    *,
    recipient: str,
    ready: Ready | None = None,
) -> list[Document]:
    """Return the answers to files: per interchange, and a report of what stands in none."""
    ready = ready or Ready()
    answering = _answering(tx, kept, recipient, ready)
    record = answers.of_files(tx, [file.file_id for file in files])
    items = _answers_of(tx, answering, files, Record(record, _owed(tx, record, ready.owed)))
    received_on = {file.file_id: file.received_on for file in files}
    return [
        _document(item, sha256, received_on[item.file_id])
        for item, sha256 in _as_written(kept, items, ready)
    ]


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
    gst_kept_cents: int = 0,
) -> list[Document]:
    """Return new answers for declarations that an act changed: what they owe now.

    ``refusal`` is why a person refused the one version that the act is about; ``gst_kept_cents``
    how much GST that was paid for it is not refunded.
    """
    of_file = answers.of_files(tx, [file_id])
    messages: list[Row] = [
        {**row, "status": "rejected" if refusal is not None else "accepted"}
        for row in of_file.messages
        if row["message_id"] in message_ids
    ]
    findings = [
        _told_of(row, REFUSED_BY_A_PERSON, "error", refusal)
        for row in messages
        if refusal is not None
    ]
    findings += [
        _told_of(row, GST_NOT_REFUNDED, "warning", decimal_text(gst_kept_cents))
        for row in messages
        if gst_kept_cents
    ]
    changed = replace(of_file, messages=messages, findings=findings)
    record = Record(changed, _owed(tx, changed, {}))
    partners = parties.partners(tx, record.partner_ids)
    answering = _answering(tx, kept, recipient)
    answering.digests[file_id] = answers.digest_of(tx, file_id)
    items = [
        item
        for interchange in record.interchanges[file_id]
        if interchange["partner_id"] is not None and record.messages[interchange["interchange_id"]]
        for item in answering.answer(
            record,
            interchange,
            f"R{act_id:07d}{interchange['interchange_id'] % 1_000_000:06d}",
            partners[interchange["partner_id"]],
            received=False,
        )
    ]
    return [
        replace(_document(item, sha256, business_date), act_id=act_id)
        for item, sha256 in _as_written(kept, items, Ready())
    ]


def _answering(
    tx: Transaction, kept: KeptBytes, recipient: str, ready: Ready | None = None
) -> Answering:
    ready = ready or Ready()
    return Answering(
        kept,
        recipient,
        ready.prepared_at or clock.now(tx).astimezone(BUSINESS_ZONE),
        ready.headers,
        ready.placed,
        made_up=clock.is_made_up(tx),
    )


def _answers_of(
    tx: Transaction, answering: Answering, files: Sequence[WaitingFile], record: Record
) -> list[ToWrite]:
    partners = parties.partners(tx, record.partner_ids | {file.partner_id for file in files})
    return answering.answers(files, record, partners)


def _owed(
    tx: Transaction, record: FileRecord, known: Mapping[tuple[int, int], Owed]
) -> dict[int, Owed]:
    """Return what messages owe, by their id: as it is known, else as the book has it.

    Only an accepted message owes what was decided of it; a repeated one, what the first did.
    """
    told = [row for row in record.messages if row["cad_id"] is not None]
    owed: dict[int, Owed] = {}
    unknown: list[Row] = []
    for row in told:
        ready = known.get((row["file_id"], row["ordinal"]))
        if ready is not None and row["status"] == "accepted":
            owed[row["message_id"]] = ready
        else:
            unknown.append(row)
    if not unknown:
        return owed
    formats = {row["interchange_id"]: FormatId(row["format"]) for row in record.interchanges}
    lines = answers.lines_of(tx, sorted({row["cad_id"] for row in unknown}))
    for form in set(formats.values()):
        mine = [row for row in unknown if formats[row["interchange_id"]] == form]
        owed |= owed_in_the_book(mine, lines, form)
    return owed


def _as_written(
    kept: KeptBytes, items: Sequence[ToWrite], ready: Ready
) -> Iterable[tuple[ToWrite, bytes]]:
    """Keep documents, and return the digests of their bytes; what was not ready is written."""
    contents = []
    for item in items:
        told, content = ready.written.get(item.key, (None, b""))
        contents.append(content if told == item.told else _write(item))
    return zip(items, kept.put_all(contents), strict=True)


def _write(item: ToWrite) -> bytes:
    return item.write()


def _document(item: ToWrite, sha256: bytes, business_date: dt.date) -> Document:
    return Document(
        kind=item.kind,
        form=item.form,
        partner_id=item.partner_id,
        name=_name(item.kind, item.reference, item.answer_reference, item.form),
        sha256=sha256,
        business_date=business_date,
        file_id=item.file_id,
        interchange_ordinal=item.interchange_ordinal,
    )


def _told_of(message: Row, code: str, severity: str, value: str) -> Row:
    """Return a finding by which a decision tells of a version."""
    return {
        **dict.fromkeys(FoundFault.__dataclass_fields__),
        "code": code,
        "severity": severity,
        "message_id": message["message_id"],
        "interchange_id": message["interchange_id"],
        "byte_from": message["byte_from"],
        "byte_to": message["byte_to"],
        "value": value,
    }


def _name(kind: str, reference: str, answer_reference: str, form: str) -> str:
    return f"{kind}_{_UNSAFE.sub('-', reference)[:35] or 'none'}_{answer_reference}.{form}"


def _again(name: str, file_id: int) -> str:
    stem, suffix = name.rsplit(".", 1)
    return f"{stem}_again-{file_id:09d}.{suffix}"
