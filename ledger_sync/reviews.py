"""New versions that wait for a person: what waits, and what was decided."""

import datetime as dt

from ledger_sync.book import Row, Transaction

_WAITING = (
    "SELECT r.*, a.code AS importer, f.sha256, f.name, f.partner_id, f.size_bytes, f.claim_id,"
    " m.ordinal, c.due_on AS original_due_on,"
    " (SELECT s.payable_cents FROM standing_cad s WHERE s.transaction_number ="
    "  r.transaction_number AND s.number_use = r.number_use) AS standing_payable_cents,"
    " (SELECT array_agg(e.reason_code ORDER BY e.position) FROM message_reason e"
    "  WHERE e.message_id = r.message_id) AS reasons"
    " FROM review r JOIN account a USING (account_id) JOIN message m USING (message_id)"
    " JOIN file f ON f.file_id = r.file_id"
    " JOIN cad c ON c.transaction_number = r.transaction_number AND c.number_use = r.number_use"
    "  AND c.version = 1 AND c.posting_number = 1"
    " WHERE NOT EXISTS (SELECT FROM review_decision d WHERE d.review_id = r.review_id)"
)


def waiting(tx: Transaction, limit: int) -> list[Row]:
    """Return the reviews without a decision, the first to be due first."""
    return tx.rows(f"{_WAITING} ORDER BY r.decide_by_on, r.review_id LIMIT :limit", limit=limit)


def one(tx: Transaction, review_id: int) -> Row | None:
    """Return a review that waits, or None."""
    return tx.row(f"{_WAITING} AND r.review_id = :review_id", review_id=review_id)


def decide(
    tx: Transaction, review_id: int, decision: str, *, decided_on: dt.date, act_id: int
) -> None:
    """Record what a person decided; the database takes one decision for each review."""
    tx.run(
        "INSERT INTO review_decision (review_id, decision, decided_on, act_id)"
        " VALUES (:review_id, :decision, :decided_on, :act_id)",
        review_id=review_id,
        decision=decision,
        decided_on=decided_on,
        act_id=act_id,
    )


def decided(tx: Transaction, act_id: int) -> Row | None:
    """Return the decision that an act made, or None."""
    return tx.row("SELECT * FROM review_decision WHERE act_id = :act_id", act_id=act_id)


def accept_message(tx: Transaction, message_id: int, ordinal: int) -> None:
    """Name the one staged message that an approval posts, as an accepted file's are named."""
    tx.run("DROP TABLE IF EXISTS accepted")
    tx.run(
        "CREATE TEMP TABLE accepted ON COMMIT DROP AS SELECT CAST(:ordinal AS int) AS message,"
        " CAST(:message_id AS bigint) AS message_id, 1 AS posting_number",
        ordinal=ordinal,
        message_id=message_id,
    )


def staged_payable(tx: Transaction, ordinal: int) -> int | None:
    """Return what the staged version owes, or None when it was not staged."""
    found = tx.row("SELECT payable_cents FROM staged_cad WHERE message = :m", m=ordinal)
    return None if found is None else int(found["payable_cents"])


def set_decision_dates(
    tx: Transaction,
    ordinal: int,
    *,
    kind: str,
    due_on: dt.date,
    interest: tuple[dt.date, str] | None,
) -> None:
    """Stage what was approved, when its difference is due, and from when it bears interest."""
    first_on, rule = interest or (None, None)
    tx.run(
        "UPDATE staged_cad SET function = :kind, due_on = :due_on, interest_from = :first_on,"
        " interest_rule = :rule"
        " WHERE message = :m",
        kind=kind,
        due_on=due_on,
        first_on=first_on,
        rule=rule,
        m=ordinal,
    )


def paid_on(tx: Transaction, transaction_number: str, number_use: int) -> dt.date | None:
    """Return the last day on which a declaration's debts were paid; None when nothing was.

    Of a payment its value date. An amount set off by another credit is deemed paid (Customs Act
    s. 97.26) on the day of the application. A credit of the declaration itself lowers the debt,
    and a reversal takes it back: neither pays it.
    """
    found: dt.date | None = tx.value(
        "SELECT max(CASE credit.kind WHEN 'PMT' THEN credit.effective_on ELSE a.applied_on END)"
        " FROM cad c JOIN txn t USING (message_id)"
        " JOIN item i ON i.txn_id = t.txn_id AND i.kind IN ('CAD', 'SOADJ') AND i.amount_cents > 0"
        " JOIN application a ON a.debit_item_id = i.item_id"
        "  AND a.reverses_application_id IS NULL AND NOT EXISTS (SELECT FROM application r"
        "   WHERE r.reverses_application_id = a.application_id)"
        " JOIN item credit ON credit.item_id = a.credit_item_id AND credit.kind <> 'REV'"
        " WHERE c.transaction_number = :number AND c.number_use = :number_use"
        " AND NOT EXISTS (SELECT FROM txn s JOIN cad own USING (message_id)"
        "  WHERE s.txn_id = credit.txn_id AND own.transaction_number = :number"
        "  AND own.number_use = :number_use)",
        number=transaction_number,
        number_use=number_use,
    )
    return found
