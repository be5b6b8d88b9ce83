"""The close of a business date: after it the book takes no posting of that date or before."""

import datetime as dt

from ledger_sync.book.connection import Row, Transaction

MONTHS_AHEAD = 13
"""How many months of partitions stand ready, this one included."""


def close(tx: Transaction, book_on: dt.date) -> bool:
    """Close a business date and all before it; False when it was closed already.

    The database notes the newest sealed batch with it: what the daily seal of the date attests.
    """
    return (
        tx.run(
            "INSERT INTO closed_date (book_on) SELECT :book_on"
            " WHERE :book_on > coalesce(closed_through(), '-infinity')",
            book_on=book_on,
        )
        == 1
    )


def open_with_postings(tx: Transaction, before: dt.date) -> list[dt.date]:
    """Return the open dates before one that have postings, oldest first."""
    return [
        row["book_on"]
        for row in tx.rows(
            "SELECT DISTINCT book_on FROM batch b WHERE book_on < :before"
            " AND book_on > (SELECT coalesce(closed_through(), '-infinity'))"
            " AND EXISTS (SELECT FROM txn t WHERE t.batch_id = b.batch_id) ORDER BY 1",
            before=before,
        )
    ]


def transactions(tx: Transaction, book_on: dt.date) -> int:
    """Return how many transactions are posted on a business date."""
    return int(
        tx.value(
            "SELECT count(*) FROM batch JOIN txn USING (batch_id) WHERE batch.book_on = :book_on",
            book_on=book_on,
        )
    )


def oldest_date(tx: Transaction) -> dt.date | None:
    """Return the oldest date of an arrival, a posting or a close, or None in an empty book."""
    found: dt.date | None = tx.value(
        "SELECT least((SELECT min(received_on) FROM file), (SELECT min(book_on) FROM batch),"
        " (SELECT min(book_on) FROM closed_date))"
    )
    return found


def is_closed(tx: Transaction, book_on: dt.date) -> bool:
    """Whether a business date is closed."""
    return bool(
        tx.value(
            "SELECT coalesce(CAST(:book_on AS date) <= closed_through(), false)", book_on=book_on
        )
    )


def make_partitions(tx: Transaction, book_on: dt.date, months: int = MONTHS_AHEAD) -> int:
    """Make the partitions of so many months from a date on that are missing; return how many."""
    return int(
        tx.value("SELECT make_entry_partitions(:book_on, :months)", book_on=book_on, months=months)
    )


def closed_dates(tx: Transaction) -> list[dt.date]:
    """Return the dates that were closed, oldest first, of whose seal the close took note."""
    return [
        row["book_on"]
        for row in tx.rows(
            "SELECT book_on FROM closed_date WHERE last_batch_id IS NOT NULL ORDER BY book_on"
        )
    ]


def seals(tx: Transaction, book_on: dt.date | None = None) -> list[Row]:
    """Return the daily seals, oldest first: the newest batch at the close and control totals.

    Of one closed date, or of all.
    """
    # A day's batches are few; its transactions are found by them, not among all there are.
    of_day = (
        ""
        if book_on is None
        else "WHERE t.batch_id = ANY(ARRAY(SELECT batch_id FROM batch WHERE book_on = :book_on))"
    )
    return tx.rows(
        "SELECT c.book_on, b.batch_id, b.digest, coalesce(t.transactions, 0) AS transactions,"  # noqa: S608
        " coalesce(e.debits_cents, 0) AS debits_cents FROM closed_date c"
        " JOIN batch b ON b.batch_id = c.last_batch_id"
        f" LEFT JOIN (SELECT t.book_on, count(*) AS transactions FROM txn t {of_day} GROUP BY 1) t"
        "  ON t.book_on = c.book_on"
        " LEFT JOIN (SELECT e.book_on, (sum(e.amount_cents) FILTER (WHERE e.amount_cents > 0))"
        f"  ::bigint AS debits_cents FROM txn t JOIN entry e USING (txn_id, book_on) {of_day}"
        "  GROUP BY 1) e ON e.book_on = c.book_on"
        f" {'' if book_on is None else 'WHERE c.book_on = :book_on'} ORDER BY c.book_on",
        **({} if book_on is None else {"book_on": book_on}),
    )
