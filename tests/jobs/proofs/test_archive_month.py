"""A month put away as Parquet: whole, once nothing of it is to come, and the same ever after."""

import datetime as dt
import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import psycopg
import pytest
from pyarrow import parquet

from billing.retention import RetentionRule
from jobs.hub import Hub, JobRefused, NothingYet
from jobs.intake import collect_files
from jobs.proofs import archive_month, prove_book
from jobs.receivables import close_day, send_notices
from ledger_sync.intake import inbox
from ledger_sync.proofs import archive
from ledger_sync.proofs.archive import ArchiveBroken
from ledger_sync.proofs.archived_tables import LEFT_OUT, TABLES
from stack import postgres
from stack.postgres import Cluster
from tests import made, people
from tests.sending import send
from tests.stack.test_backup import NOVEMBER, TODAY, deliver, fill


@pytest.fixture
def closed(filled) -> Hub:
    """A hub whose November is closed and billed."""
    return filled(fill)


def test_a_closed_month_is_archived_and_read_again(closed: Hub):
    """Rows and bytes stand in Parquet files that pandas reads, with the book's own totals."""
    done = archive_month.run(closed, NOVEMBER, TODAY)
    assert done.new and done.rows > 50
    folder = closed.settings.archive_folder / "2026-11"
    entry = pd.read_parquet(folder / "entry.parquet")
    assert entry.groupby("txn_id")["amount_cents"].sum().eq(0).all()
    with closed.book.transaction() as tx:
        assert len(entry) == tx.value("SELECT count(*) FROM entry")
        files = tx.value("SELECT count(DISTINCT sha256) FROM (TABLE file) f")
        documents = tx.value("SELECT count(DISTINCT sha256) FROM outbox")
    assert len(pd.read_parquet(folder / "kept.parquet")) == files + documents
    assert not archive_month.run(closed, NOVEMBER, TODAY).new
    assert all(result.holds for result in prove_book.results(closed))


def test_an_open_month_is_not_archived(closed: Hub):
    """A month is put away when its last day is closed, not before."""
    with pytest.raises(JobRefused, match="2026-12 is not closed"):
        archive_month.run(closed, dt.date(2026, 12, 1), TODAY)
    assert not closed.settings.archive_folder.exists() or not list(
        closed.settings.archive_folder.iterdir()
    )


def test_bytes_leave_only_when_the_law_lets_them_and_the_archive_holds_them(closed: Hub):
    """After the term they are read from the archive; before it, nothing is removed."""
    with pytest.raises(JobRefused, match="to be kept until 2034-02-28"):
        archive_month.run(closed, NOVEMBER, dt.date(2034, 2, 28), remove_bytes=True)
    before = list(closed.kept.digests())
    content = {digest: closed.kept.get(digest) for digest in before}
    done = archive_month.run(closed, NOVEMBER, dt.date(2034, 3, 1), remove_bytes=True)
    assert done.removed == len(before) > 0 and list(closed.kept.digests()) == []
    assert {digest: closed.kept.get(digest) for digest in before} == content
    assert all(result.holds for result in prove_book.results(closed))
    shutil.rmtree(closed.settings.archive_folder)
    broken = {result.name for result in prove_book.results(closed) if not result.holds}
    assert broken == {"kept-bytes", "kept-is-posted", "archives"}


def test_bytes_that_a_later_month_needs_stay(closed: Hub):
    """The same bytes received again in December are not November's to lose."""
    later = dt.date(2026, 12, 3)
    with closed.book.transaction() as tx:
        digest = tx.value("SELECT sha256 FROM file WHERE name = 'cad.edi'")
    send(closed, closed.kept.get(bytes(digest)), later)
    archive_month.run(closed, NOVEMBER, dt.date(2034, 3, 1), remove_bytes=True)
    assert list(closed.kept.digests()) != []
    assert all(result.holds for result in prove_book.results(closed))


def test_an_archive_that_differs_from_the_book_does_not_count(
    closed: Hub, monkeypatch, owner_url: str
):
    """A row lost on the way is found when the month is read back; nothing is recorded."""
    real = TABLES["entry"]
    with monkeypatch.context() as patched:
        write = archive.write

        def lossy(*arguments):
            patched.setitem(TABLES, "entry", (f"{real[0]} AND txn_id > 1", real[1]))
            digest = write(*arguments)
            patched.setitem(TABLES, "entry", real)
            return digest

        patched.setattr(archive, "write", lossy)
        with pytest.raises(ArchiveBroken, match="rows of entry differ"):
            archive_month.run(closed, NOVEMBER, TODAY)
    assert not (closed.settings.archive_folder / "2026-11").exists()
    assert archive_month.run(closed, NOVEMBER, TODAY).new


