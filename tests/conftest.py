"""One PostgreSQL cluster a run, one migrated template, a clone for every test that commits."""

import datetime as dt
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from jobs import load_reference_data
from jobs.hub import Hub, open_hub
from jobs.settings import ROOT, Settings
from ledger_sync.schema import migrate
from stack import postgres
from stack.postgres import Cluster

settings.register_profile("suite", deadline=None, max_examples=60, derandomize=True)
settings.load_profile("suite")

TODAY = dt.date(2026, 11, 20)
TEMPLATE = "template_book"


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A private cluster of the wheel's PostgreSQL, gone after the run."""
    folder = Path(tempfile.mkdtemp(prefix="carmhub-pg-"))
    server = postgres.cluster(folder)
    postgres.start(server, settings={"fsync": "off", "shared_buffers": "128MB"})
    try:
        postgres.prepare(server)
        yield server
    finally:
        postgres.stop(server, mode="immediate")
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def template(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database at the newest schema with the sample registry and tariff."""
    with postgres.admin_connection(cluster) as connection:
        postgres.create_database(connection, TEMPLATE, postgres.OWNER)
    migrate(cluster.url(postgres.OWNER, TEMPLATE))
    folder = tmp_path_factory.mktemp("template")
    with open_hub(settings_of(cluster, TEMPLATE, folder)) as hub:
        load_reference_data.run(hub)
    return TEMPLATE


@pytest.fixture
def database(cluster: Cluster, template: str) -> Iterator[str]:
    """A database of one test's own."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    with postgres.admin_connection(cluster) as connection:
        postgres.create_database(connection, name, postgres.OWNER, template)
    yield name
    with postgres.admin_connection(cluster) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.fixture
def hub(cluster: Cluster, database: str, tmp_path: Path) -> Iterator[Hub]:
    """A hub on a database and a folder of its own, without a door."""
    with open_hub(settings_of(cluster, database, tmp_path)) as opened:
        yield opened


@pytest.fixture
def owner_url(cluster: Cluster, database: str) -> str:
    """The URL under which the owner of the test's database may do anything."""
    return cluster.url(postgres.OWNER, database)


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of public sample files, named by CARMHUB_CORPORA."""
    named = os.environ.get("CARMHUB_CORPORA")
    if not named:
        pytest.skip("CARMHUB_CORPORA names no folder of public sample files")
    return Path(named)


def settings_of(cluster: Cluster, database: str, folder: Path) -> Settings:
    """The settings of a hub on a database, without a door."""
    return Settings(
        database_url=cluster.url(postgres.APPLICATION, database),
        kept_folder=folder / "kept",
        config_folder=ROOT / "config",
        sftp=None,
        seals_folder=folder / "seals",
        archive_folder=folder / "archive",
    )
