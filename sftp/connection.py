"""The connections of the embedded server: who may enter, and how many at once."""

import asyncio
import secrets
from collections import Counter
from dataclasses import replace
from logging import WARNING
from typing import Final, cast

import asyncssh

from sftp.account.roster import HUB, Account, Roster
from sftp.account.taken import Taken
from sftp.admission.algorithms import SIGNATURES
from sftp.admission.failures import Failures
from sftp.admission.lobby import Lobby, Places, origin
from sftp.journal import Visit
from sftp.session import Session
from sftp.settings import ServerSettings
from sftp.wire import Requests, SftpOnly

_FAREWELL_S = 5.0
_ASKED_FOR_ONE_KEY: Final = 2
"""A client asks whether a key would do, and then signs with it."""

_SIGNATURES: Final = frozenset(name.encode() for name in SIGNATURES)


class House:
    """What all connections share: accounts, who is in, who waits, and who failed."""

    def __init__(self, settings: ServerSettings) -> None:
        self.settings = settings
        self.roster = Roster(settings)
        self.taken = Taken()
        self.failures = Failures(settings.max_refusal_delay_s)
        self.connections: set[Connection] = set()
        self.sessions: set[asyncio.Task[None]] = set()
        places = Places(
            in_all=settings.max_lobby,
            of_an_address=settings.max_lobby_per_address,
            of_a_network=settings.max_lobby_per_network,
            ipv4_network_bits=settings.lobby_ipv4_network_bits,
            ipv6_network_bits=settings.lobby_ipv6_network_bits,
        )
        # The hub's connections wait in a lobby of their own: no stranger reaches its port, and who
        # does is of this machine, as the hub is. Of its one address none is refused: one place more
        # than there are in all, so that who waited longest makes room.
        unbounded = settings.max_lobby + 1
        of_this_machine = replace(places, of_an_address=unbounded, of_a_network=unbounded)
        self.lobbies: dict[bool, Lobby[Connection]] = {
            False: Lobby(places),
            True: Lobby(of_this_machine),
        }

    def full_for(self, username: str) -> str | None:
        """Tell why an account may not enter once more, or None where it may."""
        inside = Counter(each.username for each in self.connections if each.username)
        if inside[username] >= self.settings.max_connections_per_account:
            return "too many connections of this account"
        partners = inside.total() - inside[HUB]
        if username != HUB and partners >= self.settings.max_connections:
            return "too many connections"
        return None

    async def look_again(self) -> None:
        """Look at the accounts over and over; end connections whose key opens theirs no more."""
        while True:
            await asyncio.sleep(self.settings.look_again_s)
            try:
                self.roster.look()
            except OSError as fault:
                Visit().note("account", WARNING, wrong=str(fault))
            for connection in list(self.connections):
                connection.drop_if_shut_out()

    async def close(self) -> None:
        """Drop every connection and wait until its sessions have removed what they had open."""
        for connection in list(self.connections):
            connection.drop()
        if self.sessions:
            await asyncio.wait(self.sessions, timeout=_FAREWELL_S)


