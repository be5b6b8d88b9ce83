"""Rows of the book as the application would write them, right but for what a test makes wrong."""

import datetime as dt

from parsers.reading_version import READING
from tests.conftest import TODAY


def open_act(application, key: str = "t", book_on: dt.date = TODAY) -> int:
    """Open the batch of an act; return its id."""
    (act_id,) = application.execute(
        "INSERT INTO act (request_key, kind, requested_by, reason, selection)"
        " VALUES (%s, 'reverse', 'tester', 'test', '{}') RETURNING act_id",
        (key,),
    ).fetchone()
    (batch_id,) = application.execute(
        "INSERT INTO batch (kind, act_id, book_on, reading) VALUES ('act', %s, %s, %s)"
        " RETURNING batch_id",
        (act_id, book_on, READING),
    ).fetchone()
    return batch_id


def new_txn(application, batch_id: int, key: str = "new", **changes: str) -> int:
    """Insert a transaction like the first one, in an open batch; return its id."""
    columns = {
        "idempotency_key": f"'{key}'", "payload_digest": "payload_digest", "kind": "kind",
        "document_reference": "document_reference", "effective_on": "effective_on",
        "book_on": "book_on", "message_id": "message_id", "batch_id": str(batch_id),
    } | changes  # fmt: skip
    (txn_id,) = application.execute(
        f"INSERT INTO txn ({', '.join(columns)}) SELECT {', '.join(columns.values())}"
        " FROM txn WHERE kind = 'CAD' ORDER BY txn_id LIMIT 1 RETURNING txn_id"
    ).fetchone()
    return txn_id


def new_entries(application, txn_id: int, *cents: int) -> None:
    """Insert the entries of a transaction, all on one account, in one statement."""
    rows = ", ".join(f"({number}, {amount})" for number, amount in enumerate(cents, start=1))
    application.execute(
        "INSERT INTO entry (txn_id, entry_number, account_id, amount_cents, book_on)"
        f" SELECT {txn_id}, n, (SELECT min(account_id) FROM account), cents, %s"
        f" FROM (VALUES {rows}) AS v (n, cents)",
        (TODAY,),
    )
