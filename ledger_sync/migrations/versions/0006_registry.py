"""The registry as dated history, and users linked to program accounts."""

from ledger_sync.migrations import run_sql

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Change the schema by the SQL file of the same name."""
    run_sql("0006_registry.sql")
