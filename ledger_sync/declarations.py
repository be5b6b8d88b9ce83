"""Staged declarations into the book: each version with its lines, its bases and what it changes.

Table ``accepted`` names what is posted: ``message`` as staged, its ``message_id``, and the number
of this posting of it. A first version posts what it owes; a later one posts the difference between
that and what stands for its transaction number, account by account.
"""

import datetime as dt

from ledger_sync.book import Transaction
from ledger_sync.judging import CODED, LINE_CONTENT

CHARGED = "duty_cents, sima_cents, surtax_cents, excise_cents, gst_cents"
"""The charges of a declaration and of a line, in their order."""

_HEAD = (
    "transaction_number, number_use, version, function, cad_type, filer, release_on,"
    " release_office, cargo_control_number, warehouse, previous_transaction_number, filed_on,"
    " accounting_due_on, cycle_last_on, due_on, line_count, total_value_cents,"
    f" value_for_duty_cents, {CHARGED}, payable_cents"
)


def post(tx: Transaction, batch_id: int, book_on: dt.date) -> None:
    """Post the staged declarations that table ``accepted`` names."""
    if not tx.value("SELECT EXISTS (SELECT FROM accepted JOIN staged_cad USING (message))"):
        return
    for table in ("staged_cad", "staged_cad_line", "staged_entry"):
        tx.run(f"ANALYZE {table} (message)")  # what they are joined by
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
    tx.run(
        f"INSERT INTO cad (message_id, account_id, accepted_on, content_digest, batch_id,"  # noqa: S608
        f" posting_number, {_HEAD}) SELECT a.message_id, account.account_id, :book_on,"
        f" d.content_digest, :batch_id, a.posting_number, {_HEAD}"
        " FROM staged_cad c JOIN accepted a USING (message) JOIN staged_content d USING (message)"
        " JOIN account ON account.code = c.importer ORDER BY c.message",
        batch_id=batch_id,
        book_on=book_on,
    )
    charged = ", ".join(f"l.{name}" for name in CHARGED.split(", "))
    tx.run(
        f"INSERT INTO cad_line (cad_id, {LINE_CONTENT}, {CODED}, value_for_duty_cents,"  # noqa: S608
        f" {CHARGED}, basis_id, exchange_basis_id, byte_from, byte_to)"
        f" SELECT cad.cad_id, {LINE_CONTENT}, {CODED}, l.value_for_duty_cents, {charged},"
        " b.basis_id, x.basis_id, l.byte_from, l.byte_to"
        " FROM staged_cad_line l JOIN accepted a USING (message)"
        " JOIN cad ON cad.message_id = a.message_id AND cad.batch_id = :batch_id"
        " JOIN placed_basis b ON b.number = l.basis JOIN placed_basis x"
        " ON x.number = l.exchange_basis ORDER BY cad.cad_id, l.line_number",
        batch_id=batch_id,
    )
    tx.run("DROP TABLE placed_basis")


def _leave_the_difference(tx: Transaction) -> None:
    """Put in the place of a later version's entries what they change of what stands.

    What stands is every posting and reversal of the same use of the number, whatever its version.
    """
    tx.run(
        "CREATE TEMP TABLE difference ON COMMIT DROP AS"
        " WITH later AS (SELECT c.message, c.transaction_number, c.number_use FROM staged_cad c"
        "  JOIN accepted USING (message) WHERE c.version > 1),"
        " standing AS (SELECT DISTINCT l.message, t.txn_id, t.book_on FROM later l"
        "  JOIN cad s USING (transaction_number, number_use) JOIN txn t USING (message_id)"
        "  LEFT JOIN txn taken_back ON taken_back.txn_id = t.reverses_txn_id"
        "  WHERE 'CAD' IN (t.kind, taken_back.kind)),"
        " side AS (SELECT message, entry_number, account, amount_cents FROM staged_entry"
        "  JOIN later USING (message) UNION ALL"
        "  SELECT s.message, e.entry_number, a.code, -e.amount_cents FROM standing s"
        "  JOIN entry e ON e.txn_id = s.txn_id AND e.book_on = s.book_on"
        "  JOIN account a USING (account_id))"
        " SELECT message, row_number() OVER (PARTITION BY message"
        "  ORDER BY min(entry_number), account) AS entry_number, account,"
        "  sum(amount_cents)::bigint AS amount_cents"
        " FROM side GROUP BY message, account HAVING sum(amount_cents) <> 0"
    )
    tx.run(
        "DELETE FROM staged_entry USING staged_cad c JOIN accepted USING (message)"
        " WHERE c.message = staged_entry.message AND c.version > 1"
    )
    tx.run(
        "INSERT INTO staged_entry (message, entry_number, account, amount_cents)"
        " SELECT message, entry_number, account, amount_cents FROM difference"
    )
    tx.run("DROP TABLE difference")


def _enter(tx: Transaction, batch_id: int, book_on: dt.date) -> None:
    """Enter what the staged entries say: a transaction each, its entries, its open item."""
    values = {"batch_id": batch_id, "book_on": book_on}
    tx.run(
        "INSERT INTO txn (idempotency_key, payload_digest, kind, document_reference,"
        " effective_on, book_on, message_id, batch_id)"
        " SELECT concat_ws('|', 'CAD', transaction_number, version,"
        "  CASE WHEN number_use > 1 THEN 'use ' || number_use END,"
        "  CASE WHEN posting_number > 1 THEN posting_number END), content_digest, 'CAD',"
        " transaction_number, CASE WHEN function IN ('original', 'correction') THEN release_on"
        "  ELSE :book_on END, :book_on, message_id, :batch_id"
        " FROM staged_cad JOIN accepted USING (message) JOIN staged_content USING (message)"
        " WHERE message IN (SELECT message FROM staged_entry) ORDER BY message",
        **values,
    )
    tx.run(
        "INSERT INTO entry (txn_id, entry_number, account_id, amount_cents, book_on)"
        " SELECT t.txn_id, e.entry_number, account.account_id, e.amount_cents, :book_on"
        " FROM staged_entry e JOIN accepted a USING (message) JOIN txn t USING (message_id)"
        " JOIN account ON account.code = e.account WHERE t.batch_id = :batch_id AND t.kind = 'CAD'"
        " ORDER BY t.txn_id, e.entry_number",
        **values,
    )
    tx.run(
        "INSERT INTO item (txn_id, account_id, kind, document_reference, amount_cents,"
        " effective_on, book_on, due_on, cycle_last_on, filer, interest_from, interest_rule)"
        " SELECT t.txn_id, c.account_id,"
        " CASE WHEN s.function IN ('original', 'correction') THEN 'CAD' ELSE 'SOADJ' END,"
        " c.transaction_number, e.amount_cents, t.effective_on, :book_on, c.due_on,"
        " CASE WHEN s.function IN ('original', 'correction') THEN c.cycle_last_on END, c.filer,"
        " s.interest_from, s.interest_rule"
        " FROM accepted a JOIN staged_cad s USING (message)"
        " JOIN staged_entry e ON e.message = a.message AND e.account = s.importer"
        " JOIN txn t USING (message_id) JOIN cad c USING (message_id, batch_id)"
        " WHERE batch_id = :batch_id AND t.kind = 'CAD' ORDER BY t.txn_id",
        **values,
    )
