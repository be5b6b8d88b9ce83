"""Batches: every act of posting is one, opened and sealed in the same transaction.

A batch names its cause: the file that it takes in, the act of a person, or a run of ours.
"""

import datetime as dt

from ledger_sync.book import closing
from ledger_sync.book.connection import Transaction


def open_date(tx: Transaction, day: dt.date) -> dt.date:
    """Return the first business date from a day on that is not closed."""
    found: dt.date = tx.value("SELECT greatest(CAST(:day AS date), closed_through() + 1)", day=day)
    return found


def open_for_file(tx: Transaction, file_id: int, book_on: dt.date) -> int:
    """Open the batch of a file's intake; return its id."""
    return _open(tx, "file", book_on, file_id=file_id)


def open_for_act(tx: Transaction, act_id: int, book_on: dt.date) -> int:
    """Open the batch of a person's act; return its id."""
    return _open(tx, "act", book_on, act_id=act_id)


def open_for_run(tx: Transaction, kind: str, book_on: dt.date) -> int:
    """Record a run of ours of a kind on a business date, and open its batch; return its id."""
    run_id = tx.value(
        "INSERT INTO run (kind, business_date) VALUES (:kind, :book_on) RETURNING run_id",
        kind=kind,
        book_on=book_on,
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
    file_id: int | None = None,
    act_id: int | None = None,
    run_id: int | None = None,
) -> int:
    """Open a batch; ``seal`` closes it at the end of the same transaction, or nothing commits.

    Waits for the batch that another transaction has open. The month it posts to is made ready.
    """
    closing.make_partitions(tx, book_on, months=1)
    return int(
        tx.value(
            "INSERT INTO batch (kind, file_id, act_id, run_id, book_on)"
            " VALUES (:kind, :file_id, :act_id, :run_id, :book_on) RETURNING batch_id",
            kind=kind,
            file_id=file_id,
            act_id=act_id,
            run_id=run_id,
            book_on=book_on,
        )
    )
