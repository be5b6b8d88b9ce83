"""Files received: one row an arrival, with the outcome that its processing had."""

import datetime as dt
from dataclasses import dataclass

from ledger_sync.book import Transaction


@dataclass(frozen=True)
class Arrival:
    """A file as it came in, its bytes already kept."""

    claim_id: str
    partner_id: str | None
    name: str
    sha256: bytes
    size_bytes: int
    received_on: dt.date


@dataclass(frozen=True)
class WaitingFile:
    """A file to be processed."""

    file_id: int
    partner_id: str | None
    name: str
    sha256: bytes
    received_on: dt.date


def record(tx: Transaction, arrival: Arrival) -> int:
    """Record an arrival and return its file id; the same claim again gives the same id."""
    tx.run(
        "INSERT INTO file (claim_id, partner_id, name, sha256, size_bytes, received_on)"
        " VALUES (:claim_id, :partner_id, :name, :sha256, :size_bytes, :received_on)"
        " ON CONFLICT (claim_id) DO NOTHING",
        **arrival.__dict__,
    )
    return int(
        tx.value("SELECT file_id FROM file WHERE claim_id = :claim_id", claim_id=arrival.claim_id)
    )


def newest_date(tx: Transaction) -> dt.date | None:
    """Return the newest date on which a file was received, or None."""
    found: dt.date | None = tx.value("SELECT max(received_on) FROM file")
    return found


def waiting(tx: Transaction) -> list[int]:
    """Return the ids of files that have no outcome yet, oldest first."""
    return [
        row["file_id"]
        for row in tx.rows("SELECT file_id FROM file WHERE outcome IS NULL ORDER BY file_id")
    ]


def take(tx: Transaction, file_id: int) -> WaitingFile | None:
    """Lock a waiting file for this transaction; None when another has it or it is done."""
    row = tx.row(
        "SELECT file_id, partner_id, name, sha256, received_on FROM file"
        " WHERE file_id = :file_id AND outcome IS NULL FOR UPDATE SKIP LOCKED",
        file_id=file_id,
    )
    return None if row is None else WaitingFile(**row)


def posted_before(tx: Transaction, file: WaitingFile) -> int | None:
    """Return the file by which this partner posted these same bytes before, or None.

    Another partner's bytes are read on: they are refused to whoever sent them, by their sender.
    """
    row = tx.row(
        "SELECT file_id FROM file WHERE sha256 = :sha256 AND outcome = 'posted'"
        " AND (partner_id = :partner_id OR partner_id IS NULL OR :partner_id IS NULL)",
        sha256=file.sha256,
        partner_id=file.partner_id,
    )
    return None if row is None else int(row["file_id"])


def finish(tx: Transaction, file_id: int, outcome: str, note: str | None = None) -> None:
    """Record what became of a file."""
    tx.run(
        "UPDATE file SET outcome = :outcome, outcome_note = :note, processed_at = now()"
        " WHERE file_id = :file_id",
        file_id=file_id,
        outcome=outcome,
        note=note,
    )
