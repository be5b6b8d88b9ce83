"""Files by the batch: a file names the batch that took it in; a batch, what it was decided by."""

from ledger_sync.migrations import run_sql

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Change the schema by the SQL file of the same name."""
    run_sql("0010_file_batches.sql")
