"""A book with postings, and connections to it as its owner and as the application."""

import psycopg
import pytest

from jobs import collect_files
from jobs.hub import Hub
from stack import postgres
from stack.postgres import Cluster
from tests import made
from tests.conftest import TODAY
from tests.ledger_sync.rows import open_act


@pytest.fixture
def posted(hub: Hub, tmp_path) -> Hub:
    """A hub with three declarations, a rejected one and a payment in its book."""
    maker = made.maker(2)
    declarations = [maker.declaration(lines=2) for _ in range(3)]
    for name, content in (
        ("cad.edi", made.cusdec([*declarations, maker.faulty("CAD-003")])),
        ("pay.xml", made.payments([(declarations[0].importer, "10.00")])),
    ):
        (tmp_path / name).write_bytes(content)
        collect_files.post(hub, [collect_files.ingest(hub, tmp_path / name, TODAY)])
    return hub


@pytest.fixture
def owner(owner_url: str, posted: Hub):
    """A connection as the owner: triggers and constraints bind it too."""
    with psycopg.connect(owner_url.replace("postgresql+psycopg", "postgresql")) as connection:
        yield connection


@pytest.fixture
def application(cluster: Cluster, database: str, posted: Hub):
    """A connection as the application, never committed."""
    url = cluster.url(postgres.APPLICATION, database)
    with psycopg.connect(url.replace("postgresql+psycopg", "postgresql")) as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def batch_id(application) -> int:
    """An act's batch, open, of the application's own."""
    return open_act(application)
