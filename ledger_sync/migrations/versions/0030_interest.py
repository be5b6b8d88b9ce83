"""Interest is posted: by rates of every day that the book keeps, on which item, until when."""

from ledger_sync.migrations import run_sql

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Change the schema by the SQL file of the same name."""
    run_sql("0030_interest.sql")
