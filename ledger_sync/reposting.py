"""Declarations posted again under today's rules: the old posting reversed, the new one posted.

The file's declarations are staged as for a first posting (``posting.begin``, ``posting.add``).
"""

import datetime as dt
from dataclasses import dataclass

from ledger_sync import posting, reversal
from ledger_sync.book import Row, Transaction
from ledger_sync.judging import digest_contents

_PRICED = (
    "line_number, exchange_rate_ppm, value_for_duty_cents, duty_rate_ppm, duty_cents, gst_rate_ppm,"
    " gst_cents"
)


@dataclass(frozen=True)
class Reposted:
    """One declaration whose posting changed; cents before and after."""

    message_id: int
    transaction_number: str
    version: int
    duty_before_cents: int
    duty_after_cents: int
    gst_before_cents: int
    gst_after_cents: int


def repost(tx: Transaction, file_id: int, *, batch_id: int, book_on: dt.date) -> list[Reposted]:
    """Post again each accepted declaration of a file that comes out otherwise than it stands.

    A declaration whose posting a person reversed stays reversed.
    """
    digest_contents(tx)
    tx.run(
        "CREATE TEMP TABLE changed ON COMMIT DROP AS"  # noqa: S608 - our own column names
        " WITH staged AS (SELECT s.*, d.content_digest, l.priced FROM staged_cad s"
        "  JOIN staged_content d USING (message) JOIN (SELECT message,"
        f"  string_agg(({_PRICED})::text, '' ORDER BY line_number) AS priced"
        "   FROM staged_cad_line GROUP BY message) l USING (message)),"
        " standing AS (SELECT m.ordinal AS message, c.*, t.txn_id, l.priced FROM message m"
        "  JOIN current_cad c USING (message_id)"
        "  LEFT JOIN txn t ON t.message_id = c.message_id AND t.batch_id = c.batch_id"
        "   AND t.kind = 'CAD'"
        f"  JOIN LATERAL (SELECT string_agg(({_PRICED})::text, '' ORDER BY line_number) AS priced"
        "   FROM cad_line WHERE cad_line.cad_id = c.cad_id) l ON true"
        "  WHERE m.file_id = :file_id AND m.status = 'accepted'"
        "  AND NOT EXISTS (SELECT FROM txn r WHERE r.reverses_txn_id = t.txn_id))"
        " SELECT n.message, o.message_id, o.posting_number + 1 AS posting_number, o.txn_id,"
        " o.transaction_number, o.version, o.duty_cents AS duty_before_cents,"
        " n.duty_cents AS duty_after_cents, o.gst_cents AS gst_before_cents,"
        " n.gst_cents AS gst_after_cents"
        " FROM staged n JOIN standing o USING (message) JOIN account a ON a.code = n.importer"
        " WHERE (o.account_id, o.content_digest, o.cycle_last_on, o.due_on, o.priced)"
        "  IS DISTINCT FROM (a.account_id, n.content_digest, n.cycle_last_on, n.due_on, n.priced)",
        file_id=file_id,
    )
    tx.run(
        "CREATE TEMP TABLE accepted ON COMMIT DROP AS"
        " SELECT message, message_id, posting_number FROM changed"
    )
    changed = tx.rows("SELECT * FROM changed ORDER BY message")
    posted = [row["txn_id"] for row in changed if row["txn_id"] is not None]
    reversal.reverse(tx, posted, batch_id=batch_id, book_on=book_on)
    posting.post_accepted(tx, batch_id, book_on)
    return [_reposted(row) for row in changed]


def accepted_messages(tx: Transaction, file_id: int) -> set[int]:
    """Return the ordinals of a file's accepted declarations."""
    return {
        row["ordinal"]
        for row in tx.rows(
            "SELECT m.ordinal FROM message m JOIN current_cad USING (message_id)"
            " WHERE m.file_id = :file_id AND m.status = 'accepted'",
            file_id=file_id,
        )
    }


def _reposted(row: Row) -> Reposted:
    return Reposted(**{name: row[name] for name in Reposted.__dataclass_fields__})
