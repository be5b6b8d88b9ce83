"""What guards the book and what it is asked through, as the catalogue of the database has it."""

from typing import Final

from ledger_sync.book.connection import Book
from ledger_sync.statement_files import statement

_GUARDS: Final = statement(__file__, "guards")


def guards(book: Book) -> dict[str, dict[str, str]]:
    """Return functions, triggers, rules and views: by kind and name, a digest of what each does."""
    found: dict[str, dict[str, str]] = {}
    with book.transaction() as tx:
        for row in tx.rows(_GUARDS):
            found.setdefault(row["kind"], {})[row["name"]] = row["digest"]
    return found
