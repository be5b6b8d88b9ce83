"""The state of the hub at a glance: what came in, what was posted, billed and delivered."""

import datetime as dt
from dataclasses import dataclass

from ledger_sync.book.connection import Row, Transaction


@dataclass(frozen=True)
class Overview:
    """Counts and sums over the whole book; amounts in cents."""

    waiting: int
    outcomes: dict[str, int]
    declarations: dict[str, int]
    rejections: dict[str, int]
    interchange_rejections: dict[str, int]
    declared_cents: int
    posted_cents: int
    billed_cents: int
    paid_cents: int
    credited_cents: int
    penalties: int
    statements: int
    documents: dict[str, int]
    undelivered: int


def overview(tx: Transaction) -> Overview:
    """Return the overview. ``declared`` is what accepted declarations owe, line by line."""
    return Overview(
        waiting=_number(tx, "SELECT count(*) FROM file WHERE outcome IS NULL"),
        outcomes=_counts(
            tx, "SELECT outcome, count(*) FROM file WHERE outcome IS NOT NULL GROUP BY 1 ORDER BY 1"
        ),
        declarations=_counts(
            tx,
            "SELECT status, count(*) FROM message WHERE type IN ('CUSDEC', 'CAD')"
            " GROUP BY 1 ORDER BY 1",
        ),
        rejections=_counts(
            tx,
            "SELECT code, count(DISTINCT message_id) FROM finding JOIN message USING (message_id)"
            " WHERE status = 'rejected' AND severity = 'error' AND type IN ('CUSDEC', 'CAD')"
            " GROUP BY 1 ORDER BY 1",
        ),
        interchange_rejections=_counts(
            tx,
            "SELECT code, count(*) FROM finding WHERE message_id IS NULL AND severity = 'error'"
            " GROUP BY 1 ORDER BY 1",
        ),
        declared_cents=_number(
            tx,
            "SELECT sum(amount_cents) FROM cad_line_part JOIN standing_cad USING (cad_id)",
        ),
        posted_cents=_number(
            tx, "SELECT sum(amount_cents) FROM item JOIN posted_cad USING (txn_id)"
        ),
        billed_cents=_number(
            tx,
            "SELECT sum(l.amount_cents) FROM statement_line l JOIN item USING (item_id)"
            " JOIN posted_cad USING (txn_id)",
        ),
        paid_cents=_number(
            tx,
            "SELECT sum(e.amount_cents) FROM entry e JOIN txn t ON t.txn_id = e.txn_id"
            " AND t.book_on = e.book_on WHERE t.kind = 'PMT' AND e.amount_cents > 0",
        ),
        credited_cents=_number(tx, "SELECT sum(credits_cents) FROM statement"),
        penalties=_number(tx, "SELECT count(*) FROM txn WHERE kind = 'LAP'"),
        statements=_number(tx, "SELECT count(*) FROM statement"),
        documents=_counts(
            tx,
            "SELECT shown_kind, count(*) FROM document GROUP BY 1 ORDER BY 1",
        ),
        undelivered=_number(
            tx,
            "SELECT count(*) FROM outbox o WHERE NOT EXISTS"
            " (SELECT FROM delivery d WHERE d.outbox_id = o.outbox_id)",
        ),
    )


def files(tx: Transaction, limit: int) -> list[Row]:
    """Return the newest files with their outcome and the codes found in them."""
    return tx.rows(
        "SELECT f.file_id, f.partner_id, f.name, f.size_bytes, f.received_at, f.outcome,"
        " (SELECT string_agg(DISTINCT code, ', ' ORDER BY code) FROM finding n"
        "  WHERE n.file_id = f.file_id) AS codes"
        " FROM file f ORDER BY f.file_id DESC LIMIT :limit",
        limit=limit,
    )


def documents(tx: Transaction) -> list[Row]:
    """Return ``partner_id, name`` of every document that was ever queued, oldest first."""
    return tx.rows("SELECT partner_id, name FROM outbox ORDER BY outbox_id")


def sample_statements(tx: Transaction, statement_on: dt.date) -> list[Row]:
    """Return ``language, partner_id, name`` of one statement of a date in each language, as PDF."""
    return tx.rows(
        "SELECT DISTINCT ON (p.language) p.language, o.partner_id, o.name FROM outbox o"
        " JOIN account a USING (account_id)"
        " CROSS JOIN LATERAL party_on(a.code, o.business_date, 'infinity') AS p"
        " WHERE (o.kind, o.form) = ('SOA', 'pdf') AND o.business_date = :statement_on"
        " ORDER BY p.language, o.outbox_id",
        statement_on=statement_on,
    )


def posted_on(tx: Transaction) -> list[dt.date]:
    """Return the business dates that have postings, oldest first."""
    return [row["book_on"] for row in tx.rows("SELECT DISTINCT book_on FROM txn ORDER BY 1")]


def _number(tx: Transaction, sql: str) -> int:
    return int(tx.value(sql) or 0)


def _counts(tx: Transaction, sql: str) -> dict[str, int]:
    return {str(name): int(count) for name, count in (row.values() for row in tx.rows(sql))}
