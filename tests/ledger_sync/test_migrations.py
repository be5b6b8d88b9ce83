"""Migrations: up from empty, and over a book with data that an earlier version posted."""

import datetime as dt
import re
import shutil
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import psycopg
import pytest

from jobs.hub import Hub, due_rules, open_hub
from jobs.hub.question import load_act_rules
from jobs.proofs import prove_book
from jobs.receivables import close_day
from ledger.accounts import CONTROL_ACCOUNTS
from ledger.events import EVENTS, RECEIVABLE, sides_of
from ledger.journal import REVERSAL
from ledger_sync.book.connection import owners_book
from ledger_sync.history.overview import overview
from ledger_sync.proofs import archive
from ledger_sync.proofs.archive import ArchiveBroken
from ledger_sync.proofs.archived_tables import RESTATED
from ledger_sync.schema import migrate
from parsers.reading_version import READING
from stack import postgres
from stack.postgres import Cluster
from tests import made, people
from tests.ledger_sync.old_book import FOLDERS, OCTOBER
from tests.reading import one_line_less
from tests.reference.applying import share
from tests.runs import settings_of
from tests.sending import send

TODAY = dt.date(2026, 11, 25)
NEWEST = "0030"
"""The revision that this version needs."""

SEAL_VERSION = 11
"""The version that a batch is sealed under today."""


@dataclass(frozen=True)
class Old:
    """A book that an earlier version posted, closed and billed, dumped with the bytes it kept."""

    revision: str
    seal_version: int
    batches: int
    lines_billed: int
    reversed_cents: int
    altered: frozenset[str] = frozenset({"declarations-add-up", "sealed"})
    """The proofs that find one cent moved on the first line."""

    @property
    def folder(self) -> Path:
        """Its rows and its kept bytes."""
        return Path(__file__).with_name(f"book_{self.revision}")


BOOKS = (
    Old("0001", seal_version=1, batches=5, lines_billed=8, reversed_cents=0),
    Old("0004", seal_version=2, batches=4, lines_billed=4, reversed_cents=286_020),
    Old(
        "0007",
        seal_version=3,
        batches=29,
        lines_billed=17,
        reversed_cents=151_713,
        altered=frozenset({"declarations-add-up", "sealed", "explained"}),
    ),
    Old(
        "0009",
        seal_version=4,
        batches=29,
        lines_billed=17,
        reversed_cents=151_713,
        altered=frozenset({"declarations-add-up", "sealed", "explained"}),
    ),
    Old(
        "0011",
        seal_version=6,
        batches=29,
        lines_billed=17,
        reversed_cents=151_713,
        altered=frozenset({"declarations-add-up", "sealed", "explained"}),
    ),
    Old(
        "0012",
        seal_version=7,
        batches=29,
        lines_billed=17,
        reversed_cents=151_713,
        altered=frozenset({"declarations-add-up", "sealed", "explained"}),
    ),
    Old(
        "0015",
        seal_version=8,
        batches=30,
        lines_billed=17,
        reversed_cents=151_713,
        altered=frozenset({"declarations-add-up", "sealed", "explained"}),
    ),
    Old(
        "0019",
        seal_version=9,
        batches=30,
        lines_billed=17,
        reversed_cents=151_713,
        altered=frozenset({"declarations-add-up", "sealed", "explained"}),
    ),
    Old(
        "0021",
        seal_version=9,
        batches=30,
        lines_billed=17,
        reversed_cents=151_713,
        altered=frozenset({"declarations-add-up", "sealed", "explained"}),
    ),
    Old(
        "0025",
        seal_version=10,
        batches=35,
        lines_billed=24,
        reversed_cents=151_713,
        altered=frozenset({"declarations-add-up", "sealed", "explained"}),
    ),
)

ARCHIVED = [book for book in BOOKS if (book.folder / "archive").exists()]

ABSENT = {
    "only a migration writes it": ("registry_load.source: migration",),
    "no charge but those that have a column is owed yet": ("cad_line_charge",),
    "the sample agreed on it with nobody": (
        *("partner.acknowledgement: none", "partner.amounts: none"),
    ),
    "reference data of which the sample has no such row": (
        *("excise_rate.combination: lesser", "tariff_rate.combination: greater"),
        *("tariff_rate.combination: lesser", "relief.charge: excise", "relief.charge: sima"),
        "waiver.kind: outage",
    ),
}
"""Why the newest book has no row of some kinds, and which those are."""


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
    make_up(cluster, empty)
    for name in FOLDERS:
        if (book.folder / name).exists():
            shutil.copytree(book.folder / name, tmp_path / name)
    with open_hub(settings_of(cluster, empty, tmp_path)) as hub:
        owner_url = cluster.url(postgres.OWNER, empty)
        load_act_rules(owner_url, hub.rules.acts, hub.rules.people)
        with owners_book(owner_url) as its, its.transaction() as tx:
            due_rules.load(hub, tx)
        yield hub


