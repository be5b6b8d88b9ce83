"""Backup and restore: copies that prove themselves."""

import datetime as dt
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from cli.main import app
from jobs.hub import Hub, JobRefused, open_hub
from jobs.proofs import prove_book
from jobs.receivables import close_day
from ledger_sync.intake import outbox
from stack import backup as backups
from stack import embedded
from stack.backup import BackupBroken
from stack.layout import read_layout
from tests import made, people
from tests.sending import send

TODAY = dt.date(2026, 11, 20)
NOVEMBER = dt.date(2026, 11, 1)
runner = CliRunner()


def fill(hub: Hub) -> None:
    """Post, pay, reject, close a month and bill it."""
    maker = made.maker(21)
    good = [maker.declaration(lines=3) for _ in range(3)]
    for name, content in (
        ("cad.edi", made.cusdec([*good, maker.faulty("CAD-003")], "R1")),
        ("again.edi", made.cusdec([*good, maker.faulty("CAD-003")], "R1")),
        ("pay.xml", made.payments([(good[0].importer, "20.00")])),
    ):
        send(hub, content, TODAY, name=name)
    close_day.run(hub, dt.date(2026, 11, 24))
    people.bill(hub, dt.date(2026, 11, 25))
    close_day.run(hub, dt.date(2026, 11, 30))
    deliver(hub)


def deliver(hub: Hub) -> None:
    """Record everything queued as delivered."""
    with hub.book.transaction() as tx:
        for row in tx.rows("SELECT outbox_id, name FROM outbox"):
            outbox.delivered(tx, row["outbox_id"], row["name"], 1)


@pytest.fixture
def home(stack_home, tmp_path: Path, monkeypatch):
    """The home of an embedded hub with a book, its database up."""
    layout = stack_home(tmp_path / "hub")
    settings = embedded.up(layout, lambda _: None, with_airflow=False)
    embedded.set_today(layout, dt.date(2026, 12, 31))
    try:
        with open_hub(settings) as hub:
            fill(hub)
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
            content = made.cusdec([made.maker(22).declaration()], "R9")
            assert send(hub, content, TODAY).outcome == "posted"
            assert all(result.holds for result in prove_book.results(hub))
        twice = runner.invoke(app, ["restore", str(tmp_path / "copy"), "--to", str(other.home)])
        assert twice.exit_code == 2 and "holds a book already" in twice.output
    finally:
        embedded.down(other, lambda _: None)


def test_a_restore_runs_nothing_as_administrator(home, tmp_path: Path):
    """What the owner of a book put into it may do no more than he when it is restored."""
    owner_url = embedded.settings_of(home).owner_url.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(owner_url) as owner:
        owner.execute(
            "CREATE FUNCTION seen(a int) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN"
            " IF current_setting('is_superuser') = 'on' THEN RAISE EXCEPTION 'as administrator';"
            " END IF; RETURN true; END $$"
        )
        owner.execute("CREATE TABLE strange (a int CHECK (seen(a)))")
        owner.execute("INSERT INTO strange VALUES (1)")
    assert runner.invoke(app, ["backup", str(tmp_path / "copy")]).exit_code == 0
    other = read_layout(tmp_path / "other")
    try:
        done = runner.invoke(app, ["restore", str(tmp_path / "copy"), "--to", str(other.home)])
        assert done.exit_code == 1 and "guards-as-migrated" in done.output, done.output
    finally:
        embedded.down(other, lambda _: None)


@pytest.fixture
def ring(tmp_path: Path, monkeypatch) -> Path:
    """A gpg key of the recipient's, who restores; returns its public half."""
    folder = Path(tempfile.mkdtemp(prefix="gpg-"))  # short: its agent's socket lies in it
    monkeypatch.setenv("GNUPGHOME", str(folder))
    make = ["--batch", "--passphrase", "", "--quick-gen-key", "keeper@example.org"]
    subprocess.run(["gpg", *make, "default", "default", "never"], check=True, capture_output=True)
    public = tmp_path / "keeper.gpg"
    exported = subprocess.run(["gpg", "--export"], check=True, capture_output=True).stdout
    public.write_bytes(exported)
    yield public
    subprocess.run(["gpgconf", "--kill", "gpg-agent"], check=False)
    shutil.rmtree(folder, ignore_errors=True)


