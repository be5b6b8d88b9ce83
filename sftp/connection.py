"""The connections of the embedded server: who may enter, and how many at once."""

import asyncio
from logging import WARNING
from typing import cast

import asyncssh

from sftp.journal import note
from sftp.session import Session
from sftp.settings import ServerSettings
from sftp.tree import Tree, prepare
from sftp.wire import Requests, SftpOnly

_FAREWELL_S = 5.0


class House:
    """What all connections share: accounts, their trees, and who is in."""

    def __init__(self, settings: ServerSettings) -> None:
        self.settings = settings
        self.trees: dict[str, Tree] = {}
        self.keys: dict[str, bytes] = {}
        for account in settings.accounts:
            self.trees[account.username] = prepare(account)
            key = asyncssh.import_public_key(account.public_key)
            self.keys[account.username] = key.public_data
        self.connections: set[Connection] = set()
        self.sessions: set[asyncio.Task[None]] = set()

    def connections_of(self, username: str) -> int:
        """Count the account's authenticated connections."""
        return sum(each.username == username for each in self.connections)

    async def close(self) -> None:
        """Drop every connection and wait until its sessions have removed what they had open."""
        for connection in list(self.connections):
            connection.drop()
        if self.sessions:
            await asyncio.wait(self.sessions, timeout=_FAREWELL_S)


class Connection(asyncssh.SSHServer):
    """One connection: who it is, and that it gets nothing but SFTP."""

    def __init__(self, house: House) -> None:
        self.username: str | None = None
        self._house = house
        self._claims_to_be = ""
        self._sessions = 0
        self._peer = ""
        self._connection: asyncssh.SSHServerConnection | None = None

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        """Count the connection, or drop it when the house is full."""
        self._connection = conn
        self._peer = str((conn.get_extra_info("peername") or ("?",))[0])
        if len(self._house.connections) >= self._house.settings.max_connections:
            self._note_refusal("connect", "too many connections")
            conn.abort()
            return
        self._house.connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        del exc
        self._house.connections.discard(self)
        if self.username:
            note("logout", account=self.username, peer=self._peer)

    def begin_auth(self, username: str) -> bool:
        """Ask everybody for a key, known or not."""
        self._claims_to_be = username
        return True

    def public_key_auth_supported(self) -> bool:
        """Offer public keys, the only way in."""
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        """Accept the account's own key."""
        known = self._house.keys.get(username) == key.public_data
        if not known:
            self._note_refusal("login", "unknown account or key")
        return known

    def auth_completed(self) -> None:
        """Let in, unless the account has too many connections already."""
        username = str(self._connection and self._connection.get_extra_info("username"))
        bound = self._house.settings.max_connections_per_account
        if self._house.connections_of(username) >= bound:
            self._note_refusal("login", "too many connections of this account")
            self.drop()
            return
        self.username = username
        note("login", account=username, peer=self._peer)
        self._drop_if_unused_later()

    def session_requested(self) -> SftpOnly:
        """Open an SFTP session; too many at once are refused as a shortage, which passes."""
        if self.username is None or self._sessions >= (
            self._house.settings.max_sessions_per_connection
        ):
            self._note_refusal("session", "too many sessions")
            raise asyncssh.ChannelOpenError(asyncssh.OPEN_RESOURCE_SHORTAGE, "too many sessions")
        return SftpOnly(self._serve)

    def connection_requested(
        self, dest_host: str, dest_port: int, orig_host: str, orig_port: int
    ) -> bool:
        """Refuse to forward."""
        del orig_host, orig_port
        self._note_refusal("forward", f"{dest_host}:{dest_port}")
        return False

    def server_requested(self, listen_host: str, listen_port: int) -> bool:
        """Refuse to listen for the client."""
        self._note_refusal("forward", f"{listen_host}:{listen_port}")
        return False

    def drop(self) -> None:
        """End the connection at once."""
        if self._connection:
            self._connection.abort()

    async def _serve(
        self,
        reader: asyncssh.SSHReader[bytes],
        writer: asyncssh.SSHWriter[bytes],
    ) -> None:
        task = asyncio.current_task()
        if task is None or self.username is None:
            return
        self._house.sessions.add(task)
        self._sessions += 1
        try:
            await self._session(reader, writer, self.username).run()
        finally:
            self._sessions -= 1
            self._house.sessions.discard(task)
            self._drop_if_unused_later()

    def _session(
        self,
        reader: asyncssh.SSHReader[bytes],
        writer: asyncssh.SSHWriter[bytes],
        username: str,
    ) -> Requests:
        settings = self._house.settings
        session = Session(
            cast("asyncssh.SSHServerChannel[bytes]", writer.channel),
            username=username,
            tree=self._house.trees[username],
            settings=settings,
        )
        return Requests(session, reader, writer, idle_timeout_s=settings.idle_timeout_s)

    def _drop_if_unused_later(self) -> None:
        loop = asyncio.get_running_loop()
        loop.call_later(self._house.settings.login_timeout_s, self._drop_if_unused)

    def _drop_if_unused(self) -> None:
        if not self._sessions and self in self._house.connections:
            self.drop()

    def _note_refusal(self, act: str, reason: str) -> None:
        who = self.username or self._claims_to_be
        note("refusal", WARNING, account=who, peer=self._peer, act=act, reason=reason)
