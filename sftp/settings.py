"""What the embedded server is told at its start; accounts it looks up as they come."""

import json
import sys
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What one account may have at once, and send in a day.

    Files and bytes that wait are those of ``in/``, with what is being uploaded; open files are
    handles of all its connections.
    """

    max_waiting_bytes: int
    max_waiting_files: int
    max_day_bytes: int
    max_open_files: int


UNBOUNDED: Final = Bounds(
    max_waiting_bytes=sys.maxsize,
    max_waiting_files=sys.maxsize,
    max_day_bytes=sys.maxsize,
    max_open_files=sys.maxsize,
)
"""Of the hub's own account."""


@dataclass(frozen=True, kw_only=True)
class ServerSettings:
    """Addresses, accounts and bounds; port 0 takes any free port.

    Partners sign in at ``host`` and ``port``. The hub's own account (``hub_key``, a public key
    line) has a port of its own on loopback, so that it never waits behind strangers, and no other.
    ``tree`` is the hub's root, and holds a partner's in a folder of its name. ``profiles`` holds a
    file for each partner (``sftp.account.profile``), ``more_keys`` more keys in the same form.
    Days are those of ``zone``.

    ``unfinished`` are the endings, in small letters, of names that are still being written.
    ``min_free_bytes`` of the disk stay free: below it partners upload nothing. The lobby holds
    connections that have not signed in; a network of it is so many leading bits of an address.
    ``idle_timeout_s`` ends a session that asks for nothing; ``max_listing`` is the number of
    entries that one listing shows; every ``look_again_s`` files of accounts are looked at, and
    connections ended that they no longer allow. The log goes to the file ``log``, cut into
    ``max_log_files`` (two at least), and to standard error without one.
    """

    host: str = "127.0.0.1"
    port: int = 0
    hub_port: int = 0
    host_key: Path
    hub_key: str
    tree: Path
    profiles: Path
    more_keys: Path | None = None
    zone: str = "America/Toronto"
    unfinished: tuple[str, ...] = ()
    bounds: Bounds
    max_upload_bytes: int
    min_free_bytes: int
    max_listing: int = 10_000
    max_connections: int = 256
    max_connections_per_account: int = 16
    max_sessions_per_connection: int = 8
    max_lobby: int = 64
    max_lobby_per_address: int = 8
    max_lobby_per_network: int = 16
    lobby_ipv4_network_bits: int = 24
    lobby_ipv6_network_bits: int = 64
    max_keys_tried: int = 6
    max_refusal_delay_s: float = 2.0
    login_timeout_s: float = 20.0
    idle_timeout_s: float = 600.0
    look_again_s: float = 15.0
    log: Path | None = None
    max_log_bytes: int = 10_000_000
    max_log_files: int = 10


_PATHS: Final = frozenset({"host_key", "tree", "profiles", "more_keys", "log"})


def read_settings(file: Path) -> ServerSettings:
    """Read a JSON object that has the fields of ``ServerSettings``; an unknown field is refused.

    Relative paths are relative to the file.
    """
    raw = _known(ServerSettings, json.loads(file.read_text(encoding="utf-8")))
    folder = file.resolve().parent
    paths = {name: folder / raw[name] for name in _PATHS & raw.keys() if raw[name] is not None}
    bounds = Bounds(**_known(Bounds, raw["bounds"]))
    unfinished = tuple(raw.get("unfinished", ()))
    return ServerSettings(**(raw | paths | {"bounds": bounds, "unfinished": unfinished}))


def write_settings(settings: ServerSettings, file: Path) -> None:
    """Write what ``read_settings`` reads."""
    raw = {
        name: str(value.resolve()) if isinstance(value, Path) else value
        for name, value in asdict(settings).items()
    }
    file.write_text(json.dumps(raw, indent=2) + "\n", encoding="utf-8")


def _known(record: type[Bounds | ServerSettings], raw: dict[str, Any]) -> dict[str, Any]:
    unknown = set(raw) - {field.name for field in fields(record)}
    if unknown:
        msg = f"unknown in {record.__name__}: {', '.join(sorted(unknown))}"
        raise ValueError(msg)
    return raw
