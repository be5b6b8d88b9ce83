"""The statements of a cycle as they would be issued now, drawn up in temporary tables.

Drafting and issuing are the same statements of SQL over the same rows: what a person approves is
what is inserted. A draft leaves nothing in the book, not even rows that were rolled back. A
statement takes the items of its cycle and of earlier ones that no statement bore yet, and the
credits booked before its date; items of a later cycle wait for theirs. What is issued already
stands in the draft as it was issued.
"""

from typing import Final

from billing.cycle import Cycle
from ledger_sync.book.connection import Row, Transaction
from ledger_sync.statement_files import statement

_LINES: Final = statement(__file__, "draft_lines")
_STATEMENTS: Final = statement(__file__, "draft_statements")
_DIGEST: Final = statement(__file__, "digest_of_draft")
_UNSOUND: Final = statement(__file__, "unsound_draft")


def draw_up(tx: Transaction, cycle: Cycle) -> None:
    """Draw up every statement of a cycle, for the rest of the transaction.

    Raises RuntimeError when one is drawn up that the book would refuse: a fault of this program.
    """
    values = {**cycle.__dict__, "known_on": cycle.known_on}
    for table, sql in (("drafted_line", _LINES), ("drafted_statement", _STATEMENTS)):
        tx.run(f"DROP TABLE IF EXISTS {table}")
        tx.run(sql, **values)
        tx.run(f"ANALYZE {table}")
    unsound = tx.value(_UNSOUND)
    if unsound is not None:
        raise RuntimeError(f"the statement of {unsound} is not drawn up as the book asks")


def totals(tx: Transaction) -> dict[str, int]:
    """Return the number of statements drawn up and the sums of their amounts, in cents."""
    row = tx.row(
        "SELECT count(*) AS statements,"
        " coalesce(sum(opening_cents), 0)::bigint AS opening_cents,"
        " coalesce(sum(debits_cents), 0)::bigint AS debits_cents,"
        " coalesce(sum(credits_cents), 0)::bigint AS credits_cents,"
        " coalesce(sum(closing_cents), 0)::bigint AS closing_cents,"
        " coalesce(sum(abs(closing_cents)), 0)::bigint AS moved_cents FROM drafted_statement"
    )
    return {name: int(value) for name, value in (row or {}).items()}


def digest(tx: Transaction) -> str:
    """Return the SHA-256, in hexadecimal, of the statements drawn up and their lines."""
    return str(tx.value(_DIGEST))


def largest(tx: Transaction, limit: int) -> list[Row]:
    """Return ``bn15`` and the amounts of the statements that come to most, so many of them."""
    return tx.rows(
        "SELECT bn15, opening_cents, debits_cents, credits_cents, closing_cents"
        " FROM drafted_statement ORDER BY abs(closing_cents) DESC, bn15 LIMIT :limit",
        limit=limit,
    )


def issue(tx: Transaction, batch_id: int) -> int:
    """Issue what is drawn up and not issued yet; return how many statements were new."""
    issued = tx.run(
        "INSERT INTO statement (account_id, cycle_last_on, version, first_on, issued_on, known_on,"
        " due_on, previous_statement_id, opening_cents, debits_cents, credits_cents, closing_cents,"
        " batch_id) SELECT account_id, cycle_last_on, version, first_on, issued_on, known_on,"
        " due_on, previous_statement_id, opening_cents, debits_cents, credits_cents, closing_cents,"
        " :batch_id FROM drafted_statement WHERE statement_id IS NULL ORDER BY account_id",
        batch_id=batch_id,
    )
    tx.run(
        "INSERT INTO statement_line (statement_id, line_number, item_id, amount_cents)"
        " SELECT s.statement_id, l.line_number, l.item_id, l.amount_cents"
        " FROM (SELECT account_id, cycle_last_on, version FROM drafted_statement"
        "  WHERE statement_id IS NULL OFFSET 0) AS d CROSS JOIN LATERAL (SELECT statement_id"
        "  FROM statement WHERE (account_id, cycle_last_on, version) ="
        "  (d.account_id, d.cycle_last_on, d.version) OFFSET 0) AS s"
        " JOIN drafted_line l USING (account_id) ORDER BY s.statement_id, l.line_number",
    )
    return issued
