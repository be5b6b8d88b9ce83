"""The embedded stack: PostgreSQL in a folder of its own, programs that stop whole."""

import os
import signal
import stat
import sys
import time
from pathlib import Path

import psutil
import pytest

from stack import postgres
from stack.layout import read_layout
from stack.processes import Processes, Program

SLEEPER = (
    "import os, sys, time\n"
    "pid = os.fork()\n"
    "if pid == 0:\n    os.setpgid(0, 0)\n"
    "print(os.getpid(), flush=True)\n"
    "time.sleep(60)\n"
)


@pytest.fixture
def sleeper(tmp_path: Path):
    """A program that forks a child into a process group of its own."""
    return Program("sleeper", (sys.executable, "-c", SLEEPER), "", stop_within_s=2)


def members(pid: int) -> list[int]:
    found = []
    for process in psutil.process_iter():
        try:
            if os.getsid(process.pid) == pid and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process.pid)
        except (OSError, psutil.Error):
            continue
    return found


def wait_for(condition) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_program_is_found_again_and_stops_whole(tmp_path: Path, sleeper: Program):
    """A started program is found by another launcher; its stop leaves nothing of its session."""
    pid = Processes(tmp_path).start(sleeper, os.environ)
    wait_for(lambda: len(members(pid)) == 2)
    assert Processes(tmp_path).pid("sleeper") == pid
    assert Processes(tmp_path).start(sleeper, os.environ) == pid
    Processes(tmp_path).stop(sleeper)
    assert members(pid) == [] and Processes(tmp_path).pid("sleeper") is None


def test_what_a_killed_program_left_is_cleared(tmp_path: Path, sleeper: Program):
    """After a SIGKILL of the leader, the next start first ends what it left behind."""
    processes = Processes(tmp_path)
    pid = processes.start(sleeper, os.environ)
    wait_for(lambda: len(members(pid)) == 2)
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: processes.pid("sleeper") is None)
    second = processes.start(sleeper, os.environ)
    assert second != pid and pid not in {os.getsid(p) for p in members(second)}
    assert members(pid) == []
    processes.stop(sleeper)


@pytest.mark.database
def test_postgres_starts_stops_and_survives_a_kill(tmp_path: Path):
    """A cluster is made once, starts again after a clean stop and after a SIGKILL."""
    server = postgres.cluster(tmp_path)
    postgres.start(server, settings={"fsync": "off"})
    try:
        postgres.prepare(server)
        with postgres.admin_connection(server) as connection:
            rows = connection.execute("SELECT rolname, rolsuper FROM pg_roles").fetchall()
        supers = {name for name, is_super in rows if is_super}
        assert supers == {postgres.ADMIN}
        postgres.stop(server)
        assert server.pid is None
        postgres.start(server, settings={"fsync": "off"})
        for _ in range(5):  # started again at once, perhaps before the system carried out the kill
            pid = server.pid
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
            postgres.start(server, settings={"fsync": "off"})
            with postgres.admin_connection(server) as connection:
                assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        postgres.stop(server, mode="immediate")


@pytest.mark.database
def test_a_folder_with_a_long_name(tmp_path: Path):
    """Below a folder whose name is too long for a socket, the cluster starts all the same."""
    server = postgres.cluster(tmp_path / ("long" * 20))
    postgres.start(server, settings={"fsync": "off"})
    try:
        with postgres.admin_connection(server) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert stat.S_IMODE(server.socket_folder.stat().st_mode) == 0o700
    finally:
        postgres.stop(server)
    assert not server.socket_folder.exists()


@pytest.mark.database
@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another user")
def test_without_namespaces_root_is_told_what_to_do(tmp_path: Path, monkeypatch):
    """Where nobody cannot reach the folder, root is told why, and what to do instead."""
    monkeypatch.setattr(postgres, "_namespace", list)
    tmp_path.chmod(0o700)
    server = postgres.cluster(tmp_path / "private" / "postgres")
    with pytest.raises(postgres.PostgresUnavailable, match="run as an ordinary user"):
        postgres.start(server)


def test_nothing_listens_on_the_network(cluster):
    """The cluster answers on its socket only, in a folder that only its owner enters."""
    with postgres.admin_connection(cluster) as connection:
        row = connection.execute("SHOW listen_addresses").fetchone()
    assert row == ("",)
    assert stat.S_IMODE(cluster.socket_folder.stat().st_mode) == 0o700


def test_secrets_are_private_and_kept(tmp_path: Path):
    """Secrets are made once, and only their owner may read them."""
    home = tmp_path / "var"
    layout = read_layout(home)
    secrets = layout.secrets()
    assert read_layout(home).secrets() == secrets
    assert read_layout(home).ports == layout.ports
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    for path in (home / "secrets").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_layout(home, ui_port=4567).ports.ui == 4567