def test_an_archive_altered_later_is_found(closed: Hub):
    """One file of the archive, or its manifest, changed afterwards fails the proof."""
    archive_month.run(closed, NOVEMBER, TODAY)
    folder = closed.settings.archive_folder / "2026-11"
    manifest = folder / "manifest.json"
    kept = manifest.read_text(encoding="utf-8")
    changed = json.loads(kept)
    changed["files"].pop("entry.parquet")
    manifest.write_text(json.dumps(changed), encoding="utf-8")
    assert not archive_month.proof(closed).holds
    manifest.write_text(kept, encoding="utf-8")
    assert archive_month.proof(closed).holds
    (folder / "txn.parquet").write_bytes(b"")
    assert not archive_month.proof(closed).holds


def test_retention_counts_whole_months():
    """Seven years and three months after the month ended, to the last day of that month."""
    rule = RetentionRule(dt.date(2024, 10, 21), 87)
    assert rule.free_on(dt.date(2026, 11, 30)) == dt.date(2034, 2, 28)
    assert replace(rule, months=1).free_on(dt.date(2026, 12, 31)) == dt.date(2027, 1, 31)


def test_no_table_is_forgotten(hub: Hub):
    """Every table of the schema is archived, or is named with the reason why not."""
    with hub.book.transaction() as tx:
        tables = {
            row["relname"]
            for row in tx.rows(
                "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition"
                " AND relnamespace = 'public'::regnamespace"
            )
        }
    left_out = [table for tables_left in LEFT_OUT.values() for table in tables_left]
    assert sorted([*TABLES, *left_out]) == sorted(tables)


def test_the_seals_can_be_computed_from_the_archive(closed: Hub, cluster: Cluster, template: str):
    """In an empty database, the rows of the archive give the digest of every batch again."""
    archive_month.run(closed, NOVEMBER, TODAY)
    folder = closed.settings.archive_folder / "2026-11"
    name = f"{template}_from_archive"
    with postgres.admin_connection(cluster) as connection:
        postgres.create_database(connection, name, postgres.OWNER, template)
    try:
        url = cluster.url(postgres.ADMIN, name).replace("postgresql+psycopg:", "postgresql:", 1)
        with psycopg.connect(url) as db:
            db.execute("SET session_replication_role = replica")
            db.execute("DELETE FROM account")
            for begun_with in ("act_rules", "due_rules"):
                db.execute(f"DELETE FROM {begun_with}")
            for table in TABLES:
                _load(db, table, folder / f"{table}.parquet")
            batches = db.execute(
                "SELECT digest, sha256(previous_digest || batch_content(batch_id)) FROM batch"
            ).fetchall()
    finally:
        with postgres.admin_connection(cluster) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
    assert len(batches) > 3
    assert all(digest == computed for digest, computed in batches)


def _load(db: "psycopg.Connection[tuple[object, ...]]", table: str, path: Path) -> None:
    """Copy the rows of an archived table; a column that the database computes is left out."""
    computed = {
        row[0]
        for row in db.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attgenerated <> ''",
            (table,),
        )
    }
    rows = parquet.read_table(path).drop_columns(sorted(computed)).to_pylist()
    if rows:
        with db.cursor().copy(f"COPY {table} ({', '.join(rows[0])}) FROM STDIN".encode()) as copy:
            for row in rows:
                copy.write_row(list(row.values()))


@pytest.fixture
def unbilled(hub: Hub, tmp_path: Path) -> Hub:
    """A hub whose November is closed, with one declaration, answered but not billed."""
    path = tmp_path / "cad.edi"
    path.write_bytes(made.cusdec([made.maker(21).declaration()], "R1"))
    broker = made.broker().partner_id
    send(hub, path, TODAY, broker)
    close_day.run(hub, dt.date(2026, 11, 24))
    close_day.run(hub, dt.date(2026, 11, 30))
    return hub


def test_a_month_to_which_something_is_to_come_is_not_archived(unbilled: Hub, tmp_path: Path):
    """Statements, outcomes and deliveries of a month come first; each refusal says what to do."""

    def refused(match: str) -> None:
        with pytest.raises(JobRefused, match=match):
            archive_month.run(unbilled, NOVEMBER, TODAY)

    refused("statements of 2026-11-25 are not issued: run run_billing_cycle")
    people.bill(unbilled, dt.date(2026, 11, 25))
    late = tmp_path / "late.edi"
    late.write_bytes(made.cusdec([made.maker(22).declaration()], "R2"))
    file_id = collect_files.ingest(unbilled, late, TODAY, made.broker().partner_id)
    refused("1 files of 2026-11 have no outcome yet: run collect_files")
    collect_files.post(unbilled, [file_id])
    refused("documents of 2026-11 are not delivered")
    deliver(unbilled)
    assert archive_month.run(unbilled, NOVEMBER, TODAY).new


