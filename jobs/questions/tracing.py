"""Both ways through the book: a cent back to its bytes, a file or declaration on to its effects."""

from jobs.hub import Hub
from ledger_sync.book.connection import Row
from ledger_sync.history import lineage
from ledger_sync.history.lineage import (
    HANDLES,
    ActEffects,
    Effects,
    FileEffects,
    MessageEffects,
    Trace,
)

__all__ = [
    "HANDLES",
    "ActEffects",
    "Effects",
    "FileEffects",
    "MessageEffects",
    "Trace",
    "bytes_of",
    "effects",
    "trace",
]


def trace(hub: Hub, handle: str) -> Trace:
    """Return all that a handle leads to; UnknownHandle when nothing answers to it."""
    with hub.book.reading() as tx:
        return lineage.follow(tx, handle)


def effects(hub: Hub, txn_id: int) -> Effects:
    """Return everything in the book that one transaction of a trace caused."""
    with hub.book.reading() as tx:
        return lineage.effects(tx, txn_id)


def bytes_of(hub: Hub, message: Row, size_bytes: int) -> bytes:
    """Return the first bytes of a message as it was received, at most so many."""
    held = message["byte_to"] - message["byte_from"]
    digest = bytes(message["sha256"])
    return hub.kept.excerpt(digest, message["byte_from"], min(held, size_bytes))
