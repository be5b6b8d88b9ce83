"""Reference data: every table a price or a date is decided by, and their versions."""

from ledger_sync.migrations import run_sql

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Change the schema by the SQL file of the same name."""
    run_sql("0004_reference.sql")
