"""Which charges the applications of a batch paid, or gave back, written down beside them."""

from billing.applying import PRO_RATA, shared
from ledger_sync.book.connection import Transaction
from ledger_sync.book.staging import copy_frame


def share(tx: Transaction, batch_id: int, order: tuple[str, ...] = PRO_RATA) -> None:
    """Share every application of a batch that says nothing yet among the charges of its debit."""
    _give_back(tx, batch_id)
    applications = tx.frame(
        "SELECT application_id, debit_item_id, amount_cents FROM application a"
        " WHERE batch_id = :batch_id AND amount_cents > 0 AND NOT EXISTS (SELECT FROM"
        "  application_part p WHERE p.application_id = a.application_id) ORDER BY application_id",
        batch_id=batch_id,
    )
    if applications.empty:
        return
    debits = applications["debit_item_id"].unique().tolist()
    open_parts = tx.frame(
        "SELECT i.item_id, p.charge, (p.amount_cents - coalesce(paid.cents, 0))::bigint"
        " AS amount_cents FROM unnest(CAST(:debits AS bigint[])) AS i (item_id)"
        " JOIN LATERAL (SELECT charge, amount_cents FROM item_part"
        "  WHERE item_part.item_id = i.item_id) p ON true JOIN charge c USING (charge)"
        " LEFT JOIN LATERAL (SELECT sum(s.amount_cents) AS cents FROM application a"
        "  JOIN application_part s USING (application_id)"
        "  WHERE a.debit_item_id = i.item_id AND s.charge = p.charge) paid ON true"
        " ORDER BY c.rank, i.item_id",
        debits=debits,
    )
    copy_frame(tx, "application_part", shared(applications, open_parts, order))


def _give_back(tx: Transaction, batch_id: int) -> None:
    """Let what undoes an application give back the same parts."""
    tx.run(
        "INSERT INTO application_part (application_id, charge, amount_cents)"
        " SELECT a.application_id, p.charge, -p.amount_cents FROM application a"
        " JOIN application_part p ON p.application_id = a.reverses_application_id"
        " WHERE a.batch_id = :batch_id AND NOT EXISTS (SELECT FROM application_part done"
        "  WHERE done.application_id = a.application_id) ORDER BY a.application_id, p.charge",
        batch_id=batch_id,
    )
