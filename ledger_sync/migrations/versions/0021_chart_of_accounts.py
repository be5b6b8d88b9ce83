"""Every control account of the chart has its charge, and older books have the accounts."""

from ledger_sync.migrations import run_sql

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Change the schema by the SQL file of the same name."""
    run_sql("0021_chart_of_accounts.sql")
