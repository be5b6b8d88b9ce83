"""Acts of a person on the book or the intake: who asked, why, for what; each is done once."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ledger_sync.book.connection import Row, Transaction

LAPSED: Final = "lapsed"
"""The login of a rejection by nobody: the time for an approval was over."""


class ActConflict(Exception):
    """The same request key asks for something else; nothing was done."""


@dataclass(frozen=True)
class Approval:
    """Another person's yes to what was asked for: by whom, and known how."""

    approved_by: str
    login: str


@dataclass(frozen=True)
class Request:
    """What a person asks for; ``key`` makes the same request, repeated, one act.

    ``digest`` is the SHA-256, in hexadecimal, of what was shown and is to be done: an act that
    would come to something else is refused. None where nothing was shown. ``login`` says how the
    person was known.
    """

    key: str
    requested_by: str
    reason: str
    digest: str | None = None
    login: str | None = None
    approval: Approval | None = None

    @property
    def decided_by(self) -> str:
        """Who had the last word: who approved it, or who asked where nobody else was needed."""
        return self.approval.approved_by if self.approval else self.requested_by


@dataclass(frozen=True)
class Rejection:
    """Who said no to what was asked for, or withdrew it, how he was known, and why."""

    rejected_by: str
    login: str
    reason: str


@dataclass(frozen=True)
class Asked:
    """What one person asked for and another one is to approve."""

    kind: str
    selection: Mapping[str, Any]
    request: Request
    requested_at: dt.datetime


