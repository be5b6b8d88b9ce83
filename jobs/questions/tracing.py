"""Both ways through the book: a cent back to its bytes, a file or declaration on to its effects."""

from collections.abc import Iterator, Sequence
from typing import Final

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
    "trace",
    "with_effects",
]


ASKED_AT_ONCE: Final = 1_000
"""Transactions whose effects are asked for, and held, together."""


def trace(hub: Hub, handle: str) -> Trace:
    """Return all that a handle leads to; UnknownHandle when nothing answers to it."""
    with hub.book.reading() as tx:
        return lineage.follow(tx, handle)


def with_effects(hub: Hub, transactions: Sequence[Row]) -> Iterator[tuple[Row, Effects]]:
    """Yield each transaction of a trace with everything in the book that it caused."""
    for first in range(0, len(transactions), ASKED_AT_ONCE):
        some = transactions[first : first + ASKED_AT_ONCE]
        with hub.book.reading() as tx:
            found = lineage.effects(tx, [row["txn_id"] for row in some])
        for row in some:
            yield row, found[row["txn_id"]]


def bytes_of(hub: Hub, message: Row, size_bytes: int) -> bytes:
    """Return the first bytes of a message as it was received, at most so many."""
    held = message["byte_to"] - message["byte_from"]
    digest = bytes(message["sha256"])
    return hub.kept.excerpt(digest, message["byte_from"], min(held, size_bytes))
