"""A payment has keys: what the bank calls its entry, and what the entry says."""

from ledger_sync.migrations import run_sql

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Change the schema by the SQL file of the same name."""
    run_sql("0018_payment_keys.sql")
