"""Staged declarations into the book: each version with its lines, its bases and what it changes.

Table ``accepted`` names what is posted: ``message`` as staged, its ``message_id``, and the number
of this posting of it. A first version posts what it owes; a later one posts the difference between
that and what stands for its transaction number, account by account.
"""

import datetime as dt
from typing import Final

from billing import postings
from ledger.journal import difference
from ledger_sync.book import journal
from ledger_sync.book.connection import Transaction
from ledger_sync.statement_files import statement

CHARGED = "duty_cents, sima_cents, surtax_cents, excise_cents, gst_cents"
"""The charges of a declaration and of a line, in their order."""

_RECORD_CADS: Final = statement(__file__, "record_cads")
_RECORD_LINES: Final = statement(__file__, "record_lines")

_JOINED = {"staged_cad": "message", "staged_cad_line": "message", "staged_side": "source"}


def post(tx: Transaction, batch_id: int, book_on: dt.date) -> None:
    """Post the staged declarations that table ``accepted`` names."""
    if not tx.value("SELECT EXISTS (SELECT FROM accepted JOIN staged_cad USING (message))"):
        return
    for table, joined_by in _JOINED.items():
        tx.run(f"ANALYZE {table} ({joined_by})")
    _record(tx, batch_id, book_on)
    if tx.value(
        "SELECT EXISTS (SELECT FROM accepted JOIN staged_cad USING (message) WHERE version > 1)"
    ):
        _leave_the_difference(tx)
    _enter(tx, batch_id, book_on)


def _record(tx: Transaction, batch_id: int, book_on: dt.date) -> None:
    """Record the versions as filed and as priced."""
    tx.run(
        "INSERT INTO basis (digest, terms, batch_id) SELECT decode(key, 'hex'), terms, :batch_id"
        " FROM staged_basis WHERE number IN (SELECT unnest(ARRAY[basis, exchange_basis])"
        "  FROM (SELECT DISTINCT basis, exchange_basis FROM staged_cad_line"
        "   JOIN accepted USING (message)) AS named)"
        " ORDER BY number ON CONFLICT (digest) DO NOTHING",
        batch_id=batch_id,
    )
    tx.run(
        "CREATE TEMP TABLE placed_basis ON COMMIT DROP AS SELECT s.number, b.basis_id"
        " FROM staged_basis s JOIN basis b ON b.digest = decode(s.key, 'hex')"
    )
    tx.run("ANALYZE placed_basis")
    tx.run(_RECORD_CADS, batch_id=batch_id, book_on=book_on)
    tx.run(_RECORD_LINES)
    tx.run(
        "INSERT INTO cad_line_charge (cad_id, line_number, charge, amount_cents)"
        " SELECT cad.cad_id, l.line_number, l.charge, l.amount_cents FROM staged_line_charge l"
        " JOIN accepted a USING (message) CROSS JOIN LATERAL (SELECT cad_id FROM cad"
        "  WHERE message_id = a.message_id AND posting_number = a.posting_number OFFSET 0) AS cad"
        " ORDER BY cad.cad_id, l.line_number, l.charge"
    )
    tx.run("DROP TABLE placed_basis")


def _leave_the_difference(tx: Transaction) -> None:
    """Put in the place of a later version's sides what they change of what stands.

    What stands is every posting and reversal of the same use of the number, whatever its version.
    """
    later = tx.rows(
        "SELECT message FROM staged_cad JOIN accepted USING (message) WHERE version > 1"
    )
    sources = [row["message"] for row in later]
    standing = tx.frame(
        "WITH later AS (SELECT message, transaction_number, number_use FROM staged_cad"
        "  WHERE message = ANY(:sources)),"
        " stands AS (SELECT DISTINCT l.message, t.txn_id, t.book_on FROM later l"
        "  JOIN cad s USING (transaction_number, number_use) JOIN txn t USING (message_id)"
        "  LEFT JOIN txn taken_back ON taken_back.txn_id = t.reverses_txn_id"
        "  WHERE 'CAD' IN (t.kind, taken_back.kind))"
        " SELECT s.message AS source, 0 AS number, e.entry_number, a.code AS account,"
        " e.amount_cents FROM stands s JOIN entry e ON e.txn_id = s.txn_id"
        " AND e.book_on = s.book_on JOIN account a USING (account_id)",
        sources=sources,
    )
    changed = difference(journal.sides_of(tx, sources), standing)
    journal.replace_sides(tx, sources, changed)


def _enter(tx: Transaction, batch_id: int, book_on: dt.date) -> None:
    """Enter what the staged sides say: a transaction for each version that has any."""
    posted = tx.frame(
        "SELECT c.message, a.message_id, a.posting_number, d.content_digest, c.transaction_number,"
        " c.number_use, c.version, c.function, c.release_on, c.due_on, c.cycle_last_on, c.filer,"
        " c.interest_from, c.interest_rule, bool_or(s.account = c.importer) AS owes"
        " FROM accepted a JOIN staged_cad c USING (message) JOIN staged_content d USING (message)"
        " JOIN staged_side s ON s.source = c.message"
        " GROUP BY c.ctid, a.ctid, d.ctid, c.message, a.message_id, a.posting_number,"
        " d.content_digest, c.transaction_number, c.number_use, c.version, c.function,"
        " c.release_on, c.due_on, c.cycle_last_on, c.filer, c.interest_from, c.interest_rule"
        " ORDER BY c.message"
    )
    journal.add(tx, postings.declarations(posted, book_on))
    journal.post(tx, batch_id=batch_id, book_on=book_on)
