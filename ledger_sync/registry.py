"""Who takes part: partners, by id and by the name they send under."""

from ledger_sync.book import Row, Transaction


def partner_ids(tx: Transaction) -> list[str]:
    """Return every partner's id."""
    return [row["partner_id"] for row in tx.rows("SELECT partner_id FROM partner ORDER BY 1")]


def partner(tx: Transaction, partner_id: str) -> Row:
    """Return one partner's row; LookupError when there is none."""
    row = tx.row("SELECT * FROM partner WHERE partner_id = :partner_id", partner_id=partner_id)
    if row is None:
        raise LookupError(partner_id)
    return row


def partner_of_sender(tx: Transaction, sender: str) -> Row | None:
    """Return the partner who sends under an identification, or None."""
    return tx.row("SELECT * FROM partner WHERE sender_identification = :sender", sender=sender)


def enrolments(tx, codes):
    return tx.frame(
        "SELECT code AS importer, 'RPP' AS program, DATE '2024-10-21' AS effective_from, DATE '9999-12-31' AS effective_to FROM account WHERE code = ANY(:codes)",
        codes=list(codes),
    )
