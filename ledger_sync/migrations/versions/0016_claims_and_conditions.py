"""What a line claims of its goods, and the conditions of trade measures as columns."""

from ledger_sync.migrations import run_sql

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Change the schema by the SQL file of the same name."""
    run_sql("0016_claims_and_conditions.sql")
