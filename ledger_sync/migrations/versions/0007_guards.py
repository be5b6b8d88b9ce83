"""What the database refuses by itself, made whole: months, batches, statements, days, clocks."""

from ledger_sync.migrations import run_sql

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Change the schema by the SQL file of the same name."""
    run_sql("0007_guards.sql")
