"""docs/schema.sql: what the migrations come to, as a database that ran them all says it."""

import os
import re
import subprocess
from pathlib import Path

from stack import postgres
from stack.postgres import Cluster
from tests import reviewed

PAGE = Path(__file__).parents[2] / "docs" / "schema.sql"
HEAD = """\
-- The schema of the book as all migrations leave it, printed by pg_dump from a fresh database. To
-- read, not to run: the migrations in ledger_sync/migrations make it, and say why. Table entry has
-- a partition a month beside its default one. Generated.

"""
ONE_TABLE = re.compile(
    r"^ SELECT (\w+)\.\w+(?:,\n    \1\.\w+)*\n   FROM public\.\w+ \1\n", re.MULTILINE
)
"""A view's columns under the name of the only table that it reads: as PostgreSQL 15 writes it."""
NAMED_NOT_NULL = re.compile(r" CONSTRAINT \w+ NOT NULL\b")
"""A column that is never null, under a name of the constraint that PostgreSQL 15 does not keep."""
SESSION = re.compile(r"SET |SELECT pg_catalog\.set_config|--|\\(un)?restrict ")


def test_the_page_of_the_schema_is_the_schema(cluster: Cluster, template: str):
    """The page is what a freshly migrated database holds, whichever PostgreSQL it is of."""
    reviewed.same(PAGE, HEAD + schema(cluster, template))


def schema(cluster: Cluster, database: str) -> str:
    """Every statement that pg_dump prints of the schema, without the session's and comments."""
    command = [
        *(cluster.programs / "pg_dump", "--schema-only", "--no-owner"),
        *("--exclude-table=entry_[0-9]*", "--exclude-table=alembic_version"),
        *("--host", cluster.socket_folder, "--username", postgres.OWNER, database),
    ]
    dumped = subprocess.run(
        command,
        env={**os.environ, "PGPASSFILE": str(cluster.passwords)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    kept = "\n".join(line for line in dumped.splitlines() if not SESSION.match(line))
    plain = ONE_TABLE.sub(lambda view: view[0].replace(f" {view[1]}.", " "), kept)
    plain = NAMED_NOT_NULL.sub(" NOT NULL", plain)
    return re.sub(r"\n{3,}", "\n\n", plain).strip() + "\n"
