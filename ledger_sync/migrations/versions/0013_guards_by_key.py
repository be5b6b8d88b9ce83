"""Guards look up by key what they are asked about, whatever the statistics say."""

from ledger_sync.migrations import run_sql

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Change the schema by the SQL file of the same name."""
    run_sql("0013_guards_by_key.sql")
