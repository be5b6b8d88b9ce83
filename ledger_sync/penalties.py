"""Late accounting penalties: who was late among what an open date accepted, and their posting."""

import datetime as dt
from collections.abc import Mapping

from ledger.accounts import PENALTY
from ledger_sync.book import Row, Transaction

_KEY = (
    "concat_ws('|', 'LAP', c.transaction_number,"
    " CASE WHEN c.number_use > 1 THEN 'use ' || c.number_use END)"
)


def late(tx: Transaction, business_date: dt.date) -> list[Row]:
    """Return ``cad_id, accounting_due_on, filed_on`` of late originals without a penalty yet.

    Of those that the open dates up to this one accepted, and that stand: not where everything
    that was posted of the declaration is reversed.
    """
    return tx.rows(
        "SELECT c.cad_id, c.accounting_due_on, c.filed_on FROM batch b"  # noqa: S608 - our own key
        " JOIN cad c USING (batch_id)"
        " WHERE b.kind = 'file' AND b.book_on <= :business_date"
        " AND b.book_on > coalesce(closed_through(), '-infinity')"
        " AND c.version = 1 AND c.posting_number = 1 AND c.filed_on > c.accounting_due_on"
        f" AND NOT EXISTS (SELECT FROM txn t WHERE t.idempotency_key = {_KEY})"
        " AND NOT coalesce((SELECT bool_and(r.txn_id IS NOT NULL) FROM cad p"
        "  JOIN txn t ON t.message_id = p.message_id AND t.kind = 'CAD'"
        "  LEFT JOIN txn r ON r.reverses_txn_id = t.txn_id"
        "  WHERE p.transaction_number = c.transaction_number AND p.number_use = c.number_use),"
        "  false)"
        " ORDER BY c.cad_id",
        business_date=business_date,
    )


def post(
    tx: Transaction,
    penalties: Mapping[int, int],
    *,
    batch_id: int,
    book_on: dt.date,
    due_on: dt.date,
) -> None:
    """Post a penalty in cents for each declaration named: debit the importer, credit penalties."""
    values = {"batch_id": batch_id, "book_on": book_on, "due_on": due_on}
    tx.run(
        "CREATE TEMP TABLE penalty ON COMMIT DROP AS SELECT * FROM unnest("
        " CAST(:cads AS bigint[]), CAST(:cents AS bigint[])) AS p (cad_id, amount_cents)",
        cads=list(penalties),
        cents=list(penalties.values()),
    )
    tx.run(
        "INSERT INTO txn (idempotency_key, payload_digest, kind, document_reference,"  # noqa: S608 - our own key
        f" effective_on, book_on, message_id, batch_id) SELECT {_KEY},"
        " sha256(convert_to(concat_ws('|', c.transaction_number, p.amount_cents), 'UTF8')), 'LAP',"
        " c.transaction_number, :book_on, :book_on, c.message_id, :batch_id"
        " FROM penalty p JOIN cad c USING (cad_id) ORDER BY c.cad_id",
        **values,
    )
    tx.run(
        "INSERT INTO entry (txn_id, entry_number, account_id, amount_cents, book_on)"
        " SELECT t.txn_id, side.entry_number, side.account_id, side.amount_cents, :book_on"
        " FROM penalty p JOIN cad c USING (cad_id) JOIN txn t USING (message_id),"
        " LATERAL (VALUES (1, c.account_id, p.amount_cents),"
        "  (2, (SELECT account_id FROM account WHERE code = :penalty), -p.amount_cents))"
        " AS side (entry_number, account_id, amount_cents)"
        " WHERE t.batch_id = :batch_id ORDER BY t.txn_id, side.entry_number",
        **values,
        penalty=PENALTY,
    )
    tx.run(
        "INSERT INTO item (txn_id, account_id, kind, document_reference, amount_cents,"
        " effective_on, book_on, due_on, filer)"
        " SELECT t.txn_id, c.account_id, 'LAP', c.transaction_number, p.amount_cents, :book_on,"
        " :book_on, :due_on, c.filer FROM penalty p JOIN cad c USING (cad_id)"
        " JOIN txn t USING (message_id) WHERE t.batch_id = :batch_id ORDER BY t.txn_id",
        **values,
    )
    tx.run("DROP TABLE penalty")
