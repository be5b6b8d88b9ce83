"""Deliveries of reference data that were accepted: waiting, or decided once and for good."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from ledger_sync.book.connection import Row, Transaction
from ledger_sync.statement_files import statement

_WAITING: Final = statement(__file__, "waiting_deliveries")


@dataclass(frozen=True)
class Waiting:
    """A delivery that nothing was decided about yet."""

    message_id: int
    table_name: str
    kind: str
    row_count: int
    reference: str
    file_id: int
    file_name: str
    sha256: bytes
    received_on: dt.date
    partner_id: str | None


def waiting(tx: Transaction) -> list[Waiting]:
    """Return the deliveries that wait, in the order they came."""
    return [_waiting(row) for row in tx.rows(_WAITING, file_id=None, message_id=None)]


def waiting_of_file(tx: Transaction, file_id: int) -> Waiting | None:
    """Return the delivery that a file is, if it waits."""
    row = tx.row(_WAITING, file_id=file_id, message_id=None)
    return None if row is None else _waiting(row)


def take(tx: Transaction, message_id: int) -> Waiting | None:
    """Return a delivery to decide about, nobody else deciding; None when it was decided."""
    tx.lock(f"reference delivery:{message_id}")
    row = tx.row(_WAITING, file_id=None, message_id=message_id)
    return None if row is None else _waiting(row)


def decide(tx: Transaction, message_id: int, decision: str, by: str) -> None:
    """Record what was decided about a delivery; there is one decision, for good."""
    tx.run(
        "INSERT INTO reference_decision (message_id, decision, decided_by)"
        " VALUES (:message_id, :decision, :by)",
        message_id=message_id,
        decision=decision,
        by=by,
    )


def decided(tx: Transaction, limit: int) -> list[Row]:
    """Return the newest decisions, newest first."""
    return tx.rows(
        "SELECT d.table_name, m.reference, m.file_id, r.decision, r.decided_by, r.decided_at"
        " FROM reference_decision r JOIN reference_delivery d USING (message_id)"
        " JOIN message m USING (message_id) ORDER BY r.decided_at DESC LIMIT :limit",
        limit=limit,
    )


def declarations_naming(tx: Transaction, column: str, values: list[str]) -> int:
    """Return how many declarations of the newest cycle have a line that names one of the values."""
    if column not in {"tariff_item", "treatment", "currency"}:
        raise ValueError(column)
    return int(
        tx.value(
            "SELECT count(DISTINCT c.cad_id) FROM cad c JOIN cad_line l USING (cad_id)"
            " WHERE c.cycle_last_on = (SELECT max(cycle_last_on) FROM cad)"
            " AND CASE :column WHEN 'tariff_item' THEN l.tariff_item WHEN 'treatment'"
            "  THEN l.treatment WHEN 'currency' THEN l.currency END = ANY(:values)",
            column=column,
            values=values,
        )
    )


def _waiting(row: Row) -> Waiting:
    fields = {name: row[name] for name in Waiting.__dataclass_fields__}
    return Waiting(**{**fields, "sha256": bytes(row["sha256"])})
