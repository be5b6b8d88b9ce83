"""One PostgreSQL cluster a run, one migrated template, a clone for every test that commits."""

import datetime as dt
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from jobs.hub import Hub, open_hub
from ledger_sync.book import clock
from stack import postgres
from stack.layout import Layout
from stack.postgres import Cluster
from tests import configuration, profiles, runs
from tests.runs import settings_of

settings.load_profile(profiles.SUITE)
configuration.read_once()

TODAY = dt.date(2026, 11, 20)
RUN = pytest.StashKey[Path]()
OF_A_DATABASE = {"cluster", "stack_home"}


def pytest_configure(config: pytest.Config) -> None:
    """Give the run a folder; its workers are told which."""
    told = getattr(config, "workerinput", {}).get("run")
    config.stash[RUN] = Path(told) if told else runs.begin()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node) -> None:
    """Tell a worker the folder of its run."""
    node.workerinput["run"] = str(node.config.stash[RUN])


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the run, once, when the last worker is done."""
    if not hasattr(config, "workerinput") and RUN in config.stash:
        runs.end(config.stash[RUN])


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses a database, keep together what shares a fixture, begin with what is long."""
    for item in items:
        if OF_A_DATABASE & set(item.fixturenames):
            item.add_marker("database")
        found = item._fixtureinfo.name2fixturedefs.values()
        if any(fixture.scope == "module" for fixtures in found for fixture in fixtures):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(autouse=True)
def _no_database_unmarked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that starts a server is marked, or `make test-15` would leave it out."""
    if request.node.get_closest_marker("database") is None:
        monkeypatch.setattr(postgres, "start", _unmarked)


def _unmarked(*_arguments: object, **_named: object) -> None:
    raise AssertionError("a test that starts PostgreSQL is marked with pytest.mark.database")


@pytest.fixture(scope="session")
def run(pytestconfig: pytest.Config) -> Path:
    """The folder of what the workers of this run share."""
    return pytestconfig.stash[RUN]


@pytest.fixture(scope="session")
def cluster(run: Path) -> Cluster:
    """The run's private cluster of the wheel's PostgreSQL, gone after it."""
    return runs.cluster(run)


@pytest.fixture(scope="session")
def template(cluster: Cluster, run: Path) -> str:
    """A database at the newest schema with the sample registry and tariff."""
    return runs.template(cluster, run)


@pytest.fixture(scope="session")
def stack_home(run: Path) -> Callable[[Path], Layout]:
    """Make a stack's home at a path: what its first start makes is there, nothing runs yet."""
    return lambda at: runs.home(run, at)


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
def as_real(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let documents bear no mark of a made-up book, as those of a real one."""
    monkeypatch.setattr(clock, "is_made_up", lambda _tx: False)


@pytest.fixture
def filled(
    hub: Hub, cluster: Cluster, database: str, run: Path, tmp_path: Path
) -> Callable[[Callable[[Hub], object]], Hub]:
    """Fill the test's book by a function that the whole run calls once; each test has a copy."""

    def fill(filling: Callable[[Hub], object]) -> Hub:
        name, folder = runs.filled(cluster, run, filling)
        shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
        with postgres.admin_connection(cluster) as connection:
            connection.execute(f'DROP DATABASE "{database}" WITH (FORCE)'.encode())
            postgres.create_database(connection, database, postgres.OWNER, name)
        return hub

    return fill


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
