"""What the embedded server is told at its start; it reads nothing again."""

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Account:
    """Who may enter, and the folder that this account sees as ``/``.

    A partner's account uploads into ``in/`` and collects from ``out/``. The hub's own account
    (``is_hub``) has a root that contains all partners' and may do everything within it.
    ``public_key`` is an OpenSSH public key line.
    """

    username: str
    public_key: str
    root: Path
    is_hub: bool = False


@dataclass(frozen=True, kw_only=True)
class ServerSettings:
    """Address, accounts and bounds; port 0 takes any free port.

    ``idle_timeout_s`` ends a session that asks for nothing; ``max_listing`` is the number of
    entries that one listing shows.
    """

    host: str = "127.0.0.1"
    port: int = 0
    host_key: Path
    accounts: tuple[Account, ...]
    max_upload_bytes: int = 1024**3
    max_open_files: int = 32
    max_listing: int = 10_000
    max_connections: int = 256
    max_connections_per_account: int = 16
    max_sessions_per_connection: int = 8
    login_timeout_s: float = 30.0
    idle_timeout_s: float = 600.0

    def __post_init__(self) -> None:
        """Refuse two accounts of one name."""
        usernames = [account.username for account in self.accounts]
        if len(set(usernames)) != len(usernames):
            msg = "two accounts have the same username"
            raise ValueError(msg)


def read_settings(file: Path) -> ServerSettings:
    """Read a JSON object that has the fields of ``ServerSettings``; an unknown field is refused.

    Relative paths are relative to the file.
    """
    raw = json.loads(file.read_text(encoding="utf-8"))
    folder = file.resolve().parent
    accounts = tuple(
        Account(**(_known(Account, each) | {"root": folder / each["root"]}))
        for each in raw["accounts"]
    )
    paths = {"accounts": accounts, "host_key": folder / raw["host_key"]}
    return ServerSettings(**(_known(ServerSettings, raw) | paths))


def write_settings(settings: ServerSettings, file: Path) -> None:
    """Write what ``read_settings`` reads."""
    raw = _plain(settings) | {"accounts": [_plain(account) for account in settings.accounts]}
    file.write_text(json.dumps(raw, indent=2) + "\n", encoding="utf-8")


def _plain(record: Account | ServerSettings) -> dict[str, Any]:
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    return {
        name: str(value.resolve()) if isinstance(value, Path) else value
        for name, value in values.items()
    }


def _known(record: type[Account | ServerSettings], raw: dict[str, Any]) -> dict[str, Any]:
    unknown = set(raw) - {field.name for field in fields(record)}
    if unknown:
        msg = f"unknown in {record.__name__}: {', '.join(sorted(unknown))}"
        raise ValueError(msg)
    return raw
