"""The server's own trouble is told as such, and is never a file's: nothing is put aside for it."""

from collections.abc import Iterator
from threading import Timer

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError

from jobs.acts import replay_files
from jobs.acts.replay_files import Mode
from jobs.hub import Hub, open_hub
from jobs.intake import collect_files
from ledger_sync.book import connection
from ledger_sync.book.connection import BookDamaged, BookUnavailable
from ledger_sync.intake import posting
from ledger_sync.intake.inbox import Selection
from stack import postgres
from stack.postgres import Cluster
from tests import made
from tests.conftest import TODAY
from tests.runs import settings_of

PASSING = (
    *("08006", "25006", "25P03", "25P04", "40001", "40P01", "53100", "53200", "53300"),
    *("55006", "55P03", "57014", "57P01", "57P04", "58030", "58P01", "XX001", "XX002"),
)
NOT_PASSING = ("22003", "23505", "23514", "42501", "XX000")


@pytest.fixture
def impatient(
    cluster: Cluster, database: str, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Hub]:
    """A hub whose statements may take a second."""
    monkeypatch.setitem(connection._SESSION, "statement_timeout", "1s")
    with open_hub(settings_of(cluster, database, tmp_path)) as hub:
        yield hub


@pytest.fixture
def other(cluster: Cluster, database: str) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    """Another run's connection."""
    url = cluster.url(postgres.APPLICATION, database)
    with psycopg.connect(url.replace("postgresql+psycopg:", "postgresql:", 1)) as connection:
        yield connection


def arrived(hub: Hub, tmp_path) -> int:
    path = tmp_path / "cad.edi"
    path.write_bytes(made.cusdec([made.maker(3).declaration()]))
    return collect_files.ingest(hub, path, TODAY, made.broker().partner_id)


def outcomes(hub: Hub) -> list[str | None]:
    with hub.book.transaction() as tx:
        assert tx.value("SELECT count(*) FROM outbox") == 0
        return [row["outcome"] for row in tx.rows("SELECT outcome FROM file")]


def take_posting(connection) -> None:
    connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('posting', 0))")


def test_the_wait_for_a_lock_is_no_statement_that_takes_too_long(impatient: Hub, other):
    """Longer than a statement may take, the lock is waited for; the next statement is bounded."""
    take_posting(other)
    released = Timer(2.5, other.rollback)
    released.start()
    with impatient.book.transaction() as tx:
        tx.lock("posting")
        assert tx.value("SHOW statement_timeout") == "1s"
        assert tx.value("SHOW lock_timeout") == "0"
    released.join()


def test_a_lock_that_is_never_given_back_is_told(impatient: Hub, other, tmp_path, monkeypatch):
    """Beyond the bound of a wait the step may run again; the file waits, and nobody is told."""
    monkeypatch.setattr(connection, "LOCK_WAIT", "100ms")
    take_posting(other)
    file_id = arrived(impatient, tmp_path)
    with pytest.raises(BookUnavailable, match="lock timeout"):
        collect_files.post(impatient, [file_id])
    assert outcomes(impatient) == [None]
    other.rollback()
    assert collect_files.post(impatient, [file_id]) == {"posted": 1}


def test_a_statement_that_takes_too_long_puts_no_file_aside(impatient: Hub, tmp_path, monkeypatch):
    """Cancelled by the server in the middle of a posting, a file waits for the retry."""
    real = posting.settle
    with monkeypatch.context() as slow:
        slow.setattr(
            posting, "settle", lambda tx, *args: (tx.value("SELECT pg_sleep(2)"), real(tx, *args))
        )
        file_id = arrived(impatient, tmp_path)
        with pytest.raises(BookUnavailable, match="statement timeout"):
            collect_files.post(impatient, [file_id])
    assert outcomes(impatient) == [None]
    assert collect_files.post(impatient, [file_id]) == {"posted": 1}


def test_a_copy_that_takes_too_long_is_told(impatient: Hub):
    """COPY, which goes past SQLAlchemy, is told in the same way."""
    with pytest.raises(BookUnavailable), impatient.book.transaction() as tx:
        with tx.driver.cursor() as cursor, cursor.copy("COPY (SELECT pg_sleep(2)) TO STDOUT") as c:
            list(c)


def test_a_forecast_is_not_made_of_the_servers_trouble(impatient: Hub, tmp_path, monkeypatch):
    """A rerun's draft does not show a file as failing again because the server cancelled."""
    with monkeypatch.context() as broken:
        broken.setattr(posting, "settle", lambda *_args: 1 / 0)
        file_id = arrived(impatient, tmp_path)
        assert collect_files.post(impatient, [file_id]) == {"quarantined": 1}
    monkeypatch.setattr(posting, "settle", lambda tx, *_args: tx.value("SELECT pg_sleep(2)"))
    with pytest.raises(BookUnavailable):
        replay_files.draft(impatient, Mode.rerun, Selection(), TODAY)


@pytest.mark.parametrize("state", PASSING)
def test_the_servers_faults_may_pass(hub: Hub, state: str):
    """Whatever of the server's own is wrong, the same step may run again."""
    with pytest.raises(BookUnavailable), hub.book.transaction() as tx:
        raise_state(tx, state)


@pytest.mark.parametrize("state", ["XX001", "XX002"])
def test_damaged_pages_are_told_apart(hub: Hub, state: str):
    """They put no file aside, as an outage does not, and a person must act."""
    with pytest.raises(BookDamaged), hub.book.transaction() as tx:
        raise_state(tx, state)


@pytest.mark.parametrize("state", NOT_PASSING)
def test_a_fault_of_what_was_asked_stays(hub: Hub, state: str):
    """What the input or the program is wrong in is not cured by a retry."""
    with pytest.raises(DBAPIError), hub.book.transaction() as tx:
        raise_state(tx, state)


def raise_state(tx, state: str) -> None:
    tx.run(f"DO $$ BEGIN RAISE EXCEPTION 'as told' USING ERRCODE = '{state}'; END $$")
