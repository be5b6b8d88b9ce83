"""What the book knows of a file's messages, for the answers to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ledger_sync.book.connection import Row, Transaction
from ledger_sync.statement_files import statement

_MESSAGES: Final = statement(__file__, "answer_messages")
_LINES: Final = statement(__file__, "answer_lines")


@dataclass(frozen=True)
class FileRecord:
    """Everything recorded of files, as rows, in the order of the files."""

    interchanges: list[Row]
    messages: list[Row]
    findings: list[Row]


def of_files(tx: Transaction, file_ids: Sequence[int]) -> FileRecord:
    """Return the record of files; amounts are those of the version in the book."""
    files = list(file_ids)
    return FileRecord(
        interchanges=tx.rows(
            "SELECT file_id, interchange_id, ordinal, format, partner_id, sender, reference,"
            " status, byte_from FROM interchange WHERE file_id = ANY(:files)"
            " ORDER BY interchange_id",
            files=files,
        ),
        messages=tx.rows(_MESSAGES, files=files),
        findings=tx.rows(
            "SELECT file_id, finding_id, interchange_id, message_id, code, severity, byte_from,"
            " byte_to, segment, segment_position, element, line_number, value, expected"
            " FROM finding WHERE file_id = ANY(:files) ORDER BY finding_id",
            files=files,
        ),
    )


def digest_of(tx: Transaction, file_id: int) -> bytes:
    """Return the SHA-256 of a file's bytes."""
    return bytes(tx.value("SELECT sha256 FROM file WHERE file_id = :file_id", file_id=file_id))


def lines_of(tx: Transaction, cads: Sequence[int]) -> list[Row]:
    """Return the lines of versions in the book, as priced, by ``cad_id`` and number."""
    return tx.rows(_LINES, cads=list(cads))


def record_file_finding(
    tx: Transaction, file_id: int, code: str, severity: str, value: str
) -> None:
    """Record a finding about a file as such, found outside its reading."""
    tx.run(
        "INSERT INTO finding (file_id, code, severity, byte_from, byte_to, value)"
        " SELECT file_id, :code, :severity, 0, size_bytes, :value FROM file"
        " WHERE file_id = :file_id",
        file_id=file_id,
        code=code,
        severity=severity,
        value=value,
    )
