"""The server as its own process, its settings file, and keys."""

import json
import os
import signal
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from sftp.endpoint import Endpoint, open_door
from sftp.faults import NeedsAPerson
from sftp.keys import ensure_key_pair, public_line
from sftp.settings import read_settings, write_settings

ROOT = Path(__file__).parents[2]


@pytest.fixture
def launch(tmp_path, settings_of):
    """Start the server as a launcher does; kill what is left at the end."""
    processes = []
    ensure_key_pair(tmp_path / "keys/host")
    settings = settings_of(tmp_path)
    write_settings(settings, tmp_path / "server.json")

    def launch():
        process = subprocess.Popen(
            [sys.executable, "-m", "sftp.server", "--settings", str(tmp_path / "server.json")],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        processes.append(process)
        word, host, port, _ = process.stdout.readline().split()
        assert (word, host) == ("listening", "127.0.0.1")
        return process, Endpoint(
            unfinished=(),
            host=host,
            port=int(port),
            username="acme",
            private_key=tmp_path / "keys/acme",
            host_key=public_line(settings.host_key),
        )

    yield launch
    for process in processes:
        process.kill()
        process.wait(10)
        process.stdout.close()


def test_the_log_is_bounded(launch, tmp_path):
    """However much is refused, the log is a few files of a few bytes, and tells of the newest."""
    settings = read_settings(tmp_path / "server.json")
    log = tmp_path / "logs/sftp.log"
    settings = replace(settings, log=log, max_log_bytes=5_000, max_log_files=3)
    write_settings(settings, tmp_path / "server.json")
    _, endpoint = launch()
    with open_door(endpoint) as door:
        for number in range(100):
            with pytest.raises(NeedsAPerson):
                door.remove(f"nowhere{number:04}/{'x/' * 1_500}")
    files = sorted(os.listdir(log.parent))
    assert files == ["sftp.log", "sftp.log.1", "sftp.log.2"]
    assert all((log.parent / name).stat().st_size <= 5_000 for name in files)
    assert "nowhere0099/" in log.read_text()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_stops_it_cleanly(launch, tmp_path, number):
    """SIGTERM and SIGINT end the server with 0, even with a client in the middle of an upload."""
    process, endpoint = launch()
    with open_door(endpoint) as door:
        file = door._sftp.open("in/x.edi", "wb")  # held, or its end would close it
        file.write(b"half")
        assert len(os.listdir(tmp_path / "tree/acme/.uploading")) == 1
        process.send_signal(number)
        assert process.wait(20) == 0
    assert process.stdout.read() == ""
    assert os.listdir(tmp_path / "tree/acme/.uploading") == []
    assert os.listdir(tmp_path / "tree/acme/in") == []


def test_killed_server_leaves_nothing_after_the_next_start(launch, tmp_path):
    """After SIGKILL in the middle of an upload and a new start, nothing of it is left."""
    process, endpoint = launch()
    with open_door(endpoint) as door:
        file = door._sftp.open("in/x.edi", "wb")  # held, or its end would close it
        file.write(b"half")
        process.kill()
        process.wait(10)
    assert len(os.listdir(tmp_path / "tree/acme/.uploading")) == 1
    _, endpoint = launch()
    assert os.listdir(tmp_path / "tree/acme/.uploading") == []
    with open_door(endpoint) as door:
        assert door.arrivals("in", min_age_s=0) == []


def test_settings_survive_their_file(tmp_path, settings_of):
    """Reading what was written gives the same settings."""
    settings = settings_of(tmp_path)
    write_settings(settings, tmp_path / "server.json")
    assert read_settings(tmp_path / "server.json") == settings


def test_relative_paths_are_relative_to_the_file(tmp_path, settings_of):
    """A settings file may stand beside its keys, trees and profiles."""
    write_settings(settings_of(tmp_path), tmp_path / "server.json")
    said = json.loads((tmp_path / "server.json").read_text())
    said |= {"host_key": "keys/host", "tree": "tree", "profiles": "profiles", "log": "logs/s.log"}
    (tmp_path / "server.json").write_text(json.dumps(said))
    settings = read_settings(tmp_path / "server.json")
    assert settings.host_key == tmp_path / "keys/host"
    assert (settings.tree, settings.log) == (tmp_path / "tree", tmp_path / "logs/s.log")


@pytest.mark.parametrize("place", [(), ("bounds",)])
def test_unknown_setting_is_refused(tmp_path, settings_of, place):
    """A misspelt setting, or bound of an account, does not pass silently."""
    write_settings(settings_of(tmp_path), tmp_path / "server.json")
    said = json.loads((tmp_path / "server.json").read_text())
    (said[place[0]] if place else said)["prot"] = 22
    (tmp_path / "server.json").write_text(json.dumps(said))
    with pytest.raises(ValueError, match="prot"):
        read_settings(tmp_path / "server.json")


def test_key_pair_is_made_once(tmp_path):
    """A pair is made if absent, kept if present, and its private file is the owner's alone."""
    file = tmp_path / "new/key"
    line = ensure_key_pair(file)
    before = file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert line.startswith("ssh-ed25519 AAAA")
    assert before.startswith(b"-----BEGIN OPENSSH PRIVATE KEY-----")
    assert ensure_key_pair(file) == line == public_line(file)
    assert file.read_bytes() == before
    assert (tmp_path / "new/key.pub").read_text() == line + "\n"
    assert sorted(os.listdir(tmp_path / "new")) == ["key", "key.pub"]
