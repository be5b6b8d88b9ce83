"""Declarations posted again under today's rules: the old posting reversed, the new one posted.

The file's declarations are staged as for a first posting (``posting.begin``, ``posting.add``).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ledger_sync.book import reversal
from ledger_sync.book.connection import Row, Transaction
from ledger_sync.declarations import declaration_posting
from ledger_sync.declarations.content import digest_contents
from ledger_sync.declarations.declaration_posting import CHARGED
from ledger_sync.statement_files import statement

_CHANGED: Final = statement(__file__, "changed")


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
    tx.run(_CHANGED, file_id=file_id)
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
    declaration_posting.post(tx, batch_id, book_on)
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
