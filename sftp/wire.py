"""What asyncssh's own SFTP session must do differently: SFTP only, and know a lost client."""

import asyncio
from collections.abc import Callable, Coroutine

import asyncssh
from asyncssh.constants import FXP_WRITE
from asyncssh.packet import SSHPacket
from asyncssh.sftp import SFTPServerHandler
from asyncssh.stream import SSHServerStreamSession

from sftp.session import Session

_SFTP_VERSION = 3
_EXTENSIONS = {
    b"posix-rename@openssh.com": b"1",
    b"fsync@openssh.com": b"1",
    b"limits@openssh.com": b"1",
    b"statvfs@openssh.com": b"2",
}

Serve = Callable[
    [asyncssh.SSHReader[bytes], asyncssh.SSHWriter[bytes]], Coroutine[None, None, None]
]


class SftpOnly(SSHServerStreamSession[bytes]):
    """A channel that accepts the sftp subsystem and no shell, command, scp or other subsystem."""

    def __init__(self, serve: Serve) -> None:
        super().__init__(None)
        self._serve = serve

    def shell_requested(self) -> bool:
        """Refuse."""
        return False

    def exec_requested(self, command: str) -> bool:
        """Refuse."""
        del command
        return False

    def subsystem_requested(self, subsystem: str) -> bool:
        """Accept sftp."""
        return subsystem == "sftp"

    def session_started(self) -> None:
        """Hand the channel over as two streams."""
        if self._chan is None or self._conn is None:
            return
        reader = asyncssh.SSHReader[bytes](self, self._chan)
        writer = asyncssh.SSHWriter[bytes](self, self._chan)
        self._conn.create_task(self._serve(reader, writer), reader.logger)


class Requests(SFTPServerHandler):
    """Reads the requests of one session; ends it when none comes for ``idle_timeout_s``.

    Offers only the extensions that ``Session`` means to serve.
    """

    _extensions = list(_EXTENSIONS.items())  # noqa: RUF012  (the base declares it so)
    _packet_handlers = {
        name: handler
        for name, handler in SFTPServerHandler._packet_handlers.items()  # noqa: SLF001
        if isinstance(name, int) or name in _EXTENSIONS
    } | {FXP_WRITE: lambda self, packet: self._process_write(packet)}

    def __init__(
        self,
        session: Session,
        reader: asyncssh.SSHReader[bytes],
        writer: asyncssh.SSHWriter[bytes],
        *,
        idle_timeout_s: float,
    ) -> None:
        super().__init__(session, reader, writer, _SFTP_VERSION)
        self._session = session
        self._idle_timeout_s = idle_timeout_s

    async def _process_write(self, packet: SSHPacket) -> int:
        """Write the data of a request and pass over what stands behind it, as OpenSSH does.

        rclone 1.60 (pkg/sftp 1.13.5) sends its whole buffer, however much of it is data.
        """
        handle, offset, data = packet.get_string(), packet.get_uint64(), packet.get_string()
        packet.get_remaining_payload()
        file = self._file_handles.get(handle)
        if file is None:
            raise asyncssh.SFTPFailure("no open file has this handle")
        return self._session.write(file, offset, data)

    async def recv_packet(self) -> SSHPacket:
        """Wait for a request, but not for ever, and not before the client takes its answers."""
        async with asyncio.timeout(self._idle_timeout_s):
            if self._writer:
                await self._writer.drain()
            return await super().recv_packet()

    async def run(self) -> None:
        """Serve requests to the end, and let go of everything however it comes."""
        try:
            await super().run()
        finally:
            self._session.exit()

    async def _cleanup(self, exc: Exception | None) -> None:
        """Tell the session that files still open were never closed, then close them."""
        self._session.abandon()
        await super()._cleanup(exc)
