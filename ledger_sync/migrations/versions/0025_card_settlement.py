"""Card settlements post chargebacks and fees; every payment says when it counts as paid."""

from ledger_sync.migrations import run_sql

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Change the schema by the SQL file of the same name."""
    run_sql("0025_card_settlement.sql")
