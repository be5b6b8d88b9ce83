"""The daily seal: where the chain of seals stood at a close, as a small file to be kept elsewhere.

Whoever owns the database can rewrite it, seals and all; he cannot rewrite a file that an auditor
holds. ``verify`` compares: each exported seal must still be in the book.
"""

import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from jobs.hub import Hub
from ledger_sync.book import closing
from ledger_sync.book.connection import Row
from ledger_sync.proofs.proving import BREACHES_SHOWN, Result

CLOSING = "closing"
"""The lock that is held from before a close commits until its seal is exported."""

VERSION = 1
ATTESTED = (
    "attested",
    "Every daily seal was exported and is still in the book, and the files form one chain.",
)


def export(hub: Hub) -> list[Path]:
    """Write the seal of every closed date that has none yet; return those written, oldest first.

    Each names the digest of the file before it. Written under another name and renamed, so that
    a run that is killed leaves no half of one; one run at a time, since all use the same names.
    """
    folder = hub.settings.seals_folder
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    written, previous = [], None
    with hub.book.transaction() as tx:
        tx.lock("seals")
        for day in closing.closed_dates(tx):
            path = folder / f"{day}.json"
            if not path.exists():
                (row,) = closing.seals(tx, day)
                _write(path, {"version": VERSION, **_plain(row), "previous_file": previous})
                written.append(path)
            previous = hashlib.sha256(path.read_bytes()).hexdigest()
    return written


def attested(hub: Hub) -> Result:
    """Compare every exported seal with the book, and each file with the digest in the next.

    Not while a close is under way, whose seal is exported just after; later closes are left out.
    """
    with hub.book.holding(CLOSING, wait=True):
        with hub.book.transaction() as tx:
            days = set(closing.closed_dates(tx))
        files = list(_exported(hub.settings.seals_folder))
    with hub.book.transaction() as tx:
        standing = {
            str(row["book_on"]): _plain(row) for row in closing.seals(tx) if row["book_on"] in days
        }
    breaches, previous = list[dict[str, object]](), None
    for day, seal, digest in files:
        expected = standing.pop(day, None)
        if (
            expected is None
            or {**seal, **expected} != seal
            or seal.get("previous_file") != previous
        ):
            breaches.append({"seal": f"{day}.json", "exported": seal.get("digest")})
        previous = digest
    breaches += [{"seal": f"{day}.json", "exported": None} for day in standing]
    return Result(*ATTESTED, len(files), tuple(breaches[:BREACHES_SHOWN]))


def _exported(folder: Path) -> Iterator[tuple[str, dict[str, object], str]]:
    """Yield the day, the content and the digest of every exported seal, oldest first."""
    for path in sorted(folder.glob("????-??-??.json")):
        content = path.read_bytes()
        try:
            seal = json.loads(content)
        except ValueError:
            seal = None
        digest = hashlib.sha256(content).hexdigest()
        yield path.stem, seal if isinstance(seal, dict) else {}, digest


def _plain(row: Row) -> dict[str, object]:
    """Return a row as JSON has it."""
    return {name: _plain_value(value) for name, value in row.items()}


def _plain_value(value: object) -> object:
    if isinstance(value, bytes):
        return value.hex()
    return value.isoformat() if isinstance(value, dt.date) else value


def _write(path: Path, content: dict[str, object]) -> None:
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as stream:
        stream.write(json.dumps(content, indent=1) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)
