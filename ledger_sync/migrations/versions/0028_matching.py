"""What a payment says and who pays it stays in the book; acts assign, move, hold and return it."""

from ledger_sync.migrations import run_sql

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Change the schema by the SQL file of the same name."""
    run_sql("0028_matching.sql")
