"""Backup and restore, and a month put away as Parquet: copies that prove themselves."""

import datetime as dt
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from billing.retention import RetentionRule
from cli.main import app
from jobs import archive_month, close_day, collect_files, prove_book, run_billing_cycle
from jobs.hub import Hub, JobRefused, open_hub
from ledger_sync.archive import ArchiveBroken
from stack import backup as backups
from stack import embedded
from stack.backup import BackupBroken
from stack.layout import read_layout
from tests import made

TODAY = dt.date(2026, 11, 20)
NOVEMBER = dt.date(2026, 11, 1)
runner = CliRunner()


def fill(hub: Hub, folder: Path) -> None:
    """Post, pay, reject, close a month and bill it."""
    maker = made.maker(21)
    good = [maker.declaration(lines=3) for _ in range(3)]
    for name, content in (
        ("cad.edi", made.cusdec([*good, maker.faulty("CAD-003")], "R1")),
        ("again.edi", made.cusdec([*good, maker.faulty("CAD-003")], "R1")),
        ("pay.xml", made.payments([(good[0].importer, "20.00")])),
    ):
        (folder / name).write_bytes(content)
        collect_files.post(hub, [collect_files.ingest(hub, folder / name, TODAY)])
    close_day.run(hub, dt.date(2026, 11, 24))
    run_billing_cycle.run(hub, dt.date(2026, 11, 25))
    close_day.run(hub, dt.date(2026, 11, 30))


@pytest.fixture
def home(tmp_path: Path, monkeypatch):
    """The home of an embedded hub with a book, its database up."""
    layout = read_layout(tmp_path / "hub")
    settings = embedded.up(layout, lambda _: None, with_airflow=False)
    try:
        with open_hub(settings) as hub:
            fill(hub, tmp_path)
        monkeypatch.setenv("CARMHUB_HOME", str(layout.home))
        yield layout
    finally:
        embedded.down(layout, lambda _: None)


def test_a_restored_backup_proves_itself(home, tmp_path: Path):
    """What was backed up comes up elsewhere with the same newest seal, and every proof holds."""
    done = runner.invoke(app, ["backup", str(tmp_path / "copy")])
    assert done.exit_code == 0, done.output
    with open_hub(embedded.settings_of(home)) as hub, hub.book.transaction() as tx:
        newest = tx.value("SELECT encode(digest, 'hex') FROM batch ORDER BY batch_id DESC LIMIT 1")
    assert newest in done.output.replace("\n", "")
    other = read_layout(tmp_path / "other")
    try:
        restored = runner.invoke(app, ["restore", str(tmp_path / "copy"), "--to", str(other.home)])
        assert restored.exit_code == 0 and "hold" in restored.output, restored.output
        with open_hub(embedded.settings_of(other)) as hub:
            with hub.book.transaction() as tx:
                sql = "SELECT encode(digest, 'hex') FROM batch ORDER BY batch_id DESC LIMIT 1"
                assert tx.value(sql) == newest
            path = tmp_path / "more.edi"
            path.write_bytes(made.cusdec([made.maker(22).declaration()], "R9"))
            assert collect_files.post(hub, [collect_files.ingest(hub, path, TODAY)]) == {
                "posted": 1
            }
            assert all(result.holds for result in prove_book.results(hub))
        twice = runner.invoke(app, ["restore", str(tmp_path / "copy"), "--to", str(other.home)])
        assert twice.exit_code == 2 and "holds a book already" in twice.output
    finally:
        embedded.down(other, lambda _: None)


def test_a_broken_backup_is_refused(home, tmp_path: Path):
    """A backup with one byte changed is not restored; nor is one written over another."""
    folder = tmp_path / "copy"
    backups.backup(embedded.settings_of(home), folder, lambda _: None)
    assert runner.invoke(app, ["backup", str(folder)]).exit_code == 2
    victim = next(path for path in (folder / "kept").rglob("*") if path.is_file())
    victim.chmod(0o600)
    victim.write_bytes(victim.read_bytes() + b" ")
    with pytest.raises(BackupBroken, match="not the file"):
        backups.check(folder)
    refused = runner.invoke(app, ["restore", str(folder), "--to", str(tmp_path / "other")])
    assert refused.exit_code == 2 and not (tmp_path / "other" / "kept").exists()


@pytest.fixture
def closed(hub: Hub, tmp_path: Path) -> Hub:
    """A hub whose November is closed and billed."""
    fill(hub, tmp_path)
    return hub


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


def test_bytes_that_a_later_month_needs_stay(closed: Hub, tmp_path: Path):
    """The same bytes received again in December are not November's to lose."""
    later = dt.date(2026, 12, 3)
    collect_files.post(closed, [collect_files.ingest(closed, tmp_path / "cad.edi", later)])
    archive_month.run(closed, NOVEMBER, dt.date(2034, 3, 1), remove_bytes=True)
    assert list(closed.kept.digests()) != []
    assert all(result.holds for result in prove_book.results(closed))


def test_an_archive_that_differs_from_the_book_does_not_count(
    closed: Hub, monkeypatch, owner_url: str
):
    """A row lost on the way is found when the month is read back; nothing is recorded."""
    from ledger_sync import archive

    real = archive.TABLES["entry"]
    with monkeypatch.context() as patched:
        write = archive.write

        def lossy(*arguments):
            patched.setitem(archive.TABLES, "entry", (f"{real[0]} AND txn_id > 1", real[1]))
            digest = write(*arguments)
            patched.setitem(archive.TABLES, "entry", real)
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


def test_the_archive_is_asked_for_by_month(home, tmp_path: Path):
    """`carmhub archive` says what it did, and what a month looks like."""
    done = runner.invoke(app, ["archive", "2026-11"])
    assert done.exit_code == 0 and "compared" in done.output
    assert runner.invoke(app, ["archive", "2026-13"]).exit_code == 2
    assert runner.invoke(app, ["archive", "2026-11", "--remove-bytes"]).exit_code == 2


def test_a_backup_needs_the_owner(hub: Hub, tmp_path: Path):
    """Without the owner's URL there is no backup, and no half of one."""
    with pytest.raises(BackupBroken, match="CARMHUB_OWNER_URL"):
        backups.backup(hub.settings, tmp_path / "copy", lambda _: None)
    assert not (tmp_path / "copy").exists()
