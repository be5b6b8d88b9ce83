"""The one way into the book: transactions, sides and items of ``ledger.journal``, posted.

They are staged first, as frames; what a transaction's header is not staged for stays behind. The
account and the amount of an item are those of its transaction's receivable side, so that the two
cannot differ.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Final

import pandas as pd

from ledger.journal import SIDE, Journal
from ledger_sync.book.connection import Transaction
from ledger_sync.book.staging import copy_frame, staging_table

STAGES: Final[Mapping[str, str]] = {
    "staged_txn": "source bigint, number int, message_id bigint, key text, digest bytea,"
    " kind text, document_reference text, effective_on date, reverses_txn_id bigint",
    "staged_side": "source bigint, number int, entry_number smallint, account text,"
    " amount_cents bigint",
    "staged_item": "source bigint, number int, kind text, due_on date, cycle_last_on date,"
    " filer text, interest_from date, interest_rule text",
}


def begin(tx: Transaction) -> None:
    """Make the stages where no file that is at work has made them."""
    tx.script(*(staging_table(table, columns) for table, columns in STAGES.items()))


def add(tx: Transaction, journal: Journal) -> None:
    """Stage transactions, sides and items."""
    copy_frame(tx, "staged_txn", _with_hex(journal.transactions))
    copy_frame(tx, "staged_side", journal.sides)
    copy_frame(tx, "staged_item", journal.items)


def sides_of(tx: Transaction, sources: list[int]) -> pd.DataFrame:
    """Return the staged sides of sources."""
    return tx.frame(
        "SELECT source, number, entry_number, account, amount_cents FROM staged_side"
        " WHERE source = ANY(:sources) ORDER BY source, number, entry_number",
        sources=sources,
    )


def replace_sides(tx: Transaction, sources: list[int], sides: pd.DataFrame) -> None:
    """Put other sides in the place of those staged of sources."""
    tx.run("DELETE FROM staged_side WHERE source = ANY(:sources)", sources=sources)
    copy_frame(tx, "staged_side", sides[list(SIDE)])


def post(tx: Transaction, *, batch_id: int, book_on: dt.date) -> int:
    """Post every transaction staged and take it off the stage; return how many."""
    values = {"batch_id": batch_id, "book_on": book_on}
    for table in STAGES:
        tx.run(f"ANALYZE {table}")
    posted = tx.run(
        "INSERT INTO txn (idempotency_key, payload_digest, kind, document_reference,"
        " effective_on, book_on, message_id, batch_id, reverses_txn_id)"
        " SELECT key, digest, kind, document_reference, effective_on, :book_on, message_id,"
        " :batch_id, reverses_txn_id FROM staged_txn ORDER BY source, number",
        **values,
    )
    tx.run(
        "CREATE TEMP TABLE placed ON COMMIT DROP AS SELECT s.source, s.number, t.txn_id,"
        " s.document_reference, s.effective_on FROM staged_txn s CROSS JOIN LATERAL"
        " (SELECT txn_id, batch_id FROM txn WHERE idempotency_key = s.key OFFSET 0) AS t"
        " WHERE t.batch_id = :batch_id",
        batch_id=batch_id,
    )
    tx.run("ANALYZE placed")
    tx.run(
        "INSERT INTO entry (txn_id, entry_number, account_id, amount_cents, book_on)"
        " SELECT p.txn_id, s.entry_number, a.account_id, s.amount_cents, :book_on"
        " FROM placed p JOIN staged_side s USING (source, number)"
        " JOIN account a ON a.code = s.account ORDER BY p.txn_id, s.entry_number",
        book_on=book_on,
    )
    tx.run(
        "INSERT INTO item (txn_id, account_id, kind, document_reference, amount_cents,"
        " effective_on, book_on, due_on, cycle_last_on, filer, interest_from, interest_rule)"
        " SELECT p.txn_id, a.account_id, i.kind, p.document_reference, s.amount_cents,"
        " p.effective_on, :book_on, i.due_on, i.cycle_last_on, i.filer, i.interest_from,"
        " i.interest_rule FROM placed p JOIN staged_item i USING (source, number)"
        " JOIN staged_side s USING (source, number)"
        " JOIN account a ON a.code = s.account AND a.class = 'receivable' ORDER BY p.txn_id",
        book_on=book_on,
    )
    tx.run(
        "DELETE FROM staged_side s USING placed p WHERE (s.source, s.number) = (p.source, p.number)"
    )
    tx.run("TRUNCATE staged_txn, staged_item")
    tx.run("DROP TABLE placed")
    return posted


def _with_hex(transactions: pd.DataFrame) -> pd.DataFrame:
    """Return transactions with their digests as a CSV of PostgreSQL has them."""
    if transactions.empty:
        return transactions
    return transactions.assign(
        digest=transactions["digest"].map(lambda digest: f"\\x{bytes(digest).hex()}")
    )
