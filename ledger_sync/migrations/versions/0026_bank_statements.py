"""Statements of bank accounts are recorded, with every booked line of them."""

from ledger_sync.migrations import run_sql

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Change the schema by the SQL file of the same name."""
    run_sql("0026_bank_statements.sql")
