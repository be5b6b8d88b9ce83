"""By which rules something is billed and due stands in the book, and every batch names them."""

from ledger_sync.migrations import run_sql

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Change the schema by the SQL file of the same name."""
    run_sql("0023_due_rules.sql")
