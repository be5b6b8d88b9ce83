"""Daily seals signed and sent outside: what an auditor holds proves the book, or convicts it."""

import datetime as dt
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from cli.main import app
from demo.sftp_client import PartnerClient
from jobs.hub import open_hub
from jobs.hub.settings import SftpSettings
from jobs.proofs import seals
from jobs.receivables import close_day
from sftp.faults import DoorFault
from sftp.keys import ensure_key_pair
from stack import embedded
from tests import made
from tests.resealing import RESEAL
from tests.sending import send

DAYS = [dt.date(2026, 11, day) for day in (20, 23)]


@pytest.fixture
def home(stack_home, tmp_path: Path, monkeypatch):
    """An embedded hub whose partner borealis stands for the auditor's server; two dates closed."""
    layout = stack_home(tmp_path / "hub")
    settings = embedded.up(layout, lambda _: None, with_airflow=False)
    PartnerClient(layout, "borealis")
    monkeypatch.setenv("CARMHUB_HOME", str(layout.home))
    try:
        with open_hub(_outside(settings, layout)) as hub:
            for day in DAYS:
                maker = made.maker(day.day)
                send(hub, made.cusdec([maker.declaration()], f"S{day.day}"), day)
                close_day.run(hub, day)
        yield layout
    finally:
        embedded.down(layout, lambda _: None)


def _outside(settings, layout, **changed):
    outside = SftpSettings(
        host="127.0.0.1",
        port=layout.ports.sftp,
        username="borealis",
        private_key=layout.keys / "borealis",
        host_key=ensure_key_pair(layout.keys / "server"),
        folder="/in",
    )
    return replace(settings, seals_sftp=replace(outside, **changed))


def held(layout) -> Path:
    return layout.sftp_tree / "borealis" / "in"


def verify(copy: Path, *more: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["verify", "--seals", str(copy), *more])
    return done.exit_code, done.output


def test_seals_are_sent_and_checked_by_openssh_alone(home, require_ssh_keygen):
    """Each close leaves seal and signature outside; ``ssh-keygen`` knows the key, and a change."""
    names = sorted(path.name for path in held(home).iterdir())
    assert names == sorted(f"{day}.json{end}" for day in DAYS for end in ("", ".sig"))
    signers = home.home / "seals" / "allowed_signers"

    def checked(content: bytes, name: str) -> int:
        return subprocess.run(
            [
                *(require_ssh_keygen, "-Y", "verify", "-f", str(signers), "-I", "carmhub"),
                *("-n", "carmhub-seal", "-s", str(held(home) / f"{name}.sig")),
            ],
            input=content,
            capture_output=True,
            check=False,
        ).returncode

    for name in (f"{day}.json" for day in DAYS):
        content = (held(home) / name).read_bytes()
        assert checked(content, name) == 0
        assert checked(content + b" ", name) != 0


@pytest.fixture
def require_ssh_keygen() -> str:
    path = shutil.which("ssh-keygen")
    assert path, "ssh-keygen is not installed; install the package openssh-client"
    return path


def test_the_book_is_proved_against_the_copy(home, tmp_path: Path):
    """With the key as the auditor holds it, or the hub's own; another key convicts every seal."""
    public = str(home.keys / "seals.pub")
    assert verify(held(home))[0] == 0
    assert verify(held(home), "--signed-by", public)[0] == 0
    ensure_key_pair(tmp_path / "other")
    code, said = verify(held(home), "--signed-by", str(tmp_path / "other.pub"))
    assert code == 1 and "bears no signature of the key" in said
    (tmp_path / "none").mkdir()
    code, said = verify(tmp_path / "none")
    assert code == 2 and "holds no seal" in said


def test_who_seals_anew_is_found_by_the_copy(home):
    """The owner moves a due date by ten years, seals anew and exports anew: all holds but this."""
    owner_url = embedded.settings_of(home).owner_url
    with psycopg.connect(owner_url.replace("postgresql+psycopg", "postgresql")) as owner:
        owner.execute("ALTER TABLE item DISABLE TRIGGER USER")
        owner.execute("ALTER TABLE batch DISABLE TRIGGER USER")
        owner.execute("UPDATE item SET due_on = due_on + 3650 WHERE item_id = 1")
        owner.execute(RESEAL)
        owner.execute("ALTER TABLE item ENABLE TRIGGER USER")
        owner.execute("ALTER TABLE batch ENABLE TRIGGER USER")
    for path in (home.home / "seals").iterdir():
        path.unlink()
    with open_hub(embedded.settings_of(home)) as hub:
        seals.export(hub)
        assert seals.attested(hub).holds
    code, said = verify(held(home))
    assert code == 1 and f"{DAYS[0]}.json" in said and "not in the book" in said


def test_a_seal_missing_from_the_copy_is_found(home):
    (held(home) / f"{DAYS[0]}.json").unlink()
    code, said = verify(held(home))
    assert code == 1 and "is missing" in said


def test_what_is_no_seal_hangs_nothing(home, tmp_path: Path):
    """A pipe, an endless link, a folder and deep nesting in the place of seals convict the copy."""
    copy = tmp_path / "copy"
    shutil.copytree(held(home), copy)
    (copy / "2026-11-28.json").symlink_to("/dev/zero")
    os.mkfifo(copy / "2026-11-29.json")
    (copy / "2026-11-30.json").mkdir()
    (copy / "2026-12-01.json").write_text("[" * 200_000)
    code, said = verify(copy)
    assert code == 1
    assert all(f"{day}.json" in said for day in ("2026-11-28", "2026-11-29", "2026-11-30"))
    for name, content in (("none.pub", b""), ("bytes.pub", bytes(range(256)))):
        (tmp_path / name).write_bytes(content)
        assert verify(held(home), "--signed-by", str(tmp_path / name))[0] == 2
    assert verify(held(home), "--signed-by", str(tmp_path / "missing"))[0] == 2
    assert verify(held(home), "--signed-by", str(home.home / "seals" / "allowed_signers"))[0] == 0


def test_a_server_that_does_not_answer_leaves_the_close(home):
    """The date is closed and sealed here; the task fails, and what is run again sends it."""
    day = dt.date(2026, 11, 24)
    silent = _outside(embedded.settings_of(home), home, port=1)
    with open_hub(silent) as hub, pytest.raises(DoorFault):
        close_day.run(hub, day)
    assert not (held(home) / f"{day}.json").exists()
    with open_hub(_outside(embedded.settings_of(home), home)) as hub:
        assert close_day.run(hub, day).closed == ()
        assert seals.attested(hub).holds
    assert (held(home) / f"{day}.json.sig").exists()
    assert verify(held(home))[0] == 0
