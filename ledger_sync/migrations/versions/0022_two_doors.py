"""Two doors, one payment: what was told in detail is cleared by the line of the bank."""

from ledger_sync.migrations import run_sql

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Change the schema by the SQL file of the same name."""
    run_sql("0022_two_doors.sql")
