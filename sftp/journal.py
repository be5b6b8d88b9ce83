"""The embedded server's log: one line an event, in files of a bounded size and number."""

import json
import logging
import sys
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from typing import Final

import asyncssh

from sftp.settings import ServerSettings

LOG: Final = logging.getLogger("sftp.server")

_VALUE_MAX: Final = 1024
"""Characters of a value that are told: a client's path may be as long as a request."""

Fact = str | int | bytes | None


@dataclass(frozen=True)
class Visit:
    """Of whom an event tells: a connection by its number, the address, the account it names.

    A session of the connection has its own number behind it (``3f9a1c2e.1``).
    """

    session: str = ""
    peer: str = ""
    account: str = ""

    def note(self, event: str, /, level: int = logging.INFO, **facts: Fact) -> None:
        """Log ``event``, of whom it tells, and its facts as ``key=value``.

        Values are quoted, so that a name cannot forge one. Never pass key material.
        """
        if LOG.isEnabledFor(level):
            told = {"session": self.session, "peer": self.peer, "account": self.account} | facts
            pairs = " ".join(f"{name}={_quoted(value)}" for name, value in told.items())
            LOG.log(level, "event=%s %s", event, pairs)


def begin(settings: ServerSettings) -> None:
    """Send the log where the settings say, with what asyncssh warns of."""
    if settings.log is None:
        handler: logging.Handler = logging.StreamHandler(sys.stderr)
    else:
        settings.log.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            settings.log,
            maxBytes=settings.max_log_bytes,
            backupCount=max(settings.max_log_files - 1, 1),  # by 0 it would never be cut
            encoding="utf-8",
        )
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(message)s", handlers=[handler], force=True
    )
    asyncssh.set_log_level(logging.WARNING)


def _quoted(value: Fact) -> str:
    if isinstance(value, bytes):
        value = value[:_VALUE_MAX].decode("utf-8", "backslashreplace")
    return json.dumps(value[:_VALUE_MAX] if isinstance(value, str) else value)
