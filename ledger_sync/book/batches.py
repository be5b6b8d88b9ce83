"""Batches: every act of posting is one, opened and sealed in the same transaction.

A batch has a cause: the files that it takes in, the act of a person, or a run of ours.
"""

import datetime as dt
from dataclasses import dataclass

from ledger_sync.book import closing
from ledger_sync.book.connection import Transaction


@dataclass(frozen=True)
class DecidedBy:
    """The newest version of reference data and load of the registry that decisions rest on.

    ``reading`` is the version of the reading of files.
    """

    reference_version_id: int | None
    load_id: int | None
    reading: int


def decided_by(tx: Transaction, reading: int) -> DecidedBy:
    """Return what a decision of now would rest on; ids follow the order of commits."""
    row = tx.row(
        "SELECT (SELECT max(reference_version_id) FROM reference_version) AS reference_version_id,"
        " (SELECT max(load_id) FROM registry_load) AS load_id"
    )
    return DecidedBy(**(row or {}), reading=reading)


def open_date(tx: Transaction, day: dt.date) -> dt.date:
    """Return the first business date from a day on that is not closed."""
    found: dt.date = tx.value("SELECT greatest(CAST(:day AS date), closed_through() + 1)", day=day)
    return found


def open_for_files(
    tx: Transaction, file_ids: list[int], book_on: dt.date, decided_by: DecidedBy
) -> int:
    """Open the batch of the intake of files, which name it from now on; return its id."""
    batch_id = _open(tx, "file", book_on, reading=decided_by.reading, decided_by=decided_by)
    tx.run(
        "UPDATE file SET batch_id = :batch_id WHERE file_id = ANY(:file_ids)",
        batch_id=batch_id,
        file_ids=file_ids,
    )
    return batch_id


def open_for_act(tx: Transaction, act_id: int, book_on: dt.date, reading: int) -> int:
    """Open the batch of a person's act, which may read files again; return its id."""
    return _open(tx, "act", book_on, act_id=act_id, reading=reading)


def open_for_run(tx: Transaction, kind: str, book_on: dt.date, *, act_id: int | None = None) -> int:
    """Record a run of ours of a kind on a business date, and open its batch; return its id.

    ``act_id`` is the act by which a person let it run, where one is needed.
    """
    run_id = tx.value(
        "INSERT INTO run (kind, business_date, act_id) VALUES (:kind, :book_on, :act_id)"
        " RETURNING run_id",
        kind=kind,
        book_on=book_on,
        act_id=act_id,
    )
    return _open(tx, kind, book_on, run_id=run_id)


def seal(tx: Transaction, batch_id: int) -> bytes:
    """Seal a batch: chain the digest of all it did on the batch before it."""
    return bytes(tx.value("SELECT seal_batch(:batch_id)", batch_id=batch_id))


def _open(
    tx: Transaction,
    kind: str,
    book_on: dt.date,
    *,
    act_id: int | None = None,
    run_id: int | None = None,
    reading: int | None = None,
    decided_by: DecidedBy | None = None,
) -> int:
    """Open a batch; ``seal`` closes it at the end of the same transaction, or nothing commits.

    Waits for the batch that another transaction has open. The month it posts to is made ready.
    """
    closing.make_partitions(tx, book_on, months=1)
    return int(
        tx.value(
            "INSERT INTO batch"
            " (kind, act_id, run_id, book_on, reference_version_id, load_id, reading)"
            " VALUES (:kind, :act_id, :run_id, :book_on, :reference_version_id, :load_id, :reading)"
            " RETURNING batch_id",
            kind=kind,
            reading=reading,
            reference_version_id=decided_by and decided_by.reference_version_id,
            load_id=decided_by and decided_by.load_id,
            act_id=act_id,
            run_id=run_id,
            book_on=book_on,
        )
    )
