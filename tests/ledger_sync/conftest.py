"""A book with postings, and connections to it as its owner and as the application."""

import psycopg
import pytest

from jobs.hub import Hub
from stack import postgres
from stack.postgres import Cluster
from tests import made
from tests.ledger_sync.rows import open_act
from tests.sending import send


def post(hub: Hub) -> None:
    """Post three declarations, a rejected one and a payment."""
    maker = made.maker(2)
    declarations = [maker.declaration(lines=2) for _ in range(3)]
    send(hub, made.cusdec([*declarations, maker.faulty("CAD-003")]), name="cad.edi")
    send(hub, made.payments([(declarations[0].importer, "10.00")]), name="pay.xml")


@pytest.fixture
def posted(filled) -> Hub:
    """A hub with three declarations, a rejected one and a payment in its book."""
    return filled(post)


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
