"""Reference data is decided on by acts; what one person does alone is summed up by the day."""

from ledger_sync.migrations import run_sql

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Change the schema by the SQL file of the same name."""
    run_sql("0015_acts_of_all_kinds.sql")
