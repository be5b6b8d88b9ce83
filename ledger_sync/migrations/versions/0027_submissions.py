"""What two people approve before it is posted: the opening of accounts of an older ledger."""

from ledger_sync.migrations import run_sql

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Change the schema by the SQL file of the same name."""
    run_sql("0027_submissions.sql")
