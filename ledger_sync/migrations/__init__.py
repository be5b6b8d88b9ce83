"""Alembic migrations; each version runs the SQL file of its name."""

from pathlib import Path

from alembic import op


def run_sql(name: str) -> None:
    """Run a whole SQL file of this folder on the migration's connection."""
    sql = Path(__file__).with_name(name).read_text(encoding="utf-8")
    op.get_bind().connection.cursor().execute(sql)