def record(
    tx: Transaction, kind: str, request: Request, selection: Mapping[str, object]
) -> tuple[int, bool]:
    """Record an act and return its id, and whether it is new; repeated, it is not.

    Raises ActConflict when the key stands for another act.
    """
    asked = json.dumps(selection, sort_keys=True, default=str)
    new = not was_done(tx, request.key) and tx.run(
        "INSERT INTO act (request_key, kind, requested_by, reason, selection, digest,"
        " requested_login, approved_by, approved_login)"
        " VALUES (:key, :kind, :requested_by, :reason, CAST(:asked AS jsonb),"
        " decode(:digest, 'hex'), :login, :approved_by, :approved_login)"
        " ON CONFLICT (request_key) DO NOTHING",
        key=request.key,
        kind=kind,
        requested_by=request.requested_by,
        reason=request.reason,
        asked=asked,
        digest=request.digest,
        login=request.login,
        approved_by=request.approval and request.approval.approved_by,
        approved_login=request.approval and request.approval.login,
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


def ask(tx: Transaction, kind: str, request: Request, selection: Mapping[str, object]) -> None:
    """Record what a person asks for, so that another one may approve it; repeated, it is one.

    Raises ActConflict when the key stands for something else.
    """
    asked = json.dumps(selection, sort_keys=True, default=str)
    tx.run(
        "INSERT INTO act_request (request_key, kind, selection, digest, requested_by, login,"
        " reason) VALUES (:key, :kind, CAST(:asked AS jsonb), decode(:digest, 'hex'),"
        " :requested_by, :login, :reason) ON CONFLICT (request_key) DO NOTHING",
        key=request.key,
        kind=kind,
        asked=asked,
        digest=request.digest,
        requested_by=request.requested_by,
        login=request.login,
        reason=request.reason,
    )
    known = asked_for(tx, request.key)
    same = known is not None and (known.kind, known.selection, known.request.digest) == (
        kind,
        json.loads(asked),
        request.digest,
    )
    if not same:
        raise ActConflict(f"request {request.key!r} was made before, for something else")


def asked_for(tx: Transaction, key: str) -> Asked | None:
    """Return what was asked for under a key, or None."""
    row = tx.row(
        "SELECT *, encode(digest, 'hex') AS told FROM act_request WHERE request_key = :key", key=key
    )
    if row is None:
        return None
    request = Request(key, row["requested_by"], row["reason"], row["told"], row["login"])
    return Asked(row["kind"], row["selection"], request, row["requested_at"])


def waiting(tx: Transaction) -> list[Row]:
    """Return what was asked for and is not carried out, oldest first."""
    return tx.rows(
        "SELECT q.*, encode(q.digest, 'hex') AS told FROM act_request q WHERE NOT EXISTS"
        " (SELECT FROM act a WHERE a.request_key = q.request_key) AND NOT EXISTS"
        " (SELECT FROM act_rejection r WHERE r.request_key = q.request_key)"
        " ORDER BY q.requested_at"
    )


def lapse(tx: Transaction, hours: int) -> int:
    """Reject what was asked for so many hours ago, and waits; return how much lapsed."""
    return tx.run(
        "INSERT INTO act_rejection (request_key, rejected_by, login, reason)"
        " SELECT q.request_key, 'nobody', :lapsed, :reason FROM act_request q"
        " WHERE q.requested_at <= now() - make_interval(hours => :hours) AND NOT EXISTS"
        " (SELECT FROM act a WHERE a.request_key = q.request_key) AND NOT EXISTS"
        " (SELECT FROM act_rejection r WHERE r.request_key = q.request_key)"
        " ON CONFLICT (request_key) DO NOTHING",
        lapsed=LAPSED,
        reason=f"it lapsed: nobody approved it within {hours} hours",
        hours=hours,
    )


def lapsed(tx: Transaction, limit: int) -> list[Row]:
    """Return what was asked for and lapsed, the newest first."""
    return tx.rows(
        "SELECT q.*, r.rejected_at FROM act_request q JOIN act_rejection r USING (request_key)"
        " WHERE r.login = :lapsed ORDER BY q.requested_at DESC LIMIT :limit",
        lapsed=LAPSED,
        limit=limit,
    )


def reject(tx: Transaction, key: str, rejection: Rejection) -> None:
    """Let nothing be done under a key any more; the first rejection of it stands.

    The book refuses it of what was carried out.
    """
    tx.run(
        "INSERT INTO act_rejection (request_key, rejected_by, login, reason)"
        " SELECT :key, :rejected_by, :login, :reason"
        " WHERE NOT EXISTS (SELECT FROM act_rejection WHERE request_key = :key)",
        key=key,
        rejected_by=rejection.rejected_by,
        login=rejection.login,
        reason=rejection.reason,
    )


def rejection_of(tx: Transaction, key: str) -> Rejection | None:
    """Return who said no to what was asked for under a key, or None."""
    row = tx.row(
        "SELECT rejected_by, login, reason FROM act_rejection WHERE request_key = :key", key=key
    )
    return None if row is None else Rejection(**row)


def has_rules(tx: Transaction, rules: Sequence[Mapping[str, object]]) -> bool:
    """Whether these are the rules by which the book counts the people of an act."""
    return bool(
        tx.value(
            "SELECT coalesce(CAST(:told AS jsonb) = (SELECT rules FROM act_rules"
            " ORDER BY act_rules_id DESC LIMIT 1), false)",
            told=json.dumps(rules, sort_keys=True, default=str),
        )
    )


def load_rules(tx: Transaction, rules: Sequence[Mapping[str, object]]) -> None:
    """Let the book know the rules of how many people an act takes; those it has stay.

    Only the owner of the book may.
    """
    told = json.dumps(rules, sort_keys=True, default=str)
    tx.run(
        "INSERT INTO act_rules (rules) SELECT CAST(:told AS jsonb) WHERE CAST(:told AS jsonb)"
        " IS DISTINCT FROM (SELECT rules FROM act_rules ORDER BY act_rules_id DESC LIMIT 1)",
        told=told,
    )


def carried_out(
    tx: Transaction, kind: str, request: Request, selection: Mapping[str, object]
) -> bool:
    """Whether the request was recorded before; ActConflict when its key stands for another.

    The same request at work in another transaction is waited for, and none begins before this
    transaction ends.
    """
    tx.lock(f"request:{request.key}")
    known = was_done(tx, request.key)
    if known:
        record(tx, kind, request, selection)
    return known


def moved(tx: Transaction, act_id: int) -> int:
    """Return what an act moved, in cents, as the book counts its people by."""
    return int(tx.value("SELECT moved_by_act(:act_id)", act_id=act_id))


def moved_alone(tx: Transaction, person: str, login: str) -> int:
    """Return what somebody moved today by acts of nobody else, in cents.

    At a shell a user of the system is one person, whatever name he gave.
    """
    return int(
        tx.value("SELECT moved_alone(:person, :login, now(), NULL)", person=person, login=login)
    )


def was_done(tx: Transaction, key: str) -> bool:
    """Whether an act was recorded under a key."""
    return bool(tx.value("SELECT EXISTS (SELECT FROM act WHERE request_key = :key)", key=key))


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
