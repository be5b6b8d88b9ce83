"""The embedded SFTP server: public keys only, SFTP only, each account within its own root.

``python -m sftp.server --settings FILE.json`` prints ``listening HOST PORT HUB_PORT`` once and
serves until SIGTERM or SIGINT.
"""

import argparse
import asyncio
import contextlib
import resource
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Final

import asyncssh

from sftp.admission.algorithms import ENCRYPTION, KEX, MACS, SIGNATURES
from sftp.connection import Connection, House
from sftp.journal import Visit, begin
from sftp.settings import ServerSettings, read_settings

HUB_HOST: Final = "127.0.0.1"
"""Where the hub's own account signs in: on this machine alone."""

_KEEPALIVE_S = 30


async def serve(settings: ServerSettings, *, ready: Callable[[int, int], None]) -> None:
    """Serve until cancelled; ``ready`` is called once with the bound ports: partners', the hub's.

    Raises OSError where a port, a folder or a file of the settings may not be used.
    """
    house = House(settings)
    async with contextlib.AsyncExitStack() as listening:
        public = await _listen(house, settings.host, settings.port, of_hub=False)
        await listening.enter_async_context(public)
        own = await _listen(house, HUB_HOST, settings.hub_port, of_hub=True)
        await listening.enter_async_context(own)
        looking = asyncio.create_task(house.look_again())
        Visit().note(
            "listening", host=settings.host, port=public.get_port(), hub_port=own.get_port()
        )
        try:
            ready(public.get_port(), own.get_port())
            await looking
        finally:
            looking.cancel()
            public.close()
            own.close()
            await house.close()


async def _listen(house: House, host: str, port: int, *, of_hub: bool) -> asyncssh.SSHAcceptor:
    return await asyncssh.listen(
        host,
        port,
        server_factory=lambda: Connection(house, of_hub=of_hub),
        server_host_keys=[str(house.settings.host_key)],
        kex_algs=KEX,
        encryption_algs=ENCRYPTION,
        mac_algs=MACS,
        signature_algs=SIGNATURES,
        encoding=None,
        login_timeout=house.settings.login_timeout_s,
        keepalive_interval=_KEEPALIVE_S,
        public_key_auth=True,
        password_auth=False,
        kbdint_auth=False,
        host_based_auth=False,
        gss_host=None,
        allow_pty=False,
        line_editor=False,
        allow_scp=False,
        agent_forwarding=False,
        x11_forwarding=False,
        compression_algs=None,
    )


def run(settings: ServerSettings) -> None:
    """Serve in this process until SIGTERM or SIGINT; print ``listening ...`` once when ready."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    asyncio.run(_until_signalled(settings))


def main(arguments: list[str] | None = None) -> int:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(prog="python -m sftp.server", description="SFTP server")
    parser.add_argument("--settings", type=Path, required=True, help="a JSON file")
    settings = read_settings(parser.parse_args(arguments).settings)
    begin(settings)
    run(settings)
    return 0


async def _until_signalled(settings: ServerSettings) -> None:
    def ready(port: int, hub_port: int) -> None:
        print(f"listening {settings.host} {port} {hub_port}", flush=True)  # noqa: T201

    serving = asyncio.ensure_future(serve(settings, ready=ready))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, serving.cancel)
    try:
        await serving
    except asyncio.CancelledError:
        Visit().note("stopped")


if __name__ == "__main__":
    raise SystemExit(main())
