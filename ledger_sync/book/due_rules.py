"""The rules by which something is billed and due, as the book has them: versions, newest last."""

import json
from typing import Any

from ledger_sync.book.connection import Row, Transaction


def load(tx: Transaction, told: str, loaded_by: str) -> int:
    """Let rules, told as JSON, be those of all batches from now on; return how many are new.

    Only the owner of the book may, under the lock of posting. ``loaded_by`` is the user of the
    system.
    """
    return tx.run(
        "INSERT INTO due_rules (rules, loaded_by) SELECT CAST(:told AS jsonb), :loaded_by"
        " WHERE CAST(:told AS jsonb)"
        " IS DISTINCT FROM (SELECT rules FROM due_rules ORDER BY due_rules_id DESC LIMIT 1)",
        told=told,
        loaded_by=loaded_by,
    )


def in_force(tx: Transaction, told: str) -> bool:
    """Whether these are the rules that a batch opened now would name."""
    return bool(
        tx.value(
            "SELECT coalesce(CAST(:told AS jsonb) = (SELECT rules FROM due_rules"
            " ORDER BY due_rules_id DESC LIMIT 1), false)",
            told=told,
        )
    )


def loads(tx: Transaction) -> list[Row]:
    """Return who loaded rules of acts and of days, newest first.

    Each has ``rules`` (acts or days), ``number``, ``loaded_at`` and ``loaded_by``.
    """
    return tx.rows(
        "SELECT 'acts' AS rules, act_rules_id AS number, loaded_at, loaded_by FROM act_rules"
        " UNION ALL SELECT 'days', due_rules_id, loaded_at, loaded_by FROM due_rules"
        " ORDER BY loaded_at DESC, rules, number DESC"
    )


def versions(tx: Transaction) -> dict[int, Any]:
    """Return every version by its id, parsed, oldest first."""
    return {
        row["due_rules_id"]: json.loads(row["told"])
        for row in tx.rows(
            "SELECT due_rules_id, rules::text AS told FROM due_rules ORDER BY due_rules_id"
        )
    }
