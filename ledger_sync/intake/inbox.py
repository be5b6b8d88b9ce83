"""Files received: one row an arrival, with the outcome that its processing had."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ledger_sync.book.connection import Row, Transaction
from ledger_sync.statement_files import statement


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
    """A file to be processed.

    ``received_on`` is the day of this arrival, from which it is booked; ``filed_on`` the day on
    which its bytes reached us first, by which it is judged: another day only for a replay.
    """

    file_id: int
    partner_id: str | None
    name: str
    sha256: bytes
    received_on: dt.date
    filed_on: dt.date


_TAKE: Final = statement(__file__, "take_file")
_SELECTED: Final = statement(__file__, "selected_files")


def record(tx: Transaction, arrival: Arrival) -> int:
    """Record an arrival and return its file id; the same claim again gives the same id.

    What arrives for an archived month is received on the first day after it.
    """
    tx.run(
        "INSERT INTO file (claim_id, partner_id, name, sha256, size_bytes, received_on)"
        " VALUES (:claim_id, :partner_id, :name, :sha256, :size_bytes,"
        " greatest(CAST(:received_on AS date), archived_through() + 1))"
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
    row = tx.row(_TAKE, file_id=file_id)
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
        "UPDATE file SET outcome = :outcome, outcome_note = :note WHERE file_id = :file_id",
        file_id=file_id,
        outcome=outcome,
        note=note,
    )


@dataclass(frozen=True)
class Selection:
    """Which kept files a replay is about; what is None selects all."""

    received_from: dt.date | None = None
    received_to: dt.date | None = None
    partner_id: str | None = None
    file_ids: tuple[int, ...] = ()


def select(tx: Transaction, selection: Selection, outcomes: Iterable[str]) -> list[Row]:
    """Return the files selected that had one of the outcomes, oldest first, with ``filed_on``.

    Left out: what was replayed already (its replay stands for it), and bytes that were posted
    from another arrival since.
    """
    return tx.rows(
        _SELECTED,
        outcomes=list(outcomes),
        received_from=selection.received_from,
        received_to=selection.received_to,
        partner_id=selection.partner_id,
        file_ids=list(selection.file_ids),
    )


def arrive_again(tx: Transaction, act_id: int, file_id: int, received_on: dt.date) -> int:
    """Record a replay as a new arrival of the same bytes; done once for an act and a file."""
    claim_id = f"replay:{act_id}:{file_id}"
    tx.run(
        "INSERT INTO file (claim_id, partner_id, name, sha256, size_bytes, received_on,"
        " replays_file_id, act_id) SELECT :claim_id, partner_id, name, sha256, size_bytes,"
        " greatest(CAST(:received_on AS date), archived_through() + 1), file_id, :act_id"
        " FROM file WHERE file_id = :file_id"
        " ON CONFLICT (claim_id) DO NOTHING",
        claim_id=claim_id,
        received_on=received_on,
        act_id=act_id,
        file_id=file_id,
    )
    return int(tx.value("SELECT file_id FROM file WHERE claim_id = :claim_id", claim_id=claim_id))
