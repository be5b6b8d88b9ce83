"""Registry: the program account by which a declaration may name its filer."""

from ledger_sync.migrations import run_sql

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Change the schema by the SQL file of the same name."""
    run_sql("0024_named_filers.sql")