def test_an_encrypted_backup_is_its_recipients_alone(home, tmp_path: Path, ring, monkeypatch):
    """One file, no folder beside it; restored by the key, refused without it, cut or altered."""
    made_of = ["backup", str(tmp_path / "copy"), "--encrypt-to", str(ring)]
    done = runner.invoke(app, made_of)
    assert done.exit_code == 0, done.output
    whole = tmp_path / "copy.tar.gpg"
    assert whole.exists() and not (tmp_path / "copy").exists()
    assert whole.stat().st_mode & 0o077 == 0
    assert b"carmhub" not in whole.read_bytes()
    cut = tmp_path / "cut.tar.gpg"
    cut.write_bytes(whole.read_bytes()[:-5000])
    other = read_layout(tmp_path / "other")
    try:
        broken = runner.invoke(app, ["restore", str(cut), "--to", str(other.home)])
        assert broken.exit_code == 2 and not list(tmp_path.glob(".backup-*")), broken.output
        with monkeypatch.context() as stranger:
            stranger.setenv("GNUPGHOME", str(tmp_path / "nobody"))
            (tmp_path / "nobody").mkdir(mode=0o700)
            refused = runner.invoke(app, ["restore", str(whole), "--to", str(other.home)])
        assert refused.exit_code == 2 and "gpg:" in refused.output
        restored = runner.invoke(app, ["restore", str(whole), "--to", str(other.home)])
        assert restored.exit_code == 0, restored.output
    finally:
        embedded.down(other, lambda _: None)


KILLED_IN = {
    "the database": """
real = backups._postgres_program
def killed(url, program, *arguments):
    real(url, program, "--section=pre-data", *arguments)
    os.kill(os.getpid(), signal.SIGKILL)
backups._postgres_program = killed
""",
    "the kept bytes": """
real, count = backups.shutil.copy2, iter(range(9))
def killed(source, target):
    real(source, target)
    if next(count) == 1:
        os.kill(os.getpid(), signal.SIGKILL)
backups.shutil.copy2 = killed
""",
    "the seals": """
backups._copy_seals = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
""",
}
RESTORE = """
import os, signal, sys
from pathlib import Path
from stack import backup as backups
from stack.layout import read_layout
{killed}
backups.restore(Path(sys.argv[1]), read_layout(Path(sys.argv[2])), lambda _: None)
"""


def test_a_killed_restore_starts_over(home, tmp_path: Path):
    """Killed wherever it is, a restore runs again to its end; until then the hub does not start."""
    folder = tmp_path / "copy"
    backups.backup(embedded.settings_of(home), folder, lambda _: None)
    other = read_layout(tmp_path / "other")
    try:
        for killed in KILLED_IN.values():
            script = RESTORE.format(killed=killed)
            done = subprocess.run(
                [sys.executable, "-c", script, str(folder), str(other.home)], check=False
            )
            assert done.returncode == -signal.SIGKILL
            with pytest.raises(JobRefused, match="did not end: run carmhub restore again"):
                embedded.up(other, lambda _: None)
        restored = runner.invoke(app, ["restore", str(folder), "--to", str(other.home)])
        assert restored.exit_code == 0 and "hold" in restored.output, restored.output
        assert not other.unfinished_restore.exists()
        kept = {path.name for path in (home.home / "kept").rglob("*") if path.is_file()}
        assert {p.name for p in (other.home / "kept").rglob("*") if p.is_file()} == kept
    finally:
        embedded.down(other, lambda _: None)


def test_one_restore_at_a_time(tmp_path: Path, monkeypatch):
    """A second restore into the same home, while one is at work, takes nothing away."""
    other = read_layout(tmp_path / "other")
    monkeypatch.setattr(backups, "check", lambda _: 0)
    monkeypatch.setattr(backups.postgres, "start", lambda _: None)
    monkeypatch.setattr(backups.postgres, "prepare", lambda _: None)
    with (
        backups._marked(other),
        pytest.raises(BackupBroken, match="another restore is at work"),
    ):
        backups.restore(tmp_path, other, lambda _: None)


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


def test_the_archive_is_asked_for_by_month(home, tmp_path: Path):
    """`carmhub archive` says what it did, and what a month looks like."""
    done = runner.invoke(app, ["archive", "2026-11"])
    assert done.exit_code == 0 and "compared" in done.output
    assert runner.invoke(app, ["archive", "2026-13"]).exit_code == 2
    assert runner.invoke(app, ["archive", "2026-11", "--remove-bytes"]).exit_code == 2


def test_a_backup_needs_the_owner(hub: Hub, tmp_path: Path):
    """Without the owner's URL there is no backup, and no half of one."""
    with pytest.raises(BackupBroken, match="CARMHUB_OWNER_URL"):
        backups.backup(replace(hub.settings, owner_url=None), tmp_path / "copy", lambda _: None)
    assert not (tmp_path / "copy").exists()
