"""What the book will have recorded of a batch, as far as deciding tells, and what it will owe."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from jobs.intake.staging import Senders
from ledger_sync.book.connection import Row
from ledger_sync.intake.answers import FileRecord
from ledger_sync.intake.inbox import WaitingFile
from mappers.intake.decision import Decision
from mappers.intake.many_files import FILE
from mappers.pricing.sima_kinds import sima_apart
from notices.answer_forms import ANSWERS
from notices.owed import Owed
from parsers.format_ids import FormatId
from parsers.message_tables import MessageTables

_FINDING: Final = (
    "code", "severity", "byte_from", "byte_to", "segment", "segment_position", "element",
    "line_number", "value", "expected",
)  # fmt: skip


def owed_by(
    files: Sequence[WaitingFile], tables: MessageTables, decision: Decision
) -> dict[tuple[int, int], Owed]:
    """Return what declarations owe, by file id and ordinal, each as the answers of its format."""
    if decision.cads.empty:
        return {}
    cads, lines = _with_sima_apart(decision)
    formats = tables.messages["interchange"].map(
        tables.interchanges.drop_duplicates("interchange").set_index("interchange")["format"]
    )
    owed: dict[tuple[int, int], Owed] = {}
    every = formats.unique()
    for form in every:
        write = ANSWERS[FormatId(form)].owed
        if write is None:
            continue
        declared, of_lines = cads, lines
        if len(every) > 1:
            mine = tables.messages["message"][formats == form]
            declared, of_lines = (rows[rows["message"].isin(mine)] for rows in (cads, lines))
        written = write.write(declared, of_lines, "message")
        for message, each in zip(declared["message"].tolist(), written, strict=True):
            owed[files[message // FILE].file_id, message % FILE] = each
    return owed


def _with_sima_apart(decision: Decision) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return declarations and lines with SIMA duty told apart."""
    texts = dict(zip(decision.bases["basis_key"], decision.bases["terms"], strict=True))
    lines = decision.cad_lines
    terms, exchange = (lines[key].map(texts) for key in ("basis_key", "exchange_basis_key"))
    priced = lines.assign(terms=terms, exchange_terms=exchange)
    return sima_apart(decision.cads, priced, "message")


def expected_record(
    files: Sequence[WaitingFile], tables: MessageTables, declared: Decision | None, senders: Senders
) -> FileRecord:
    """Return the record of a batch if the book knows of nothing against it.

    Interchanges and messages bear their numbers for ids.
    """
    findings = _findings(files, tables.findings, [found for _, found in senders if found])
    errors = [row for row in findings if row["severity"] == "error"]
    refused = {row["interchange_id"] for row in errors if row["message_id"] is None}
    faulty = {row["message_id"] for row in errors}
    messages = _messages(files, tables, declared, refused, faulty)
    accepted = {row["interchange_id"] for row in messages if row["status"] == "accepted"}
    interchanges: list[Row] = [
        {
            "file_id": files[number // FILE].file_id,
            "interchange_id": number,
            "ordinal": number % FILE,
            "format": format_,
            "partner_id": partner_id,
            "sender": sender,
            "reference": reference,
            "status": "rejected"
            if number in refused
            else ("accepted" if number in accepted else "received"),
            "byte_from": byte_from,
        }
        for number, format_, sender, reference, byte_from, (partner_id, _) in zip(
            *_columns(
                tables.interchanges, "interchange", "format", "sender", "reference", "byte_from"
            ),
            senders,
            strict=True,
        )
    ]
    return FileRecord(interchanges=interchanges, messages=messages, findings=findings)


def _messages(
    files: Sequence[WaitingFile],
    tables: MessageTables,
    declared: Decision | None,
    refused: set[object],
    faulty: set[object],
) -> list[Row]:
    names = ("message", "transaction_number", "version")
    filed = {number: of for number, *of in zip(*_columns(tables.declarations, *names), strict=True)}
    due: dict[object, Any] = {}
    if declared is not None and not declared.cads.empty:
        due = dict(zip(*_columns(declared.cads, "message", "due_on"), strict=True))
    columns = ("message", "interchange", "reference", "type", "byte_from", "byte_to")
    messages: list[Row] = []
    for number, interchange, reference, type_, start, end in zip(
        *_columns(tables.messages, *columns), strict=True
    ):
        rejected = interchange in refused or number in faulty
        transaction_number, version = filed.get(number, (None, None))
        messages.append(
            {
                "file_id": files[number // FILE].file_id,
                "message_id": number,
                "ordinal": number % FILE,
                "interchange_id": interchange,
                "reference": reference,
                "type": type_,
                "transaction_number": transaction_number,
                "version": version,
                "status": "rejected" if rejected else "accepted",
                "byte_from": start,
                "byte_to": end,
                "due_on": None if rejected else due.get(number),
            }
        )
    return messages


def _findings(
    files: Sequence[WaitingFile], found: pd.DataFrame, refusals: Sequence[Mapping[str, object]]
) -> list[Row]:
    """Return findings in the order in which the book has them."""
    names = ("file", "interchange", "message", *_FINDING)
    rows = [
        dict(zip(names, row, strict=True)) for row in zip(*_columns(found, *names), strict=True)
    ]
    rows += [{**dict.fromkeys(names), **refusal} for refusal in refusals]
    for row in rows:
        row["interchange_id"], row["message_id"] = row.pop("interchange"), row.pop("message")
        number = row["message_id"] if row["message_id"] is not None else row["interchange_id"]
        row["file_id"] = files[row["file"] if number is None else number // FILE].file_id
    return sorted(rows, key=_place)


def _place(row: Row) -> tuple[object, ...]:
    """Where a finding stands: what is about no message, or no interchange, comes last."""
    of = (row["file_id"], row["interchange_id"], row["message_id"])
    return (*((each is None, each or 0) for each in of), row["byte_from"], row["code"])


def _columns(rows: pd.DataFrame, *names: str) -> list[list[Any]]:
    """Return columns as lists of plain values, None where there is none."""
    return [_plain(rows[name]) if name in rows else [None] * len(rows) for name in names]


def _plain(column: "pd.Series[Any]") -> list[Any]:
    values, absent = column.tolist(), column.isna().to_numpy()
    if not absent.any():
        return values
    return [None if none else value for value, none in zip(values, absent.tolist(), strict=True)]
