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


def totals(tx: Transaction, book_on: dt.date) -> dict[str, int]:
    """Return what was posted on a business date: transactions and cents by kind."""
    return {
        str(row["kind"]): int(row["cents"])
        for row in tx.rows(
            "SELECT t.kind, sum(e.amount_cents)::bigint AS cents FROM txn t JOIN entry e"
            " ON e.txn_id = t.txn_id AND e.book_on = t.book_on"
            " WHERE t.book_on = :book_on AND e.amount_cents > 0 GROUP BY t.kind",
            book_on=book_on,
        )
    }


def is_closed(tx: Transaction, book_on: dt.date) -> bool:
    """Whether a business date is closed."""
    return tx.row("SELECT FROM closed_date WHERE book_on = :book_on", book_on=book_on) is not None