def make_up(cluster: Cluster, database: str) -> None:
    """Give an older book, whose days are made up, the clock that a new one has from the start."""
    with psycopg.connect(cluster.url(postgres.ADMIN, database).replace("+psycopg", "")) as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute("INSERT INTO book_clock (days_ahead) VALUES (3650)")


def restore(cluster: Cluster, database: str, book: Old) -> None:
    """Bring an empty database to a book's revision and fill it with its rows."""
    migrate(cluster.url(postgres.OWNER, database), book.revision)
    admin = cluster.url(postgres.ADMIN, database).replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(admin) as connection:
        connection.execute("SET session_replication_role = replica")
        (filled,) = connection.execute(
            "SELECT string_agg(tablename, ', ') FROM pg_tables WHERE schemaname = 'public'"
        ).fetchone()  # names that its migrations added are among the rows
        connection.execute(f"TRUNCATE {filled}")
        connection.execute("SET session_replication_role = origin")
        connection.execute((book.folder / "data.sql").read_bytes())


def test_up_from_empty_and_up_again(cluster: Cluster, empty: str):
    """An empty database comes to the newest revision, and stays there."""
    newest = migrate(cluster.url(postgres.OWNER, empty))
    assert newest == NEWEST
    assert migrate(cluster.url(postgres.OWNER, empty)) == newest


def test_tables_are_analysed_while_they_migrate(cluster: Cluster, empty: str):
    """An ANALYZE beside a migration, as autovacuum begins one at any moment, ends neither."""
    restore(cluster, empty, BOOKS[0])
    migrated = threading.Event()
    admin = cluster.url(postgres.ADMIN, empty).replace("+psycopg", "")

    def analyse() -> int:
        rounds = 0
        with psycopg.connect(admin, autocommit=True) as connection:
            while not migrated.is_set():
                connection.execute("ANALYZE (SKIP_LOCKED) tariff_item, tariff_rate, account")
                rounds += 1
        return rounds

    with ThreadPoolExecutor(1) as beside:
        analysed = beside.submit(analyse)
        try:
            assert migrate(cluster.url(postgres.OWNER, empty)) == NEWEST
        finally:
            migrated.set()
    assert analysed.result() > 1


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


def test_what_is_posted_uses_the_sides_of_its_event(old: Hub):
    """Every kind has an event, and no transaction of it a side that its events do not have."""
    with old.book.transaction() as tx:
        kinds = {row["kind"] for row in tx.rows("SELECT kind FROM item_kind")}
        sides = tx.rows(
            "SELECT DISTINCT coalesce(r.kind, t.kind) AS kind,"
            " CASE a.class WHEN 'control' THEN a.code ELSE :receivable END AS account,"
            " (e.amount_cents > 0) = (r.txn_id IS NULL) AS debited"
            " FROM entry e JOIN txn t USING (txn_id) JOIN account a USING (account_id)"
            " LEFT JOIN txn r ON r.txn_id = t.reverses_txn_id",
            receivable=RECEIVABLE,
        )
        controls = {row["code"] for row in tx.rows("SELECT code FROM account WHERE bn9 IS NULL")}
    assert sides and controls == set(CONTROL_ACCOUNTS)
    assert kinds == {kind for event in EVENTS for kind in event.kinds} | {REVERSAL}
    stray = [s for s in sides if (s["account"], s["debited"]) not in sides_of(s["kind"])]
    assert stray == []


def test_an_old_file_that_is_read_otherwise_today_is_told(old: Hub, book: Old, monkeypatch):
    """A later reader takes other lines: the old files are named, and no proof fails for it."""
    monkeypatch.setattr(prove_book, "read_file", one_line_less)
    monkeypatch.setattr(prove_book, "READING", READING + 1)
    results = {result.name: result for result in prove_book.results(old)}
    assert [name for name, result in results.items() if not result.holds] == []
    count, *files = results["kept-is-posted"].told
    assert count["read_otherwise_today"] == len(files) > 0


