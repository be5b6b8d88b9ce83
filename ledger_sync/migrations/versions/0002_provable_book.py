"""Acts of a person, repostings, what the database refuses by itself, seals of version 2."""

from ledger_sync.migrations import run_sql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Change the schema by the SQL file of the same name."""
    run_sql("0002_provable_book.sql")
