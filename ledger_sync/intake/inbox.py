"""Files received: one row an arrival, with the outcome that its processing had."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
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
    size_bytes: int
    received_on: dt.date
    filed_on: dt.date
    act_id: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of a file, and why where its findings do not say it."""

    name: str
    note: str | None = None


_WAITING: Final = statement(__file__, "waiting_files")
_TAKE: Final = f"{_WAITING} FOR UPDATE SKIP LOCKED"
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
    """Return the ids of files that have no outcome yet, by the day on which they were received.

    Of one day partners take turns, each with its oldest file first, so that none waits for all
    that another sent.
    """
    return [
        row["file_id"]
        for row in tx.rows(
            "SELECT file_id FROM file WHERE outcome IS NULL ORDER BY received_on, row_number()"
            " OVER (PARTITION BY received_on, partner_id ORDER BY file_id), file_id"
        )
    ]


def first_of(tx: Transaction, file_ids: Sequence[int], bytes_max: int) -> list[int]:
    """Return the first of files that are together no larger than so many bytes, at least one."""
    return [
        row["file_id"]
        for row in tx.rows(
            "SELECT file_id FROM (SELECT file_id, place, sum(size_bytes) OVER (ORDER BY place) AS"
            " reach FROM unnest(CAST(:file_ids AS bigint[])) WITH ORDINALITY AS a (file_id, place)"
            " JOIN file USING (file_id)) AS asked WHERE reach <= :bytes_max OR place = 1"
            " ORDER BY place",
            file_ids=list(file_ids),
            bytes_max=bytes_max,
        )
    ]


def wait_for_earlier(tx: Transaction, files: Sequence[WaitingFile]) -> None:
    """Wait for other runs to be done with what the same partners sent before these files."""
    tx.rows(
        "SELECT file_id FROM file WHERE outcome IS NULL AND file_id < :first AND partner_id"
        " IN (SELECT partner_id FROM file WHERE file_id = ANY(:file_ids)) FOR SHARE",
        first=min(file.file_id for file in files),
        file_ids=[file.file_id for file in files],
    )


def waiting_of(tx: Transaction, file_ids: Sequence[int]) -> list[WaitingFile]:
    """Return those of files that wait, in their order."""
    return [WaitingFile(**row) for row in tx.rows(_WAITING, file_ids=list(file_ids))]


def take(tx: Transaction, file_ids: Sequence[int]) -> list[WaitingFile]:
    """Lock waiting files for this transaction, in their order; not what another has, or is done."""
    return [WaitingFile(**row) for row in tx.rows(_TAKE, file_ids=list(file_ids))]


def posted_before(tx: Transaction, files: Sequence[WaitingFile]) -> dict[int, int]:
    """Return the file by which a partner posted the same bytes before, of those where one did.

    Another partner's bytes are read on: they are refused to whoever sent them, by their sender.
    """
    return {
        row["file_id"]: row["earlier"]
        for row in tx.rows(
            "SELECT f.file_id, s.file_id AS earlier FROM file f JOIN file s USING (sha256)"
            " WHERE f.file_id = ANY(:file_ids) AND s.outcome = 'posted'"
            " AND (s.partner_id = f.partner_id OR s.partner_id IS NULL OR f.partner_id IS NULL)",
            file_ids=[file.file_id for file in files],
        )
    }


def finish(tx: Transaction, outcomes: Mapping[int, Outcome]) -> None:
    """Record what became of files."""
    tx.run(
        "UPDATE file f SET outcome = o.name, outcome_note = o.note FROM unnest("
        "CAST(:file_ids AS bigint[]), CAST(:names AS text[]), CAST(:notes AS text[]))"
        " AS o (file_id, name, note) WHERE f.file_id = o.file_id",
        file_ids=list(outcomes),
        names=[outcome.name for outcome in outcomes.values()],
        notes=[outcome.note for outcome in outcomes.values()],
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
