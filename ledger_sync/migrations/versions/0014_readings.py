"""A batch says under which version of the reading it was posted, and is sealed by it."""

from ledger_sync.migrations import run_sql

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Change the schema by the SQL file of the same name."""
    run_sql("0014_readings.sql")
