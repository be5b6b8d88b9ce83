"""Where a partner's folders are, and how to open the door to them."""

import base64
import binascii
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import paramiko
from paramiko.pkey import UnknownKeyType
from paramiko.ssh_exception import (
    AuthenticationException,
    BadAuthenticationType,
    PasswordRequiredException,
    SSHException,
)

from sftp.door import Door
from sftp.faults import NeedsAPerson, TryAgain, folding


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """One account on one SFTP server.

    ``host_key`` is the server's public key line ("ssh-ed25519 AAAA..."); any other key is refused.
    ``private_key`` is a file without passphrase. ``unfinished`` are the endings, in small letters,
    of names that clients give while they write.
    """

    host: str
    port: int = 22
    username: str
    private_key: Path
    host_key: str
    unfinished: tuple[str, ...]
    connect_timeout_s: float = 10.0
    authentication_timeout_s: float = 20.0
    answer_timeout_s: float = 60.0


@contextmanager
def open_door(endpoint: Endpoint) -> Iterator[Door]:
    """Connect once and yield the door, which serves many files but only one thread.

    Raises ``TryAgain`` or ``NeedsAPerson``.
    """
    client = paramiko.SSHClient()
    try:
        with folding(f"open {endpoint.username}@{endpoint.host}:{endpoint.port}"):
            _trust_only(client, endpoint)
            _connect(client, endpoint)
            channel = _sftp(client, endpoint)
        yield Door(channel, endpoint.unfinished)
    finally:
        client.close()


def _trust_only(client: paramiko.SSHClient, endpoint: Endpoint) -> None:
    """Make ``endpoint.host_key`` the one key that the client knows for this host and port."""
    kind, _, rest = endpoint.host_key.strip().partition(" ")
    try:
        blob = base64.b64decode(rest.split(" ")[0], validate=True)
        key = paramiko.PKey.from_type_string(kind, blob)
    except (UnknownKeyType, SSHException, ValueError, binascii.Error) as cause:
        msg = f"the host key configured for {endpoint.host} cannot be read"
        raise NeedsAPerson(msg) from cause
    entry = endpoint.host if endpoint.port == paramiko.config.SSH_PORT else _entry(endpoint)
    client.get_host_keys().add(entry, kind, key)
    client.set_missing_host_key_policy(paramiko.RejectPolicy())


def _entry(endpoint: Endpoint) -> str:
    return f"[{endpoint.host}]:{endpoint.port}"


def _connect(client: paramiko.SSHClient, endpoint: Endpoint) -> None:
    identity = _private_key(endpoint.private_key)
    link = socket.create_connection((endpoint.host, endpoint.port), endpoint.connect_timeout_s)
    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    began = time.monotonic()
    try:
        client.connect(
            endpoint.host,
            endpoint.port,
            username=endpoint.username,
            pkey=identity,
            sock=link,
            allow_agent=False,
            look_for_keys=False,
            compress=False,
            timeout=endpoint.connect_timeout_s,
            banner_timeout=endpoint.connect_timeout_s,
            auth_timeout=endpoint.authentication_timeout_s,
            channel_timeout=endpoint.answer_timeout_s,
        )
    except AuthenticationException as cause:
        late = time.monotonic() - began >= endpoint.authentication_timeout_s
        _raise_refusal(client, cause, late=late)
    except BaseException:
        link.close()
        raise


def _raise_refusal(
    client: paramiko.SSHClient, cause: AuthenticationException, *, late: bool
) -> None:
    """Tell a refusal from a lost or silent server, for which paramiko raises the same type."""
    transport = client.get_transport()
    alive = transport is not None and transport.is_active()
    if isinstance(cause, BadAuthenticationType) or (alive and not late):
        msg = "authentication refused"
        raise NeedsAPerson(msg) from cause
    msg = "the server went silent or away while it authenticated"
    raise TryAgain(msg) from cause


def _private_key(file: Path) -> paramiko.PKey:
    try:
        return paramiko.PKey.from_path(file)
    except (
        OSError,
        PasswordRequiredException,
        SSHException,
        UnknownKeyType,
        TypeError,
        ValueError,
    ) as cause:
        msg = f"the private key {file} cannot be read"
        raise NeedsAPerson(msg) from cause


def _sftp(client: paramiko.SSHClient, endpoint: Endpoint) -> paramiko.SFTPClient:
    channel = client.open_sftp()
    wire = channel.get_channel()
    if wire is not None:
        wire.settimeout(endpoint.answer_timeout_s)
    return channel
