"""Documents to deliver: queued in the transaction that made them true, sent later, once."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from ledger_sync.archived_tables import NOT_ARCHIVED
from ledger_sync.book import Row, Transaction


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document for a partner; ``document_key`` says what it is, so that it queues once."""

    document_key: str
    kind: str
    partner_id: str
    name: str
    sha256: bytes
    business_date: dt.date
    file_id: int | None = None
    account_id: int | None = None


def queue(tx: Transaction, documents: Iterable[Document]) -> int:
    """Queue documents; one already queued under its key stays as it is.

    A document of an archived month is one of the first day after it.
    """
    return sum(
        tx.run(
            "INSERT INTO outbox (document_key, kind, partner_id, name, sha256, file_id,"  # noqa: S608
            " account_id, business_date) VALUES (:document_key, :kind, :partner_id, :name,"
            f" :sha256, :file_id, :account_id, greatest(:business_date, {NOT_ARCHIVED}))"
            " ON CONFLICT (document_key) DO NOTHING",
            **document.__dict__,
        )
        for document in documents
    )


def queued_keys(tx: Transaction, prefix: str) -> set[str]:
    """Return the keys of documents already queued that start with a prefix."""
    return {
        row["document_key"]
        for row in tx.rows(
            "SELECT document_key FROM outbox WHERE starts_with(document_key, :prefix)",
            prefix=prefix,
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


def answers_of(tx: Transaction, file_id: int) -> list[Row]:
    """Return the documents that answered a file."""
    return tx.rows(
        "SELECT * FROM outbox WHERE file_id = :file_id ORDER BY outbox_id", file_id=file_id
    )
