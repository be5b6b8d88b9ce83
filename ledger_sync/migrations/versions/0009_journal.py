"""One journal: causes, kinds and charges as rows; what an application paid of each charge."""

from ledger_sync.migrations import run_sql

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Change the schema by the SQL file of the same name."""
    run_sql("0009_journal.sql")
