"""Documents known by columns, not by texts that are parsed again."""

from ledger_sync.migrations import run_sql

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Change the schema by the SQL file of the same name."""
    run_sql("0008_documents.sql")
