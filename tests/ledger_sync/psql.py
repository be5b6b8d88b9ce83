"""The psql program that comes with the tests' PostgreSQL."""

import os
import subprocess

from stack import postgres
from stack.postgres import Cluster


def psql(cluster: Cluster, database: str, text: str, role: str = postgres.READER) -> str:
    """What psql prints when a text is pasted into it: values only."""
    done = subprocess.run(
        [
            *(cluster.programs / "psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align"),
            *("--set=ON_ERROR_STOP=1", "--host", cluster.socket_folder, "--username", role),
            database,
        ],
        env={**os.environ, "PGPASSFILE": str(cluster.passwords)},
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), text
    return done.stdout
