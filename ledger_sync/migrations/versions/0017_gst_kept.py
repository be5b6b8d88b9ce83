"""GST that was paid and is not refunded has a charge of its own."""

from ledger_sync.migrations import run_sql

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Change the schema by the SQL file of the same name."""
    run_sql("0017_gst_kept.sql")
