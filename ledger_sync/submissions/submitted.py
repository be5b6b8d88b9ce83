"""Submissions that were accepted: waiting, or decided on once and for good."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ledger_sync.book.connection import Row, Transaction
from ledger_sync.statement_files import statement

_WAITING: Final = statement(__file__, "waiting_submissions")
_OPENED: Final = statement(__file__, "opened_accounts")


@dataclass(frozen=True)
class Waiting:
    """A submission that nothing was decided about yet."""

    message_id: int
    kind: str
    item_count: int
    debit_cents: int
    credit_cents: int
    reference: str
    file_id: int
    file_name: str
    sha256: bytes
    received_on: dt.date
    partner_id: str | None


def waiting(tx: Transaction) -> list[Waiting]:
    """Return the submissions that wait, in the order they came."""
    return [_waiting(row) for row in tx.rows(_WAITING, message_id=None)]


def one(tx: Transaction, message_id: int) -> Waiting | None:
    """Return a submission that waits; None where none of the number does."""
    row = tx.row(_WAITING, message_id=message_id)
    return None if row is None else _waiting(row)


def decide(tx: Transaction, message_id: int, decision: str, act_id: int) -> None:
    """Record what an act decided about a submission; there is one decision, for good."""
    tx.run(
        "INSERT INTO submission_decision (message_id, decision, act_id)"
        " VALUES (:message_id, :decision, :act_id)",
        message_id=message_id,
        decision=decision,
        act_id=act_id,
    )


def decided(tx: Transaction, limit: int) -> list[Row]:
    """Return the newest decisions, newest first."""
    return tx.rows(
        "SELECT d.message_id, s.kind, m.reference, d.decision, d.decided_at,"
        " coalesce(a.approved_by, a.requested_by) AS decided_by FROM submission_decision d"
        " JOIN submission s USING (message_id) JOIN message m USING (message_id)"
        " JOIN act a USING (act_id) ORDER BY d.message_id DESC LIMIT :limit",
        limit=limit,
    )


def opened(tx: Transaction, codes: Iterable[str]) -> list[Row]:
    """Return ``code, reference, stands, times`` of those accounts that were opened before."""
    return tx.rows(_OPENED, codes=list(codes))


def _waiting(row: Row) -> Waiting:
    fields = {name: row[name] for name in Waiting.__dataclass_fields__}
    return Waiting(**{**fields, "sha256": bytes(row["sha256"])})