def test_a_delivery_that_waits_for_a_person_comes_first(closed: Hub, tmp_path: Path):
    """Reference data received in a month is decided on before the month is put away."""
    path = tmp_path / "rates.csv"
    path.write_text(
        "#carmhub-reference table=prescribed_rate delivery=changes reference=Q1 rows=1\n"
        "effective_from,rate_percent,source\n2027-01-01,3,Sample\n"
    )
    send(closed, path, TODAY, "tariffdesk")
    deliver(closed)
    with pytest.raises(JobRefused, match="1 deliveries of reference data of 2026-11 wait"):
        archive_month.run(closed, NOVEMBER, TODAY)


def test_what_comes_after_the_archive_belongs_to_the_next_month(closed: Hub, tmp_path: Path):
    """A late file, a replay and a late notice are dated after it; the archive stays as it is."""
    archive_month.run(closed, NOVEMBER, TODAY)
    path = tmp_path / "late.edi"
    path.write_bytes(made.cusdec([made.maker(22).declaration()], "R2"))
    file_id = send(closed, path, TODAY, made.broker().partner_id).file_id
    assert send_notices.run(closed, TODAY) > 0
    deliver(closed)
    with closed.book.transaction() as tx:
        file = tx.row("SELECT received_on FROM file WHERE file_id = :file_id", file_id=file_id)
        assert file == {"received_on": dt.date(2026, 12, 1)}
        notices = tx.rows("SELECT DISTINCT business_date FROM outbox WHERE kind = 'DN'")
        assert notices == [{"business_date": dt.date(2026, 12, 1)}]
        rejected = tx.value("SELECT min(file_id) FROM file")
        act = tx.value(
            "INSERT INTO act (request_key, kind, requested_by, reason, selection)"
            " VALUES ('k', 'rerun', 'a', 'b', '{}') RETURNING act_id"
        )
        again = inbox.arrive_again(tx, act, rejected, TODAY)
        row = tx.row("SELECT received_on FROM file WHERE file_id = :file_id", file_id=again)
        assert row == {"received_on": dt.date(2026, 12, 1)}
    assert archive_month.proof(closed).holds
    assert archive_month.run(closed, NOVEMBER, dt.date(2034, 3, 1), remove_bytes=True).removed > 0


def test_an_archive_that_lacks_rows_of_the_book_is_found(closed: Hub):
    """A row dated into an archived month afterwards fails the proof, which names the table."""
    archive_month.run(closed, NOVEMBER, TODAY)
    with closed.book.transaction() as tx:
        tx.run(
            "INSERT INTO file (claim_id, name, sha256, size_bytes, received_on)"
            " SELECT 'late', name, sha256, size_bytes, received_on FROM file LIMIT 1"
        )
    (breach,) = archive_month.proof(closed).breaches
    assert "rows of file, and" in str(breach["fault"])


def test_an_archive_of_an_earlier_version_counts_as_it_was_written(closed: Hub, owner_url: str):
    """Its files are compared with its manifest; which rows it holds was decided otherwise then."""
    archive_month.run(closed, NOVEMBER, TODAY)
    path = closed.settings.archive_folder / "2026-11" / archive.MANIFEST
    manifest = json.loads(path.read_text(encoding="utf-8"))
    del manifest["version"], manifest["files"]["basis.parquet"]
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with psycopg.connect(owner_url.replace("postgresql+psycopg:", "postgresql:", 1)) as owner:
        owner.execute("ALTER TABLE archive DISABLE TRIGGER USER")
        owner.execute(
            "UPDATE archive SET manifest_sha256 = %s", (hashlib.sha256(path.read_bytes()).digest(),)
        )
    assert archive_month.proof(closed).holds
    assert archive_month.run(closed, NOVEMBER, dt.date(2034, 3, 1), remove_bytes=True).removed > 0


def test_a_column_that_came_later_does_not_make_an_archive_differ(closed: Hub, owner_url: str):
    """What the schema gained since a month was archived is not asked of its archive."""
    archive_month.run(closed, NOVEMBER, TODAY)
    with psycopg.connect(owner_url.replace("postgresql+psycopg:", "postgresql:", 1)) as owner:
        owner.execute("ALTER TABLE message ADD COLUMN later text DEFAULT 'new'")
    assert archive_month.run(closed, NOVEMBER, dt.date(2034, 3, 1), remove_bytes=True).removed > 0


def test_a_month_before_the_book_has_nothing_yet(closed: Hub):
    """A young book is told apart from a month that is not finished, and nothing is written."""
    with pytest.raises(NothingYet, match=r"nothing of 2026-10 .* the book begins on 2026-11-"):
        archive_month.run(closed, dt.date(2026, 10, 1), TODAY)
    assert not (closed.settings.archive_folder / "2026-10").exists()


def test_an_empty_book_has_nothing_to_archive(hub: Hub):
    """Before anything came there is no month to put away."""
    with pytest.raises(NothingYet, match="the book is empty"):
        archive_month.run(hub, NOVEMBER, TODAY)
