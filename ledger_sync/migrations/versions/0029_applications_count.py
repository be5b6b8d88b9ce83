"""An application says from which day the debt counts as paid by it, and why its credit met it."""

from ledger_sync.migrations import run_sql

revision = "0029"
down_revision = "0025"


def upgrade() -> None:
    """Change the schema by the SQL file of the same name."""
    run_sql("0029_applications_count.sql")
