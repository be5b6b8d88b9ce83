"""What the hub writes is its user's alone, whatever the umask; its owner's door has a lock."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from jobs.hub import open_hub
from stack import embedded, postgres
from stack.layout import read_layout
from tests import made
from tests.sending import send

FILL = """
import datetime as dt, os, sys
from pathlib import Path
os.umask(0)
from jobs.hub import open_hub
from jobs.proofs import archive_month
from jobs.receivables import close_day
from stack import embedded
from stack.layout import read_layout
from tests import made
from tests.sending import send
layout = read_layout(Path(sys.argv[1]))
settings = embedded.up(layout, lambda _: None, with_airflow=False, made_up=True)
with open_hub(settings) as hub:
    day = dt.date(2026, 9, 15)
    embedded.set_today(layout, dt.date(2031, 1, 1))
    send(hub, made.cusdec([made.maker(1).faulty("CAD-003")], "P1"), day)
    close_day.run(hub, dt.date(2026, 9, 30))
"""


def test_everything_written_is_private(tmp_path: Path):
    """Under a umask of 0: kept bytes, seals, logs, keys, secrets, partners' folders, settings."""
    home = tmp_path / "home"
    home.mkdir(mode=0o755)
    done = subprocess.run(
        [sys.executable, "-c", FILL, str(home)], capture_output=True, text=True, check=False
    )
    try:
        assert done.returncode == 0, done.stderr
        assert home.stat().st_mode & 0o066 == 0
        found = {
            str(path.relative_to(home)): stat.S_IMODE(path.stat().st_mode)
            for path in home.rglob("*")
            if path.relative_to(home).parts[0] != "postgres" and not path.name.endswith(".pub")
        }
        assert len(found) > 20
        assert {name: oct(mode) for name, mode in found.items() if mode & 0o077} == {}
    finally:
        embedded.down(read_layout(home), lambda _: None)


@pytest.fixture
def stack(stack_home, tmp_path: Path):
    layout = stack_home(tmp_path / "hub")
    embedded.up(layout, lambda _: None, with_airflow=False)
    try:
        yield layout
    finally:
        embedded.down(layout, lambda _: None)


@pytest.mark.parametrize("role", postgres.GUARDED)
def test_the_owners_door_has_a_lock(stack, role: str):
    """The user of the system is not enough for owner and administrator; the application is it."""
    socket = stack.cluster.socket_folder
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(
            f"host={socket} user={role} dbname={postgres.LEDGER_DATABASE} passfile=/dev/null"
        )
    with psycopg.connect(
        f"host={socket} user={postgres.APPLICATION} dbname={postgres.LEDGER_DATABASE}"
    ) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    for name in ("hub.env", "sftp.json"):
        assert "password" not in (stack.home / name).read_text(encoding="utf-8")
    assert "pass" not in embedded.settings_of(stack).database_url
    assert stack.cluster.passwords.stat().st_mode & 0o077 == 0


def test_an_older_cluster_is_locked_at_its_next_start(stack):
    """One whose owner came in by the user of the system alone, its book as it was."""
    with open_hub(embedded.settings_of(stack)) as hub:
        send(hub, made.cusdec([made.maker(2).declaration()], "O1"), hub.today())
    doors = stack.cluster.data / "pg_hba.conf"
    owner = doors.stat()
    doors.write_text("local all all peer map=hub\n", encoding="utf-8")
    os.chown(doors, owner.st_uid, owner.st_gid)
    stack.cluster.passwords.unlink()
    embedded.down(stack, lambda _: None)
    settings = embedded.up(stack, lambda _: None, with_airflow=False)
    assert "scram-sha-256" in doors.read_text(encoding="utf-8")
    with psycopg.connect(settings.owner_url.replace("postgresql+psycopg", "postgresql")) as owner:
        assert owner.execute("SELECT count(*) FROM cad").fetchone() == (1,)