class Connection(asyncssh.SSHServer):
    """One connection: who it is, and that it gets nothing but SFTP.

    ``of_hub``: it came to the hub's own port, where the hub's account enters and no other.
    """

    def __init__(self, house: House, *, of_hub: bool) -> None:
        self.username: str | None = None
        self._house = house
        self._of_hub = of_hub
        self._lobby = house.lobbies[of_hub]
        self._number = secrets.token_hex(4)
        self._claims_to_be = ""
        self._key = b""
        self._refused_keys = 0
        self._accepted_keys = 0
        self._sessions = 0
        self._sessions_begun = 0
        self._peer = ""
        self._connection: asyncssh.SSHServerConnection | None = None

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        """Let the connection wait in the lobby, or drop it when its address has too many there."""
        self._connection = conn
        self._peer = str((conn.get_extra_info("peername") or ("?",))[0])
        if self._lobby.is_full_for(self._peer):
            self._note_refusal("connect", "too many connections of this address")
            conn.abort()
            return
        self._house.connections.add(self)
        leaving = self._lobby.enter(self, self._peer)
        if leaving is not None:
            leaving.drop_for_want_of_place()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection, but not that it tried keys in vain."""
        del exc
        self._house.connections.discard(self)
        self._lobby.leave(self)
        if self.username:
            self._visit.note("logout")
        elif self._refused_keys:
            self._house.failures.add(origin(self._peer), self._claims_to_be)

    def begin_auth(self, username: str) -> bool:
        """Ask everybody for a key, known or not."""
        self._claims_to_be = username
        return True

    def public_key_auth_supported(self) -> bool:
        """Offer public keys, the only way in."""
        return True

    async def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        """Accept a key of the account, signing by a current algorithm; refuse others slowly.

        The connection ends with the last key that may be tried, where that is a wrong one too.
        """
        key.all_sig_algorithms = set(key.all_sig_algorithms) & _SIGNATURES
        own_port = (username == HUB) == self._of_hub
        known = own_port and self._house.roster.lets_in(username, key.public_data)
        if known:
            self._key = key.public_data
            self._accepted_keys += 1
        else:
            self._refused_keys += 1
            self._note_refusal("login", "unknown account or key")
        if self._tried_too_many():
            self._note_refusal("login", "too many keys tried")
            self._disconnect("too many keys tried")
            return False
        if not known:
            await asyncio.sleep(self._house.failures.delay_s(origin(self._peer), username))
        return known

    def auth_completed(self) -> None:
        """Let in, unless there are too many connections, of the account or in all."""
        username = str(self._connection and self._connection.get_extra_info("username"))
        self._lobby.leave(self)
        if full := self._house.full_for(username):
            self._note_refusal("login", full)
            self.drop()
            return
        self.username = username
        self._visit.note("login")
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

    def drop_for_want_of_place(self) -> None:
        """End the connection, which waited in the lobby, for one that came later."""
        self._note_refusal("connect", "too many connections wait to sign in")
        self.drop()

    def drop_if_shut_out(self) -> None:
        """End the connection where its key opens the account no more."""
        if self.username and not self._house.roster.lets_in(self.username, self._key):
            self._note_refusal("stay", "the key opens the account no more")
            self.drop()

    @property
    def _visit(self) -> Visit:
        return Visit(self._number, self._peer, self.username or self._claims_to_be)

    async def _serve(
        self,
        reader: asyncssh.SSHReader[bytes],
        writer: asyncssh.SSHWriter[bytes],
    ) -> None:
        task = asyncio.current_task()
        account = self._house.roster.account(self.username or "")
        if task is None or account is None:
            return
        self._house.sessions.add(task)
        self._sessions += 1
        self._sessions_begun += 1
        try:
            await self._session(reader, writer, account).run()
        finally:
            self._sessions -= 1
            self._house.sessions.discard(task)
            self._drop_if_unused_later()

    def _session(
        self,
        reader: asyncssh.SSHReader[bytes],
        writer: asyncssh.SSHWriter[bytes],
        account: Account,
    ) -> Requests:
        settings = self._house.settings
        session = Session(
            cast("asyncssh.SSHServerChannel[bytes]", writer.channel),
            account=account,
            taken=self._house.taken,
            visit=Visit(f"{self._number}.{self._sessions_begun}", self._peer, account.username),
            settings=settings,
        )
        return Requests(session, reader, writer, idle_timeout_s=settings.idle_timeout_s)

    def _disconnect(self, reason: str) -> None:
        """End the connection, and tell the client why."""
        if self._connection:
            code = asyncssh.DISC_NO_MORE_AUTH_METHODS_AVAILABLE
            self._connection.disconnect(code, reason)

    def _tried_too_many(self) -> bool:
        again = max(self._accepted_keys - _ASKED_FOR_ONE_KEY, 0)
        return self._refused_keys + again >= self._house.settings.max_keys_tried

    def _drop_if_unused_later(self) -> None:
        loop = asyncio.get_running_loop()
        loop.call_later(self._house.settings.login_timeout_s, self._drop_if_unused)

    def _drop_if_unused(self) -> None:
        if not self._sessions and self in self._house.connections:
            self.drop()

    def _note_refusal(self, act: str, reason: str) -> None:
        self._visit.note("refusal", WARNING, act=act, reason=reason)
