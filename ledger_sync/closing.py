"""The close of a business date: after it the book takes no more postings of that date."""

import datetime as dt

from ledger_sync.book import Transaction


def close(tx: Transaction, book_on: dt.date) -> bool:
    """Close a business date; False when it was closed already."""
    return (
        tx.run(
            "INSERT INTO closed_date (book_on) VALUES (:book_on) ON CONFLICT DO NOTHING",
            book_on=book_on,
        )
        == 1
    )


def open_with_postings(tx: Transaction, before: dt.date) -> list[dt.date]:
    """Return the open dates before one that have postings, oldest first."""
    return [
        row["book_on"]
        for row in tx.rows(
            "SELECT DISTINCT t.book_on FROM txn t LEFT JOIN closed_date c USING (book_on)"
            " WHERE c.book_on IS NULL AND t.book_on < :before ORDER BY 1",
            before=before,
        )
    ]


def newest_date(tx: Transaction) -> dt.date | None:
    """Return the newest date of an arrival or a close, or None in an empty book."""
    found: dt.date | None = tx.value(
        "SELECT greatest((SELECT max(received_on) FROM file),"
        " (SELECT max(book_on) FROM closed_date))"
    )
    return found


def is_closed(tx: Transaction, book_on: dt.date) -> bool:
    """Whether a business date is closed."""
    return tx.row("SELECT FROM closed_date WHERE book_on = :book_on", book_on=book_on) is not None