def test_a_book_with_data_goes_on(old: Hub, book: Old, tmp_path: Path):
    """After the migration the chain continues: new seals on old ones, next cycle on the last."""
    declaration = made.maker(77).declaration()
    assert send(old, made.cusdec([declaration], "NEW1"), TODAY).outcome == "posted"
    close_day.run(old, dt.date(2026, 12, 24))
    totals = people.bill(old, dt.date(2026, 12, 25))
    late_accounting = 10_000
    with old.book.reading() as tx:
        interest = tx.value(
            "SELECT coalesce(sum(amount_cents), 0)::bigint FROM item WHERE kind = 'INT'"
        )
    assert (interest > 0) == (book.revision > "0001"), "the oldest book has no rate of any day"
    assert totals.debits_cents == int(declaration.payable * 100) + late_accounting + interest
    with old.book.transaction() as tx:
        versions = tx.rows("SELECT DISTINCT seal_version FROM batch ORDER BY 1")
    assert [row["seal_version"] for row in versions] == sorted({book.seal_version, SEAL_VERSION})
    assert all(result.holds for result in prove_book.results(old))


def told_again(content: bytes, number: int) -> bytes:
    """Return a bank's file as another one, spaced otherwise, which tells the same payments."""
    if content.startswith(b"ISA"):
        of_interchange = re.compile(rb"(?<=\*)0{6}\d{3}(?=[*~])")
        return of_interchange.sub(f"{900 + number:09}".encode(), content).replace(b"~", b"~\n")
    if content.startswith(b"#carmhub"):
        return content.replace(b"\n", b"\r\n")
    again = re.sub(rb"<MsgId>[^<]*", f"<MsgId>AGAIN{number}".encode(), content)
    again = re.sub(rb"<(NtryRef|AcctSvcrRef)>[^<]*</\1>", b"", again)
    return again.replace(b"<Amt", b"\n  <Amt")


def test_payments_posted_before_have_keys_and_post_once(old: Hub):
    """A file of payments that were posted, spaced otherwise and sent again, posts nothing."""
    with old.book.transaction() as tx:
        before = overview(tx).paid_cents
        files = tx.rows(
            "SELECT DISTINCT f.sha256 FROM txn JOIN message USING (message_id)"
            " JOIN file f USING (file_id) WHERE txn.kind = 'PMT' ORDER BY 1"
        )
    for number, file in enumerate(files):
        content = old.kept.get(bytes(file["sha256"]))
        again = told_again(content, number)
        assert again != content
        assert send(old, again, TODAY).outcome != "posted"
    with old.book.transaction() as tx:
        assert overview(tx).paid_cents == before > 0
        unkeyed = tx.value(
            "SELECT count(*) FROM txn WHERE kind = 'PMT'"
            " AND NOT EXISTS (SELECT FROM payment_key k WHERE k.txn_id = txn.txn_id)"
        )
    assert unkeyed == 0
    assert all(result.holds for result in prove_book.results(old))


def test_the_newest_book_holds_every_kind_of_row(cluster: Cluster, empty: str):
    """Every table of its schema has a row, and every value that a constraint lists occurs."""
    restore(cluster, empty, BOOKS[-1])
    with psycopg.connect(cluster.url(postgres.ADMIN, empty).replace("+psycopg", "")) as connection:
        tables = connection.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition"
            " AND relnamespace = 'public'::regnamespace ORDER BY 1"
        ).fetchall()
        absent = set()
        for (table,) in tables:
            if connection.execute(f"SELECT FROM {table} LIMIT 1").rowcount == 0:
                absent.add(table)
            for column, values in listed(connection, table):
                found = connection.execute(f"SELECT DISTINCT {column} FROM {table}").fetchall()
                absent |= {f"{table}.{column}: {value}" for value in values - {v for (v,) in found}}
    assert sorted(absent) == sorted(chain.from_iterable(ABSENT.values()))


def listed(
    connection: "psycopg.Connection[tuple[str, ...]]", table: str
) -> Iterator[tuple[str, set[str]]]:
    """Yield each column of a table for which a constraint lists the values, and these."""
    for (text,) in connection.execute(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype = 'c' AND conrelid = to_regclass(%s)",
        (table,),
    ):
        if found := re.fullmatch(r"CHECK \(\((\w+) = ANY \(ARRAY\[(.*)\]\)\)\)", text):
            yield found[1], set(re.findall(r"'([^']*)'", found[2]))


