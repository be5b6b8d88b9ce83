"""The embedded SFTP server: public keys only, SFTP only, each account within its own root.

``python -m sftp.server --settings FILE.json`` prints ``listening HOST PORT`` once and serves
until SIGTERM or SIGINT.
"""

import argparse
import asyncio
import logging
import signal
import sys
from collections.abc import Callable
from logging import WARNING
from pathlib import Path

import asyncssh

from sftp.connection import Connection, House
from sftp.journal import note
from sftp.settings import Account, ServerSettings, read_settings

__all__ = ["Account", "ServerSettings", "main", "run", "serve"]

_KEEPALIVE_S = 30


async def serve(settings: ServerSettings, *, ready: Callable[[int], None]) -> None:
    """Serve until cancelled; ``ready`` is called once with the bound port."""
    house = House(settings)
    acceptor = await asyncssh.listen(
        settings.host,
        settings.port,
        server_factory=lambda: Connection(house),
        server_host_keys=[str(settings.host_key)],
        encoding=None,
        login_timeout=settings.login_timeout_s,
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
    try:
        note("listening", host=settings.host, port=acceptor.get_port())
        ready(acceptor.get_port())
        await asyncio.Event().wait()
    finally:
        acceptor.close()
        await house.close()
        await acceptor.wait_closed()


def run(settings: ServerSettings) -> None:
    """Serve in this process until SIGTERM or SIGINT; print ``listening HOST PORT`` when ready."""
    asyncio.run(_until_signalled(settings))


def main(arguments: list[str] | None = None) -> int:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(prog="python -m sftp.server", description="SFTP server")
    parser.add_argument("--settings", type=Path, required=True, help="a JSON file")
    settings = read_settings(parser.parse_args(arguments).settings)
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(message)s")
    asyncssh.set_log_level(WARNING)
    run(settings)
    return 0


async def _until_signalled(settings: ServerSettings) -> None:
    serving = asyncio.ensure_future(
        serve(settings, ready=lambda port: print(f"listening {settings.host} {port}", flush=True))  # noqa: T201
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, serving.cancel)
    try:
        await serving
    except asyncio.CancelledError:
        note("stopped")


if __name__ == "__main__":
    raise SystemExit(main())
