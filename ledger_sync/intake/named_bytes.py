"""Which kept bytes the book names: those of files, of documents and of loads of the registry."""

from collections.abc import Sequence
from typing import Final

from ledger_sync.book.connection import Transaction
from ledger_sync.statement_files import statement

UNNAMED: Final = statement(__file__, "unnamed_bytes")


def unnamed(tx: Transaction, digests: Sequence[bytes]) -> list[bytes]:
    """Return those of some digests that no row names, in their order."""
    return [bytes(row["digest"]) for row in tx.rows(UNNAMED, digests=list(digests))]
