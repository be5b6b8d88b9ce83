"""An act that posts says by which reading, as a batch of files does."""

from ledger_sync.migrations import run_sql

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Change the schema by the SQL file of the same name."""
    run_sql("0020_readings_of_acts.sql")
