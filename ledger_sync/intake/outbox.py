"""Documents to deliver: queued in the transaction that made them true, sent later, once."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ledger_sync.book.connection import Row, Transaction


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document for a partner, in a form; what it tells of says what it is, so it queues once.

    It tells an account of a statement or of the business date ``notice_on``; or it answers a file,
    one interchange of it where ``interchange_ordinal`` says which. An answer is due to the act
    that changed what was told first, or repeats an earlier one for bytes that came again.
    """

    kind: str
    form: str
    partner_id: str
    name: str
    sha256: bytes
    business_date: dt.date
    account_id: int | None = None
    statement_id: int | None = None
    notice_on: dt.date | None = None
    file_id: int | None = None
    interchange_ordinal: int | None = None
    act_id: int | None = None
    repeats_outbox_id: int | None = None


_ONCE: Final = {
    "statement_id": "(statement_id, kind, form) WHERE statement_id IS NOT NULL",
    "notice_on": "(notice_on, account_id, kind, form) WHERE notice_on IS NOT NULL",
    "act_id": "(act_id, file_id, interchange_ordinal, kind, form) WHERE act_id IS NOT NULL",
    "repeats_outbox_id": "(repeats_outbox_id, file_id) WHERE repeats_outbox_id IS NOT NULL",
    "file_id": "(file_id, interchange_ordinal, kind, form)"
    " WHERE file_id IS NOT NULL AND act_id IS NULL AND repeats_outbox_id IS NULL",
}
"""The unique index of a document: of the first of these columns that it has."""


_COLUMNS: Final = {
    "kind": "text", "form": "text", "partner_id": "text", "name": "text", "sha256": "bytea",
    "account_id": "bigint", "statement_id": "bigint", "notice_on": "date", "file_id": "bigint",
    "interchange_ordinal": "int", "act_id": "bigint", "repeats_outbox_id": "bigint",
    "business_date": "date",
}  # fmt: skip


def queue(tx: Transaction, documents: Iterable[Document]) -> int:
    """Queue documents; one that tells of the same in the same form stays as it is.

    A document of an archived month is one of the first day after it. One transaction at a time:
    a document is held apart by what it tells of and by its name, and PostgreSQL waits for a
    concurrent row on the first of the two only.
    """
    tx.lock("outbox")
    by_index: dict[str, list[Document]] = {}
    for document in documents:
        by_index.setdefault(_once(document), []).append(document)
    return sum(_insert(tx, alike, once) for once, alike in by_index.items())


def _insert(tx: Transaction, documents: list[Document], once: str) -> int:
    """Queue documents that one unique index holds apart, in their order."""
    arrays = ", ".join(f"CAST(:{name} AS {kind}[])" for name, kind in _COLUMNS.items())
    *named, last = _COLUMNS
    return tx.run(
        f"INSERT INTO outbox ({', '.join(_COLUMNS)}) SELECT {', '.join(named)},"  # noqa: S608 - our own columns and index
        f" greatest({last}, archived_through() + 1) FROM unnest({arrays}) WITH ORDINALITY"
        f" AS d ({', '.join(_COLUMNS)}, place) ORDER BY place ON CONFLICT {once} DO NOTHING",
        **{name: [getattr(document, name) for document in documents] for name in _COLUMNS},
    )


def _once(document: Document) -> str:
    return next(index for column, index in _ONCE.items() if getattr(document, column) is not None)


@dataclass(frozen=True)
class Told:
    """What a document tells an account of: a statement, or the business date of a notice."""

    account_id: int
    kind: str
    statement_id: int | None = None
    notice_on: dt.date | None = None


def told_before(tx: Transaction, of: Iterable[Told]) -> set[tuple[Told, str]]:
    """Return what of this was queued before, with the form it was queued in."""
    asked = list(of)
    return {
        (Told(row["account_id"], row["kind"], row["statement_id"], row["notice_on"]), row["form"])
        for row in tx.rows(
            "SELECT account_id, kind, statement_id, notice_on, form FROM outbox"
            " WHERE statement_id = ANY(:statements)"
            " OR notice_on = ANY(:days) AND account_id = ANY(:accounts)",
            statements=sorted({one.statement_id for one in asked if one.statement_id is not None}),
            days=sorted({one.notice_on for one in asked if one.notice_on is not None}),
            accounts=sorted({one.account_id for one in asked}),
        )
    }


def waiting_partners(tx: Transaction) -> list[str]:
    """Return the partners for whom something waits for delivery."""
    return [
        row["partner_id"]
        for row in tx.rows(
            "SELECT DISTINCT partner_id FROM outbox o WHERE NOT EXISTS"
            " (SELECT FROM delivery d WHERE d.outbox_id = o.outbox_id) ORDER BY 1"
        )
    ]


def undelivered(tx: Transaction, partner_id: str) -> list[Row]:
    """Return what waits for delivery to a partner, in order."""
    return tx.rows(
        "SELECT o.outbox_id, o.partner_id, o.name, o.sha256 FROM outbox o"
        " LEFT JOIN delivery d USING (outbox_id) WHERE d.outbox_id IS NULL"
        " AND o.partner_id = :partner_id ORDER BY o.outbox_id",
        partner_id=partner_id,
    )


def delivered(tx: Transaction, outbox_id: int, path: str, size_bytes: int) -> None:
    """Record a delivery; recording it again changes nothing."""
    tx.run(
        "INSERT INTO delivery (outbox_id, path, size_bytes)"
        " VALUES (:outbox_id, :path, :size_bytes) ON CONFLICT DO NOTHING",
        outbox_id=outbox_id,
        path=path,
        size_bytes=size_bytes,
    )


def first_answers(tx: Transaction, file_id: int) -> list[Row]:
    """Return the documents that answered a file first: no repetition, and none due to an act."""
    return tx.rows(
        "SELECT * FROM outbox WHERE file_id = :file_id AND act_id IS NULL"
        " AND repeats_outbox_id IS NULL ORDER BY outbox_id",
        file_id=file_id,
    )
