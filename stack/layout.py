"""Where the embedded stack keeps things, its ports and its secrets; made once, kept in ``var/``."""

import base64
import json
import secrets
import socket
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from stack.postgres import Cluster, cluster
from stack.private_files import write_private

OPERATOR, APPROVER = "operator", "approver"
"""Two of config/people.toml: who works with the embedded stack, and who approves."""


@dataclass(frozen=True)
class Ports:
    """Loopback ports of the stack; the hub's own account signs in at ``hub_sftp``."""

    sftp: int
    hub_sftp: int
    ui: int


@dataclass(frozen=True)
class Secrets:
    """Secrets that Airflow's components share."""

    jwt: str
    api: str
    fernet: str


@dataclass(frozen=True)
class Layout:
    """One stack under one folder."""

    home: Path
    ports: Ports

    @property
    def cluster(self) -> Cluster:
        """The PostgreSQL cluster."""
        return cluster(self.home / "postgres")

    @property
    def keys(self) -> Path:
        """Private keys: the server's and the hub's, and in a demonstration the partners'."""
        return self.home / "keys"

    @property
    def demo_profiles(self) -> Path:
        """Public keys of partners that a demonstration made; real ones are in ``config/``."""
        return self.home / "demo_profiles"

    @property
    def sftp_tree(self) -> Path:
        """The folder that holds every partner's root."""
        return self.home / "sftp"

    @property
    def airflow_home(self) -> Path:
        """Airflow's own folder."""
        return self.home / "airflow"

    @property
    def unfinished_restore(self) -> Path:
        """The mark of a restore that is at work, or was killed."""
        return self.home / "restore.unfinished"

    @property
    def ui_address(self) -> str:
        """Where the Airflow UI answers."""
        return f"http://127.0.0.1:{self.ports.ui}"

    @property
    def passwords_file(self) -> Path:
        """The file that Airflow reads the passwords of its users from."""
        return self.home / "secrets" / "people.json"

    def passwords(self, people: Iterable[str]) -> dict[str, str]:
        """Return the password of each person, made on first use."""
        path = self.passwords_file
        known: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}
        made = {name: secrets.token_urlsafe(12) for name in people} | known
        if made != known:
            write_private(path, json.dumps(made))
        return made

    def secrets(self) -> Secrets:
        """Return the stack's secrets, made on first use, readable by their owner only."""
        path = self.home / "secrets" / "airflow.json"
        if not path.exists():
            made = Secrets(
                jwt=secrets.token_urlsafe(64),
                api=secrets.token_urlsafe(32),
                fernet=base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
            )
            write_private(path, json.dumps(asdict(made)))
        known = json.loads(path.read_text(encoding="utf-8"))
        return Secrets(**{field.name: known[field.name] for field in fields(Secrets)})


def read_layout(home: Path, *, sftp_port: int | None = None, ui_port: int | None = None) -> Layout:
    """Return the stack of a folder; ports are those asked for, those of last time, or free ones."""
    path = home / "stack.json"
    if path.exists():
        known = json.loads(path.read_text(encoding="utf-8"))
    else:
        known = {"sftp": _free_port(), "ui": _free_port()}
    ports = Ports(**({"hub_sftp": _free_port()} | known))
    ports = replace(ports, sftp=sftp_port or ports.sftp, ui=ui_port or ports.ui)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    home.chmod(home.stat().st_mode & 0o711)  # declarations, keys and secrets lie below
    told = json.dumps(asdict(ports))
    if not path.exists() or path.read_text(encoding="utf-8") != told:
        write_private(path, told)
    return Layout(home.resolve(), ports)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
