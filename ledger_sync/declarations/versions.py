"""The versions of a declaration: the one that stands, those before it, those in review."""

from collections.abc import Iterable
from typing import Final

import pandas as pd

from ledger_sync.book.connection import Row, Transaction
from ledger_sync.statement_files import statement

_HISTORY: Final = statement(__file__, "history")
_LINES: Final = statement(__file__, "lines")


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
        " o.filed_on AS first_filed_on, o.accounting_due_on AS first_accounting_due_on,"
        " c.payable_cents, c.sima_cents, c.function = 'withdrawal' AS withdrawn,"
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
                "sima_cents": "int64",
            }
        ),
        lines.astype({"transaction_number": "str", "line_number": "int64"}),
    )


def history(tx: Transaction, transaction_number: str) -> list[Row]:
    """Return every version of a number, oldest first, with its reasons and who decided on it.

    The newest posting of each; reviews that wait or were refused come with no ``cad_id``.
    """
    return tx.rows(_HISTORY, number=transaction_number)


def lines(tx: Transaction, cad_id: int) -> pd.DataFrame:
    """Return the lines of a version as filed and as priced, with the terms of their bases."""
    return tx.frame(_LINES, cad_id=cad_id)