@pytest.mark.parametrize("book", [book for book in BOOKS if book.revision < "0008"], indirect=True)
def test_every_document_says_by_columns_what_its_key_said(cluster: Cluster, empty: str, book: Old):
    """From the columns the old key and kind can be said again; no row lost what it tells of."""
    restore(cluster, empty, book)
    before = outbox(cluster, empty, "document_key, kind")
    assert len(before) > 5
    migrate(cluster.url(postgres.OWNER, empty))
    said = RESTATED[2]["outbox"]
    assert outbox(cluster, empty, f"{said['document_key']}, {said['kind']}") == before
    assert all(name.endswith(f".{form}") for _, form, name in outbox(cluster, empty, "form, name"))


def outbox(cluster: Cluster, database: str, columns: str) -> list[tuple]:
    url = cluster.url(postgres.ADMIN, database).replace("+psycopg", "")
    with psycopg.connect(url) as connection:
        return connection.execute(f"SELECT outbox_id, {columns} FROM outbox ORDER BY 1").fetchall()


@pytest.mark.parametrize("book", ARCHIVED, indirect=True, ids=lambda book: book.revision)
def test_an_old_archive_is_compared_row_by_row(old: Hub, cluster: Cluster, empty: str):
    """What an earlier version archived is compared with the book as that version said it."""
    folder = old.settings.archive_folder / f"{OCTOBER:%Y-%m}"
    with old.book.transaction() as tx:
        archive.compare(tx, OCTOBER, folder)
        archive.compare_counts(tx, OCTOBER, folder)
    with psycopg.connect(
        cluster.url(postgres.OWNER, empty).replace("postgresql+psycopg", "postgresql")
    ) as connection:
        connection.execute("ALTER TABLE outbox DISABLE TRIGGER USER")
        connection.execute(
            "UPDATE outbox SET notice_on = notice_on + 1 WHERE outbox_id ="
            " (SELECT min(outbox_id) FROM outbox WHERE notice_on IS NOT NULL)"
        )
    with old.book.transaction() as tx, pytest.raises(ArchiveBroken, match="2 rows of outbox"):
        archive.compare(tx, OCTOBER, folder)


@pytest.mark.parametrize("book", [book for book in BOOKS if book.revision < "0009"], indirect=True)
def test_older_applications_say_what_they_paid(old: Hub):
    """What was applied before its parts were written down is shared by the default, in its turn."""
    with old.book.transaction() as tx:
        parts: dict[int, dict[str, int]] = {}
        for row in tx.rows("SELECT p.* FROM item_part p JOIN charge USING (charge) ORDER BY rank"):
            parts.setdefault(row["item_id"], {})[row["charge"]] = row["amount_cents"]
        applications = tx.rows("SELECT * FROM application ORDER BY application_id")
        found: dict[int, dict[str, int]] = {}
        for row in tx.rows("SELECT * FROM application_part"):
            assert row["derived"]
            found.setdefault(row["application_id"], {})[row["charge"]] = row["amount_cents"]
    expected: dict[int, dict[str, int]] = {}
    for row in applications:
        number, debit = row["application_id"], row["debit_item_id"]
        if row["reverses_application_id"] is None:
            shared = share([(number, debit, row["amount_cents"])], {debit: parts[debit]})
            expected[number] = {charge: cents for (_, charge), cents in shared.items()}
        else:
            undone = expected[row["reverses_application_id"]]
            expected[number] = {charge: -cents for charge, cents in undone.items()}
        for charge, cents in expected[number].items():
            parts[debit][charge] -= cents
    assert found == expected and found


def test_an_old_row_altered_is_found(old: Hub, book: Old, cluster: Cluster, empty: str):
    """The seals of the earlier version still see one cent move."""
    with psycopg.connect(
        cluster.url(postgres.OWNER, empty).replace("postgresql+psycopg", "postgresql")
    ) as connection:
        connection.execute("ALTER TABLE cad_line DISABLE TRIGGER USER")
        connection.execute("UPDATE cad_line SET gst_cents = gst_cents + 1 WHERE cad_id = 1")
        connection.execute("ALTER TABLE cad_line ENABLE TRIGGER USER")
    broken = {result.name for result in prove_book.results(old) if not result.holds}
    assert broken == book.altered


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
