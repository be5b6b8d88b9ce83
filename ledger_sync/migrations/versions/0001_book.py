"""The book: registry, intake, ledger, statements, outbox, seals."""

from ledger_sync.migrations import run_sql

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the whole schema from the SQL file of the same name."""
    run_sql("0001_book.sql")
