"""What an act moved is counted whole: also what its files posted, document by document."""

from ledger_sync.migrations import run_sql

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Change the schema by the SQL file of the same name."""
    run_sql("0019_files_run_again.sql")
