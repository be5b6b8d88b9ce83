"""The embedded server's log: one line per login, upload, download and refusal."""

import json
import logging
from typing import Final

LOG: Final = logging.getLogger("sftp.server")


def note(event: str, /, level: int = logging.INFO, **facts: str | int | bytes | None) -> None:
    """Log ``event`` and its facts as ``key=value``; values are quoted, so a name cannot forge one.

    Never pass key material.
    """
    if LOG.isEnabledFor(level):
        LOG.log(
            level, "event=%s %s", event, " ".join(f"{k}={_quoted(v)}" for k, v in facts.items())
        )


def _quoted(value: str | int | bytes | None) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "backslashreplace")
    return json.dumps(value)
