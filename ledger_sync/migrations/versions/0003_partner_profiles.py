"""What was agreed with each partner."""

from ledger_sync.migrations import run_sql

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Change the schema by the SQL file of the same name."""
    run_sql("0003_partner_profiles.sql")
