"""Reference data and the registry change by recorded versions alone; a book knows its own day."""

from ledger_sync.migrations import run_sql

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Change the schema by the SQL file of the same name."""
    run_sql("0012_guarded_rules.sql")
