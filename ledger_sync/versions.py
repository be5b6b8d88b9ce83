"""The versions of a declaration: the one that stands, those before it, those in review."""

from collections.abc import Iterable

import pandas as pd

from ledger_sync.book import Row, Transaction
from ledger_sync.declarations import CHARGED
from ledger_sync.judging import CODED, LINE_CONTENT


def standing(
    tx: Transaction, numbers: Iterable[str], *, deciding: int | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the declarations that stand under transaction numbers, and their lines.

    ``deciding`` is the review whose own message is read again: it does not wait for itself.
    """
    values = {"numbers": list(numbers), "deciding": deciding}
    declarations = tx.frame(
        "SELECT c.transaction_number, c.number_use, c.version, c.cad_type, a.code AS importer,"
        " c.filer, c.release_on, c.cycle_last_on, o.due_on, o.accepted_on AS first_accepted_on,"
        " c.payable_cents, c.function = 'withdrawal' AS withdrawn,"
        " EXISTS (SELECT FROM review r LEFT JOIN review_decision d USING (review_id)"
        "  WHERE r.transaction_number = c.transaction_number AND r.number_use = c.number_use"
        "  AND d.review_id IS NULL AND r.review_id IS DISTINCT FROM CAST(:deciding AS bigint))"
        "  AS under_review"
        " FROM standing_cad c JOIN account a USING (account_id)"
        " JOIN cad o ON o.transaction_number = c.transaction_number"
        "  AND o.number_use = c.number_use AND o.version = 1 AND o.posting_number = 1"
        " WHERE c.transaction_number = ANY(:numbers)",
        **values,
    )
    lines = tx.frame(
        "SELECT c.transaction_number, l.line_number FROM standing_cad c"
        " JOIN cad_line l USING (cad_id) WHERE c.transaction_number = ANY(:numbers)",
        **values,
    )
    return (
        declarations.astype(
            {
                "transaction_number": "str",
                "release_on": "datetime64[s]",
                "withdrawn": bool,
                "under_review": bool,
                "number_use": "int64",
                "version": "int64",
                "payable_cents": "int64",
            }
        ),
        lines.astype({"transaction_number": "str", "line_number": "int64"}),
    )


def history(tx: Transaction, transaction_number: str) -> list[Row]:
    """Return every version of a number, oldest first, with its reasons and who decided on it.

    The newest posting of each; reviews that wait or were refused come with no ``cad_id``.
    """
    return tx.rows(
        "SELECT v.*, a.code AS importer, f.name AS file_name, m.file_id, d.decision, d.decided_on,"  # noqa: S608 - our own columns
        " t.requested_by AS decided_by, t.reason AS decision_reason,"
        " (SELECT array_agg(r.reason_code ORDER BY r.position) FROM message_reason r"
        "  WHERE r.message_id = v.message_id) AS reasons FROM ("
        "  SELECT c.cad_id, c.message_id, c.number_use, c.version, c.function, c.filed_on,"
        "  c.filer, c.cad_type, c.release_on, c.release_office, c.cargo_control_number,"
        "  c.warehouse, c.previous_transaction_number, c.line_count, c.total_value_cents,"
        f"  c.accepted_on, c.due_on, c.value_for_duty_cents, {CHARGED}, c.payable_cents,"
        "  NULL::date AS decide_by_on, c.account_id FROM current_cad c"
        "  WHERE c.transaction_number = :number UNION ALL"
        "  SELECT NULL, r.message_id, r.number_use, r.version, r.kind, r.filed_on, NULL, NULL,"
        "  NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,"
        "  NULL, NULL, r.decide_by_on, r.account_id FROM review r"
        "  WHERE r.transaction_number = :number AND NOT EXISTS (SELECT FROM cad c"
        "   WHERE c.message_id = r.message_id)) v"
        " JOIN account a USING (account_id) JOIN message m USING (message_id)"
        " JOIN file f USING (file_id) LEFT JOIN review w USING (message_id)"
        " LEFT JOIN review_decision d USING (review_id) LEFT JOIN act t ON t.act_id = d.act_id"
        " ORDER BY v.number_use, v.version, v.message_id",
        number=transaction_number,
    )


def lines(tx: Transaction, cad_id: int) -> pd.DataFrame:
    """Return the lines of a version as filed and as priced, with the terms of their bases."""
    return tx.frame(
        f"SELECT {LINE_CONTENT}, {CODED}, value_for_duty_cents, {CHARGED},"  # noqa: S608
        " b.terms, x.terms AS exchange_terms, byte_from, byte_to"
        " FROM cad_line LEFT JOIN basis b USING (basis_id)"
        " LEFT JOIN basis x ON x.basis_id = exchange_basis_id"
        " WHERE cad_id = :cad_id ORDER BY line_number",
        cad_id=cad_id,
    )
