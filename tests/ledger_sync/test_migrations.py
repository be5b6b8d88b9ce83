"""Migrations: up from empty, and over a book with data that an earlier version posted."""

import datetime as dt
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from jobs import close_day, collect_files, prove_book, run_billing_cycle
from jobs.hub import Hub, open_hub
from ledger_sync.overview import overview
from ledger_sync.schema import migrate
from stack import postgres
from stack.postgres import Cluster
from tests import made
from tests.conftest import settings_of

OLD = Path(__file__).with_name("book_0001")
TODAY = dt.date(2026, 11, 25)


@pytest.fixture
def empty(cluster: Cluster) -> Iterator[str]:
    """An empty database of the owner's."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    with postgres.admin_connection(cluster) as connection:
        postgres.create_database(connection, name, postgres.OWNER)
    yield name
    with postgres.admin_connection(cluster) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.fixture
def old(cluster: Cluster, empty: str, tmp_path: Path) -> Iterator[Hub]:
    """A book that version 0001 posted, closed and billed, migrated to the newest revision."""
    owner_url = cluster.url(postgres.OWNER, empty)
    migrate(owner_url, "0001")
    admin = cluster.url(postgres.ADMIN, empty).replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(admin) as connection:
        connection.execute("DELETE FROM alembic_version")
        connection.execute((OLD / "data.sql").read_bytes())
    migrate(owner_url)
    shutil.copytree(OLD / "kept", tmp_path / "kept")
    with open_hub(settings_of(cluster, empty, tmp_path)) as hub:
        yield hub


def test_up_from_empty_and_up_again(cluster: Cluster, empty: str):
    """An empty database comes to the newest revision, and stays there."""
    newest = migrate(cluster.url(postgres.OWNER, empty))
    assert newest == "0006"
    assert migrate(cluster.url(postgres.OWNER, empty)) == newest


def test_a_book_with_data_still_proves_itself(old: Hub):
    """Everything that an earlier version posted holds, old seals included."""
    results = prove_book.results(old)
    assert [result.name for result in results if not result.holds] == []
    counted = {result.name: result.rows for result in results}
    assert counted["sealed"] == 5 and counted["statements-rebuild"] > 5
    with old.book.transaction() as tx:
        found = overview(tx)
    assert found.declared_cents == found.posted_cents == found.billed_cents > 0


def test_a_book_with_data_goes_on(old: Hub, tmp_path: Path):
    """After the migration the chain continues: new seals on old ones, next cycle on the last."""
    declaration = made.maker(77).declaration()
    path = tmp_path / "new.edi"
    path.write_bytes(made.cusdec([declaration], "NEW1"))
    assert collect_files.post(old, [collect_files.ingest(old, path, TODAY)]) == {"posted": 1}
    close_day.run(old, dt.date(2026, 12, 24))
    totals = run_billing_cycle.run(old, dt.date(2026, 12, 25))
    late_accounting = 10_000
    assert totals.debits_cents == int(declaration.payable * 100) + late_accounting
    with old.book.transaction() as tx:
        versions = tx.rows("SELECT DISTINCT seal_version FROM batch ORDER BY 1")
    assert [row["seal_version"] for row in versions] == [1, 3]
    assert all(result.holds for result in prove_book.results(old))


def test_an_old_row_altered_is_found(old: Hub, cluster: Cluster, empty: str):
    """The seals of the earlier version still see one cent move."""
    with psycopg.connect(
        cluster.url(postgres.OWNER, empty).replace("postgresql+psycopg", "postgresql")
    ) as connection:
        connection.execute("ALTER TABLE cad_line DISABLE TRIGGER USER")
        connection.execute("UPDATE cad_line SET description = 'other' WHERE cad_id = 1")
    broken = {result.name for result in prove_book.results(old) if not result.holds}
    assert broken == {"declarations-as-filed", "sealed"}
