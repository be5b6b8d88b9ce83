"""The book: registry, intake, ledger, statements, outbox, seals."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the whole schema from the SQL file of the same name."""
    sql = Path(__file__).parents[1].joinpath("0001_book.sql").read_text(encoding="utf-8")
    op.get_bind().connection.cursor().execute(sql)
