"""Acts of people: how many an act takes stands in the book, which refuses an act of too few."""

from ledger_sync.migrations import run_sql

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Change the schema by the SQL file of the same name."""
    run_sql("0011_acts.sql")
