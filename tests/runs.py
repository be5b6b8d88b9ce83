"""What one run of the suite shares, however many workers it has: made once, under a lock."""

import datetime as dt
import fcntl
import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from jobs.hub import Hub, open_hub
from jobs.hub.question import load_act_rules
from jobs.hub.settings import ROOT, Settings
from jobs.reference import seeding
from ledger_sync.book import clock
from ledger_sync.book.connection import owners_book
from ledger_sync.schema import migrate
from stack import embedded, postgres
from stack.layout import Layout, read_layout
from stack.postgres import Cluster

TEMPLATE = "template_book"
LAST_DAY = dt.date(2031, 1, 31)
"""The day of a test's book, later than any that a test closes."""
SERVER = {"fsync": "off", "full_page_writes": "off", "shared_buffers": "128MB"}
"""A run's cluster is thrown away: it need not outlive the machine."""
_NOT_COPIED = ("stack.json", "run", "logs", "sftp.json", "hub.env")
"""What a home says of its own place, its ports and its programs."""


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Keep the other workers of the run out."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def cluster(folder: Path) -> Cluster:
    """Return the run's cluster, started by whoever asks first."""
    server = postgres.cluster(folder / "postgres")
    with one_at_a_time(folder):
        if not server.answers:
            postgres.start(server, settings=SERVER)
            postgres.prepare(server)
    return server


def template(server: Cluster, folder: Path) -> str:
    """Return the run's database to be cloned: newest schema, sample registry and tariff."""

    def make(database: str) -> None:
        owner_url = server.url(postgres.OWNER, database)
        migrate(owner_url)
        made_up(owner_url)
        with open_hub(settings_of(server, database, folder / "template")) as hub:
            load_act_rules(owner_url, hub.rules.acts, hub.rules.people)
            seeding.run(hub)

    _made_once(server, folder, TEMPLATE, "template0", make)
    return TEMPLATE


def made_up(owner_url: str) -> None:
    """Give an empty book a clock by which every date that a test closes is past."""
    with owners_book(owner_url) as book, book.transaction() as tx:
        clock.set_ahead(tx, (LAST_DAY - clock.today(tx)).days)


def let_it_be(hub: Hub, day: dt.date) -> None:
    """Move the clock of a test's book forward, so that a day is today."""
    with owners_book(hub.settings.owner_url or "") as book, book.transaction() as tx:
        clock.set_ahead(tx, clock.days_ahead(tx) + (day - clock.today(tx)).days)


def filled(server: Cluster, folder: Path, filling: Callable[[Hub], object]) -> tuple[str, Path]:
    """Return a database and a folder of kept bytes, filled by a function that is called once."""
    named = hashlib.sha256(f"{filling.__module__}.{filling.__qualname__}".encode()).hexdigest()
    name = f"filled_{named[:12]}"

    def make(database: str) -> None:
        (folder / name).mkdir()
        with open_hub(settings_of(server, database, folder / name)) as hub:
            filling(hub)

    _made_once(server, folder, name, TEMPLATE, make)
    return name, folder / name


def _made_once(
    server: Cluster, folder: Path, name: str, template: str, make: Callable[[str], None]
) -> None:
    """Make a database aside and rename it, unless another worker of the run has."""
    part = f"{name}_part"
    with one_at_a_time(folder), postgres.admin_connection(server) as connection:
        if not _exists(connection, name):
            postgres.create_database(connection, part, postgres.OWNER, template)
            try:
                make(part)
            except BaseException:
                connection.execute(f"DROP DATABASE {part} WITH (FORCE)".encode())
                shutil.rmtree(folder / name, ignore_errors=True)
                raise
            connection.execute(f"ALTER DATABASE {part} RENAME TO {name}".encode())


def _exists(connection: "psycopg.Connection[tuple[object, ...]]", database: str) -> bool:
    named = "SELECT FROM pg_database WHERE datname = %s"
    return connection.execute(named, [database]).fetchone() is not None


def home(folder: Path, at: Path) -> Layout:
    """Return a stack's home of its own, as its first start leaves it: book, keys and tree made."""
    made = folder / "home"
    with one_at_a_time(folder):
        if not made.exists():
            layout = read_layout(folder / "home.part")
            try:
                embedded.up(layout, lambda _step: None, with_airflow=False, made_up=True)
            finally:
                embedded.down(layout, lambda _step: None)
            layout.home.rename(made)
    subprocess.run(
        ["cp", "-a", str(made), str(at)], check=True
    )  # owners too: some runs are nobody's
    for name in _NOT_COPIED:
        path = at / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    return read_layout(at)


def begin() -> Path:
    """Return a folder for a run, which the user that PostgreSQL runs as may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="carmhub-run-"))
    folder.chmod(0o711)
    return folder


def end(folder: Path) -> None:
    """Stop what the run started and remove what it made."""
    if (folder / "postgres").exists():
        postgres.stop(postgres.cluster(folder / "postgres"), mode="immediate")
    shutil.rmtree(folder)


def settings_of(server: Cluster, database: str, folder: Path) -> Settings:
    """The settings of a hub on a database, without a door."""
    return Settings(
        database_url=server.url(postgres.APPLICATION, database),
        kept_folder=folder / "kept",
        config_folder=ROOT / "config",
        sftp=None,
        seals_folder=folder / "seals",
        archive_folder=folder / "archive",
        owner_url=server.url(postgres.OWNER, database),
    )
