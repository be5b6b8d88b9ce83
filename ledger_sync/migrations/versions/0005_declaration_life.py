"""Five charges and their bases; versions, reviews and withdrawal; the late accounting penalty."""

from ledger_sync.migrations import run_sql

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Change the schema by the SQL file of the same name."""
    run_sql("0005_declaration_life.sql")
