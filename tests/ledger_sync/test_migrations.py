"""Migrations: up from empty, and over a book with data that an earlier version posted."""

import datetime as dt
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
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

TODAY = dt.date(2026, 11, 25)


@dataclass(frozen=True)
class Old:
    """A book that an earlier version posted, closed and billed, dumped with the bytes it kept."""

    revision: str
    seal_version: int
    batches: int
    lines_billed: int
    reversed_cents: int

    @property
    def folder(self) -> Path:
        """Its rows and its kept bytes."""
        return Path(__file__).with_name(f"book_{self.revision}")


BOOKS = (
    Old("0001", seal_version=1, batches=5, lines_billed=8, reversed_cents=0),
    Old("0004", seal_version=2, batches=4, lines_billed=4, reversed_cents=286_020),
)


@pytest.fixture
def empty(cluster: Cluster) -> Iterator[str]:
    """An empty database of the owner's."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    with postgres.admin_connection(cluster) as connection:
        postgres.create_database(connection, name, postgres.OWNER)
    yield name
    with postgres.admin_connection(cluster) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.fixture(params=BOOKS, ids=lambda book: book.revision)
def book(request: pytest.FixtureRequest) -> Old:
    """An earlier version's book."""
    return request.param


@pytest.fixture
def old(cluster: Cluster, empty: str, tmp_path: Path, book: Old) -> Iterator[Hub]:
    """The book of an earlier version, migrated to the newest revision."""
    restore(cluster, empty, book)
    migrate(cluster.url(postgres.OWNER, empty))
    shutil.copytree(book.folder / "kept", tmp_path / "kept")
    if (book.folder / "seals").exists():
        shutil.copytree(book.folder / "seals", tmp_path / "seals")
    with open_hub(settings_of(cluster, empty, tmp_path)) as hub:
        yield hub


def restore(cluster: Cluster, database: str, book: Old) -> None:
    """Bring an empty database to a book's revision and fill it with its rows."""
    migrate(cluster.url(postgres.OWNER, database), book.revision)
    admin = cluster.url(postgres.ADMIN, database).replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(admin) as connection:
        connection.execute("DELETE FROM alembic_version")
        connection.execute((book.folder / "data.sql").read_bytes())


def test_up_from_empty_and_up_again(cluster: Cluster, empty: str):
    """An empty database comes to the newest revision, and stays there."""
    newest = migrate(cluster.url(postgres.OWNER, empty))
    assert newest == "0007"
    assert migrate(cluster.url(postgres.OWNER, empty)) == newest


def test_a_book_with_data_still_proves_itself(old: Hub, book: Old):
    """Everything that an earlier version posted holds, old seals included."""
    results = prove_book.results(old)
    assert [result.name for result in results if not result.holds] == []
    counted = {result.name: result.rows for result in results}
    assert (counted["sealed"], counted["statements-rebuild"]) == (book.batches, book.lines_billed)
    with old.book.transaction() as tx:
        found = overview(tx)
        versions = tx.value("SELECT array_agg(DISTINCT seal_version) FROM batch")
    assert versions == [book.seal_version]
    assert found.declared_cents == found.billed_cents > 0
    assert found.posted_cents == found.declared_cents - book.reversed_cents


def test_a_book_with_data_goes_on(old: Hub, book: Old, tmp_path: Path):
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
    assert [row["seal_version"] for row in versions] == [book.seal_version, 3]
    assert all(result.holds for result in prove_book.results(old))


def test_an_old_row_altered_is_found(old: Hub, cluster: Cluster, empty: str):
    """The seals of the earlier version still see one cent move."""
    with psycopg.connect(
        cluster.url(postgres.OWNER, empty).replace("postgresql+psycopg", "postgresql")
    ) as connection:
        connection.execute("ALTER TABLE cad_line DISABLE TRIGGER USER")
        connection.execute("UPDATE cad_line SET gst_cents = gst_cents + 1 WHERE cad_id = 1")
    broken = {result.name for result in prove_book.results(old) if not result.holds}
    assert broken == {"declarations-add-up", "sealed"}


def test_rows_of_a_month_without_partition_are_kept(cluster: Cluster, empty: str):
    """What an earlier version put into the default partition moves to its month's own."""
    restore(cluster, empty, BOOKS[1])
    owner_url = cluster.url(postgres.OWNER, empty)
    admin = cluster.url(postgres.ADMIN, empty).replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(admin) as connection:
        before = connection.execute("SELECT * FROM entry ORDER BY 1, 2").fetchall()
        connection.execute("ALTER TABLE entry DETACH PARTITION entry_2026_11")
        connection.execute("ALTER TABLE entry DISABLE TRIGGER USER")
        connection.execute("INSERT INTO entry SELECT * FROM entry_2026_11")
        connection.execute("ALTER TABLE entry ENABLE TRIGGER USER")
        connection.execute("DROP TABLE entry_2026_11")
        assert connection.execute("SELECT count(*) FROM entry_default").fetchone() == (len(before),)
    migrate(owner_url)
    with psycopg.connect(admin) as connection:
        assert connection.execute("SELECT * FROM entry ORDER BY 1, 2").fetchall() == before
        months = connection.execute("SELECT DISTINCT tableoid::regclass::text FROM entry")
        assert months.fetchall() == [("entry_2026_11",)]
