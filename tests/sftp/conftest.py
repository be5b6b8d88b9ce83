"""A real server on loopback, with two partners and the hub's own account."""

import asyncio
import queue
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import paramiko
import pytest

from sftp.door import Door
from sftp.endpoint import Endpoint, open_door
from sftp.keys import ensure_key_pair
from sftp.server import serve
from sftp.settings import Bounds, ServerSettings

DEADLINE_S = 20.0
BOUNDS = Bounds(
    max_waiting_bytes=2**30, max_waiting_files=10_000, max_day_bytes=2**40, max_open_files=32
)
UNFINISHED = (".tmp", ".part", ".filepart")
"""Endings of names that clients of these tests write under."""


@dataclass(frozen=True)
class House:
    """A running server and everything a client needs to reach it."""

    folder: Path
    port: int
    hub_port: int
    host_key: str

    @property
    def tree(self) -> Path:
        """The hub's root; each partner's root is a folder in it."""
        return self.folder / "tree"

    @property
    def profiles(self) -> Path:
        """The folder that holds a file for each partner."""
        return self.folder / "profiles"

    def port_of(self, username: str) -> int:
        """Return where an account signs in."""
        return self.hub_port if username == "hub" else self.port

    def key(self, username: str) -> Path:
        """Return the private key file of an account."""
        return self.folder / "keys" / username

    def endpoint(self, username: str, **changes: Any) -> Endpoint:
        """Return the endpoint of an account."""
        endpoint = Endpoint(
            unfinished=UNFINISHED,
            host="127.0.0.1",
            port=self.port_of(username),
            username=username,
            private_key=self.key(username),
            host_key=self.host_key,
        )
        return replace(endpoint, **changes)

    def door(self, username: str = "hub") -> Any:
        """Open a door as ``username``."""
        return open_door(self.endpoint(username))

    @contextmanager
    def transport(self, username: str) -> Iterator[paramiko.Transport]:
        """Yield an authenticated paramiko transport."""
        transport = paramiko.Transport(("127.0.0.1", self.port_of(username)))
        try:
            transport.connect(username=username, pkey=paramiko.PKey.from_path(self.key(username)))
            yield transport
        finally:
            transport.close()

    @contextmanager
    def client(self, username: str) -> Iterator[paramiko.SFTPClient]:
        """Yield paramiko's SFTP client as ``username``."""
        with self.transport(username) as transport:
            client = paramiko.SFTPClient.from_transport(transport)
            assert client is not None
            yield client

    def options(self, username: str) -> list[str]:
        """Return OpenSSH's options for an account: this key, this host key and nothing else."""
        known_hosts = self.folder / "known_hosts"
        known_hosts.write_text(
            "".join(f"[127.0.0.1]:{port} {self.host_key}\n" for port in (self.port, self.hub_port))
        )
        pairs = {
            "UserKnownHostsFile": known_hosts,
            "GlobalKnownHostsFile": "/dev/null",
            "StrictHostKeyChecking": "yes",
            "IdentitiesOnly": "yes",
            "BatchMode": "yes",
            "ConnectTimeout": 10,
        }
        options = [f"-o{name}={value}" for name, value in pairs.items()]
        return ["-F", "/dev/null", "-i", str(self.key(username)), *options]

    def openssh(self, username: str, batch: str, *flags: str) -> subprocess.CompletedProcess[str]:
        """Run OpenSSH's sftp with ``batch`` as its commands."""
        return subprocess.run(
            [
                *(require("sftp"), "-b", "-", *flags, *self.options(username)),
                *("-P", str(self.port_of(username)), f"{username}@127.0.0.1"),
            ],
            input=batch,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


def require(program: str) -> str:
    """Return the program's path, or fail: these tests are never skipped."""
    path = shutil.which(program)
    if path is None:
        pytest.fail(f"{program} is not installed; `make clients` installs it")
    return path


@pytest.fixture(name="require")
def _require() -> Callable[[str], str]:
    return require


@pytest.fixture(name="until")
def _until() -> Callable[[Callable[[], bool]], None]:
    """Poll until a condition holds; fail at the deadline."""

    def until(condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + DEADLINE_S
        while not condition():
            assert time.monotonic() < deadline, "the deadline passed"
            time.sleep(0.01)

    return until


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Key pairs of the accounts, of the host, and of nobody."""
    folder = tmp_path_factory.mktemp("keys")
    names = ("acme", "beta", "hub", "host", "stranger")
    for name in names:
        ensure_key_pair(folder / name)
    return {name: folder / name for name in names}


@pytest.fixture
def start(tmp_path: Path, keys: dict[str, Path]) -> Iterator[Callable[..., House]]:
    """Start servers with changed settings; all stop at the end of the test."""
    stops: list[Callable[[], None]] = []

    def start(**changes: Any) -> House:
        shutil.copytree(keys["host"].parent, tmp_path / "keys", dirs_exist_ok=True)
        settings = replace(_settings(tmp_path), **changes)
        ports, stop = _run_in_thread(settings)
        stops.append(stop)
        return House(tmp_path, *ports, ensure_key_pair(settings.host_key))

    yield start
    for stop in stops:
        stop()


@pytest.fixture
def house(start: Callable[..., House]) -> House:
    """A server with its usual settings."""
    return start()


@pytest.fixture
def hub(house: House) -> Iterator[Door]:
    """The hub's own door."""
    with house.door() as door:
        yield door


def write_profile(folder: Path, username: str, *keys: str, **said: str) -> None:
    """Write the file of a partner: what it says, and key lines or whole rows of them."""
    rows = [key if "\n" in key else f'line = "{key}"\n' for key in keys]
    text = "".join(f"{name} = {value}\n" for name, value in said.items())
    text += "".join(f"[[key]]\n{row}" for row in rows)
    draft = folder / f".{username}.toml"
    draft.write_text(text, encoding="utf-8")
    draft.replace(folder / f"{username}.toml")


def _settings(folder: Path) -> ServerSettings:
    (folder / "profiles").mkdir(exist_ok=True)
    for username in ("acme", "beta"):
        line = ensure_key_pair(folder / "keys" / username)
        write_profile(folder / "profiles", username, line)
    return ServerSettings(
        host_key=folder / "keys" / "host",
        hub_key=ensure_key_pair(folder / "keys" / "hub"),
        tree=folder / "tree",
        profiles=folder / "profiles",
        bounds=BOUNDS,
        max_upload_bytes=2**30,
        min_free_bytes=0,
    )


@pytest.fixture(name="settings_of")
def _settings_of() -> Callable[[Path], ServerSettings]:
    return _settings


def _run_in_thread(settings: ServerSettings) -> tuple[tuple[int, int], Callable[[], None]]:
    started: queue.Queue[Any] = queue.Queue()

    async def main() -> None:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None
        await serve(settings, ready=lambda *ports: started.put((ports, loop, task)))

    def body() -> None:
        try:
            asyncio.run(main())
        except asyncio.CancelledError:
            pass
        except Exception as fault:
            started.put(fault)

    thread = threading.Thread(target=body, daemon=True)
    thread.start()
    answer = started.get(timeout=DEADLINE_S)
    if isinstance(answer, Exception):
        raise answer
    ports, loop, task = answer

    def stop() -> None:
        loop.call_soon_threadsafe(task.cancel)
        thread.join(DEADLINE_S)
        assert not thread.is_alive(), "the server did not stop"

    return ports, stop
