"""Registry: the program account by which a declaration may name its filer."""

from ledger_sync.migrations import run_sql

revision = "0025"
down_revision = "0021"


def upgrade() -> None:
    """Change the schema by the SQL file of the same name."""
    run_sql("0025_named_filers.sql")
