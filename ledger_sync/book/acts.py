"""Acts of a person on the book or the intake: who asked, why, for what; each is done once."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from ledger_sync.book.connection import Row, Transaction


class ActConflict(Exception):
    """The same request key asks for something else; nothing was done."""


@dataclass(frozen=True)
class Request:
    """What a person asks for; ``key`` makes the same request, repeated, one act."""

    key: str
    requested_by: str
    reason: str


def record(
    tx: Transaction, kind: str, request: Request, selection: Mapping[str, object]
) -> tuple[int, bool]:
    """Record an act and return its id, and whether it is new; repeated, it is not.

    Raises ActConflict when the key stands for another act.
    """
    asked = json.dumps(selection, sort_keys=True, default=str)
    new = tx.run(
        "INSERT INTO act (request_key, kind, requested_by, reason, selection)"
        " VALUES (:key, :kind, :requested_by, :reason, CAST(:asked AS jsonb))"
        " ON CONFLICT (request_key) DO NOTHING",
        **request.__dict__,
        kind=kind,
        asked=asked,
    )
    row = tx.row(
        "SELECT act_id, kind = :kind AND selection = CAST(:asked AS jsonb) AS same FROM act"
        " WHERE request_key = :key",
        key=request.key,
        kind=kind,
        asked=asked,
    )
    if row is None or not row["same"]:
        raise ActConflict(f"request {request.key!r} was made before, for something else")
    return int(row["act_id"]), new == 1


def carried_out(
    tx: Transaction, kind: str, request: Request, selection: Mapping[str, object]
) -> bool:
    """Whether the request was recorded before; ActConflict when its key stands for another.

    The same request at work in another transaction is waited for, and none begins before this
    transaction ends.
    """
    tx.lock(f"request:{request.key}")
    known = tx.value("SELECT EXISTS (SELECT FROM act WHERE request_key = :key)", key=request.key)
    if known:
        record(tx, kind, request, selection)
    return bool(known)


def arrivals(tx: Transaction, request: Request) -> list[int]:
    """Return the files that arrived again by a request, oldest first."""
    return [
        row["file_id"]
        for row in tx.rows(
            "SELECT file_id FROM file JOIN act USING (act_id) WHERE request_key = :key ORDER BY 1",
            key=request.key,
        )
    ]


def acts(tx: Transaction, limit: int) -> list[Row]:
    """Return the newest acts, with the batch each one posted, if it did."""
    return tx.rows(
        "SELECT a.*, b.batch_id, b.book_on FROM act a LEFT JOIN batch b USING (act_id)"
        " ORDER BY a.act_id DESC LIMIT :limit",
        limit=limit,
    )
