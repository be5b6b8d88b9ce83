"""A file as its partner drops it: how tests send one."""

import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from jobs.hub import Hub
from jobs.intake import collect_files
from tests.conftest import TODAY


class Sent(NamedTuple):
    """A file that was sent, and what came of it."""

    file_id: int
    outcome: str


def send(
    hub: Hub,
    content: bytes | Path,
    on: dt.date = TODAY,
    partner_id: str | None = None,
    *,
    name: str = "file",
) -> Sent:
    """Send a file and have it posted; without a partner it comes through nobody's door."""
    file_id = arrive(hub, content, on, partner_id, name=name)
    (outcome,) = collect_files.post(hub, [file_id])
    return Sent(file_id, outcome)


def arrive(
    hub: Hub,
    content: bytes | Path,
    on: dt.date = TODAY,
    partner_id: str | None = None,
    *,
    name: str = "file",
) -> int:
    """Send a file that waits to be posted; return its id."""
    if isinstance(content, Path):
        return collect_files.ingest(hub, content, on, partner_id)
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(content)
        return collect_files.ingest(hub, path, on, partner_id)
