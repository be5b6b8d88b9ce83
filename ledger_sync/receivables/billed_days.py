"""The days that statements, penalties and interest bear: each once, with how many bear it."""

import datetime as dt

from ledger_sync.book.connection import Row, Transaction


def of_statements(tx: Transaction, first_on: dt.date | None, last_on: dt.date | None) -> list[Row]:
    """Return the days of statements booked in a range of dates, by the rules of their batch.

    Each has ``due_rules_id, book_on, first_on, cycle_last_on, issued_on, known_on, due_on, rows``
    and the first ``statement_id``.
    """
    return tx.rows(
        "SELECT b.due_rules_id, b.book_on, s.first_on, s.cycle_last_on, s.issued_on, s.known_on,"
        " s.due_on, count(*) AS rows, min(s.statement_id) AS statement_id"
        " FROM statement s JOIN batch b USING (batch_id)"
        " WHERE (CAST(:first_on AS date) IS NULL OR b.book_on >= :first_on)"
        " AND (CAST(:last_on AS date) IS NULL OR b.book_on <= :last_on)"
        " GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY statement_id",
        first_on=first_on,
        last_on=last_on,
    )


def of_runs(tx: Transaction, first_on: dt.date | None, last_on: dt.date | None) -> list[Row]:
    """Return the days of late accounting penalties and of interest booked in a range of dates.

    Each has ``due_rules_id, book_on, cycle_last_on, due_on, rows`` and the first ``item_id``; what
    credits is not due.
    """
    return tx.rows(
        "SELECT b.due_rules_id, b.book_on, i.cycle_last_on, i.due_on, count(*) AS rows,"
        " min(i.item_id) AS item_id"
        " FROM txn t JOIN item i USING (txn_id) JOIN batch b ON b.batch_id = t.batch_id"
        " WHERE t.kind IN ('LAP', 'INT') AND i.amount_cents > 0"
        " AND (CAST(:first_on AS date) IS NULL OR b.book_on >= :first_on)"
        " AND (CAST(:last_on AS date) IS NULL OR b.book_on <= :last_on)"
        " GROUP BY 1, 2, 3, 4 ORDER BY item_id",
        first_on=first_on,
        last_on=last_on,
    )
