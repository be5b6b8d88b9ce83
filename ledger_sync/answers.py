"""What the book knows of a file's messages, for the answers to it."""

from dataclasses import dataclass

from ledger_sync.book import Row, Transaction
from ledger_sync.declarations import CHARGED

_ITS_CAD = (
    " LATERAL (SELECT * FROM current_cad c WHERE c.transaction_number = m.transaction_number"
    "  AND c.version = m.version AND (c.message_id = m.message_id OR m.status = 'duplicate')"
    "  ORDER BY c.number_use DESC LIMIT 1) c"
)
"""The version in the book that a message filed, or repeated."""

_OF_LINE = ", ".join(f"l.{name}" for name in CHARGED.split(", "))


@dataclass(frozen=True)
class FileRecord:
    """Everything recorded of one file, as rows, in the order of the file."""

    interchanges: list[Row]
    messages: list[Row]
    lines: list[Row]
    findings: list[Row]


def of_file(tx: Transaction, file_id: int) -> FileRecord:
    """Return the record of a file; amounts are those of the version in the book."""
    return FileRecord(
        interchanges=tx.rows(
            "SELECT interchange_id, ordinal, format, partner_id, sender, reference, status,"
            " byte_from FROM interchange WHERE file_id = :file_id ORDER BY ordinal",
            file_id=file_id,
        ),
        messages=tx.rows(
            "SELECT m.message_id, m.interchange_id, m.reference, m.type, m.transaction_number,"  # noqa: S608 - our own columns
            " m.version, m.status, m.byte_from, m.byte_to, c.cad_id, c.value_for_duty_cents,"
            f" {CHARGED}, c.payable_cents, c.due_on FROM message m LEFT JOIN{_ITS_CAD} ON true"
            " WHERE m.file_id = :file_id ORDER BY m.ordinal",
            file_id=file_id,
        ),
        lines=tx.rows(
            f"SELECT l.cad_id, l.line_number, l.value_for_duty_cents, {_OF_LINE}"  # noqa: S608
            f" FROM message m JOIN{_ITS_CAD} ON true JOIN cad_line l USING (cad_id)"
            " WHERE m.file_id = :file_id ORDER BY l.cad_id, l.line_number",
            file_id=file_id,
        ),
        findings=tx.rows(
            "SELECT finding_id, interchange_id, message_id, code, severity, byte_from, byte_to,"
            " segment, segment_position, element, line_number, value, expected FROM finding"
            " WHERE file_id = :file_id ORDER BY finding_id",
            file_id=file_id,
        ),
    )


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
