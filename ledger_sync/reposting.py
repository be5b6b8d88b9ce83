"""Declarations posted again under today's rules: the old posting reversed, the new one posted.

The file's declarations are staged as for a first posting (``posting.begin``, ``posting.add``).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from ledger_sync import declarations, reversal
from ledger_sync.book import Row, Transaction
from ledger_sync.declarations import CHARGED
from ledger_sync.judging import digest_contents

_BEFORE_AND_AFTER = ", ".join(
    f"o.{name}_cents AS {name}_before_cents, n.{name}_cents AS {name}_after_cents"
    for name in (charge.removesuffix("_cents") for charge in CHARGED.split(", "))
)
_PRICED = f"line_number, value_for_duty_cents, {CHARGED}"


@dataclass(frozen=True)
class Reposted:
    """One declaration whose posting changed; the cents of its charges before and after."""

    message_id: int
    transaction_number: str
    version: int
    before: Mapping[str, int]
    after: Mapping[str, int]


def repost(tx: Transaction, file_id: int, *, batch_id: int, book_on: dt.date) -> list[Reposted]:
    """Post again each declaration of a file that stands and comes out otherwise today.

    What a person reversed stays reversed; what a person decided on is not decided anew.
    """
    digest_contents(tx)
    tx.run(
        "CREATE TEMP TABLE changed ON COMMIT DROP AS"  # noqa: S608 - our own column names
        " WITH staged AS (SELECT s.*, d.content_digest, l.priced FROM staged_cad s"
        "  JOIN staged_content d USING (message) JOIN (SELECT message,"
        f"  string_agg(({_PRICED})::text, '' ORDER BY line_number) AS priced"
        "   FROM staged_cad_line GROUP BY message) l USING (message)),"
        " standing AS (SELECT m.ordinal AS message, c.*, t.txn_id, l.priced FROM message m"
        "  JOIN standing_cad c USING (message_id)"
        "  LEFT JOIN txn t ON t.message_id = c.message_id AND t.batch_id = c.batch_id"
        "   AND t.kind = 'CAD'"
        f"  JOIN LATERAL (SELECT string_agg(({_PRICED})::text, '' ORDER BY line_number) AS priced"
        "   FROM cad_line WHERE cad_line.cad_id = c.cad_id) l ON true"
        "  WHERE m.file_id = :file_id AND c.function IN ('original', 'correction')"
        "  AND NOT EXISTS (SELECT FROM txn r WHERE r.reverses_txn_id = t.txn_id))"
        " SELECT n.message, o.message_id, o.posting_number + 1 AS posting_number, o.txn_id,"
        f" o.transaction_number, o.version, o.number_use, {_BEFORE_AND_AFTER}"
        " FROM staged n JOIN standing o USING (message) JOIN account a ON a.code = n.importer"
        " WHERE (o.account_id, o.content_digest, o.cycle_last_on, o.due_on, o.priced)"
        "  IS DISTINCT FROM (a.account_id, n.content_digest, n.cycle_last_on, n.due_on, n.priced)",
        file_id=file_id,
    )
    tx.run(
        "CREATE TEMP TABLE accepted ON COMMIT DROP AS"
        " SELECT message, message_id, posting_number FROM changed"
    )
    tx.run(
        "UPDATE staged_cad s SET number_use = c.number_use FROM changed c"
        " WHERE c.message = s.message"
    )
    changed = tx.rows("SELECT * FROM changed ORDER BY message")
    posted = [row["txn_id"] for row in changed if row["txn_id"] is not None]
    reversal.reverse(tx, posted, batch_id=batch_id, book_on=book_on)
    declarations.post(tx, batch_id, book_on)
    return [_reposted(row) for row in changed]


def accepted_messages(tx: Transaction, file_id: int) -> set[int]:
    """Return the ordinals of a file's declarations that stand and may be posted again."""
    return {
        row["ordinal"]
        for row in tx.rows(
            "SELECT m.ordinal FROM message m JOIN standing_cad USING (message_id)"
            " WHERE m.file_id = :file_id AND function IN ('original', 'correction')",
            file_id=file_id,
        )
    }


def _reposted(row: Row) -> Reposted:
    names = [name.removesuffix("_cents") for name in CHARGED.split(", ")]
    return Reposted(
        row["message_id"],
        row["transaction_number"],
        row["version"],
        before={name: row[f"{name}_before_cents"] for name in names},
        after={name: row[f"{name}_after_cents"] for name in names},
    )
