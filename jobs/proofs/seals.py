"""The daily seal: where the chain of seals stood at a close, as a small file to be kept elsewhere.

Whoever owns the database can rewrite it, seals and all; he cannot rewrite a file that an auditor
holds, nor sign another without the key, which lies outside the database. ``verify`` compares: each
exported seal must still be in the book; ``verify --seals`` compares with what is held elsewhere.
"""

import datetime as dt
import hashlib
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jobs.hub import Hub, JobRefused
from jobs.proofs.seal_key import NAMESPACE, is_signed_by, signature_of
from ledger_sync.book import closing
from ledger_sync.book.connection import Row
from ledger_sync.proofs.proving import BREACHES_SHOWN, Result
from sftp import keys

CLOSING = "closing"
"""The lock that is held from before a close commits until its seal is exported."""

VERSION = 1
SIGNERS: Final = "allowed_signers"
SIGNER: Final = "carmhub"
SEAL_BYTES_MAX: Final = 16_384
"""More than a seal or its signature ever has."""
SEALS_MAX: Final = 100_000
"""More files than a folder of seals ever has: two a day, for more than a century."""
ATTESTED = (
    "attested",
    "Every daily seal was exported and is still in the book, and the files form one chain.",
)


def export(hub: Hub) -> list[Path]:
    """Write the seal of every closed date that has none yet; return those written, oldest first.

    Each names the digest of the file before it, and is signed where the hub has a key. Written
    under another name and renamed, so that a run that is killed leaves no half of one; one run at
    a time, since all use the same names. All that is not there yet is then sent outside.
    """
    folder = hub.settings.seals_folder
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    written, previous = [], None
    with hub.book.transaction() as tx:
        tx.lock("seals")
        _name_signer(hub, folder)
        for day in closing.closed_dates(tx):
            path = folder / f"{day}.json"
            if not path.exists():
                (row,) = closing.seals(tx, day)
                seal = {"version": VERSION, **_plain(row), "previous_file": previous}
                _write(path, json.dumps(seal, indent=1) + "\n")
                written.append(path)
            content = path.read_bytes()
            _sign(hub, path, content)
            previous = hashlib.sha256(content).hexdigest()
    _send(hub, folder)
    return written


def _name_signer(hub: Hub, folder: Path) -> None:
    """Note the hub's key beside the seals, where ``ssh-keygen -Y verify -f`` looks for it."""
    if hub.settings.seal_key is None:
        return
    known, line = _signers(folder), keys.public_line(hub.settings.seal_key)
    if line not in known:
        lines = (f'{SIGNER} namespaces="{NAMESPACE}" {each}\n' for each in (*known, line))
        _write(folder / SIGNERS, "".join(lines))


def _signers(folder: Path) -> tuple[str, ...]:
    """Return the public keys that ever signed the seals of a folder; none where none did."""
    path = folder / SIGNERS
    lines = path.read_text(encoding="ascii").splitlines() if path.exists() else []
    return tuple(" ".join(line.split()[-2:]) for line in lines)


def _sign(hub: Hub, path: Path, content: bytes) -> None:
    signature = path.with_name(f"{path.name}.sig")
    if hub.settings.seal_key is not None and not signature.exists():
        _write(signature, signature_of(content, hub.settings.seal_key))


def _send(hub: Hub, folder: Path) -> None:
    """Place what is not there yet outside; a server that does not answer fails the close's task.

    The close stands, and its retry sends what is left. DoorFault as ``Door`` raises it.
    """
    outside = hub.settings.seals_sftp
    if outside is None:
        return
    with hub.door_to(outside) as door:
        there = {each.name for each in door.look(outside.folder or "/", limit=SEALS_MAX).values()}
        for path in sorted(folder.glob("????-??-??.json*")):
            if path.name not in there:
                door.deliver(outside.folder or "/", path.name, path)


def attested(hub: Hub, outside: Path | None = None, public_line: str | None = None) -> Result:
    """Compare every exported seal with the book, and each file with the digest in the next.

    Those of the hub's own folder, or of a copy that is kept ``outside``, which may lack the newest
    closes. Each is signed by the key of ``public_line``; by default by one that is named beside
    them, if any is, or outside by the hub's own. Not while a close is under way, whose seal is
    exported just after; later closes are left out. Raises JobRefused where an outside copy holds
    no seal.
    """
    folder = outside or hub.settings.seals_folder
    if public_line is not None:
        signers: tuple[str, ...] = (public_line,)
    elif outside is not None and hub.settings.seal_key is not None:
        signers = (keys.public_line(hub.settings.seal_key),)
    else:
        signers = _signers(folder)
    with hub.book.holding(CLOSING, wait=True):
        with hub.book.transaction() as tx:
            days = set(closing.closed_dates(tx))
        files = list(_exported(folder, signers))
    if outside is not None and not files:
        raise JobRefused(f"{outside} holds no seal")
    with hub.book.transaction() as tx:
        standing = {
            str(row["book_on"]): _plain(row) for row in closing.seals(tx) if row["book_on"] in days
        }
    if outside is not None:
        newest = files[-1].day
        standing = {day: row for day, row in standing.items() if day <= newest}
    breaches, previous = list[dict[str, object]](), None
    for file in files:
        expected = standing.pop(file.day, None)
        if expected is None or {**file.seal, **expected} != file.seal:
            told = "is not in the book as it was exported"
        elif file.seal.get("previous_file") != previous:
            told = "does not follow the file before it"
        elif not file.signed:
            told = "bears no signature of the key"
        else:
            told = None
        if told is not None:
            breaches.append({"seal": f"{file.day}.json", "it": told})
        previous = file.digest
    breaches += [{"seal": f"{day}.json", "it": "is missing"} for day in standing]
    return Result(*ATTESTED, len(files), tuple(breaches[:BREACHES_SHOWN]))


@dataclass(frozen=True)
class _File:
    """An exported seal: its day, what it says, the digest of its bytes, whether it is signed."""

    day: str
    seal: dict[str, object]
    digest: str
    signed: bool


def _exported(folder: Path, signers: tuple[str, ...]) -> Iterator[_File]:
    """Yield every exported seal, oldest first; without signers none need be signed."""
    for path in sorted(folder.glob("????-??-??.json")):
        content = _small(path)
        try:
            seal = json.loads(content)
        except (ValueError, RecursionError):
            seal = None
        armoured = _small(path.with_name(f"{path.name}.sig")).decode("ascii", "replace")
        yield _File(
            path.stem,
            seal if isinstance(seal, dict) else {},
            hashlib.sha256(content).hexdigest(),
            not signers or any(is_signed_by(content, armoured, each) for each in signers),
        )


def _small(path: Path) -> bytes:
    """Return the bytes of a file, as far as a seal has any; nothing of what is no plain file."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return b""
    try:
        is_plain = stat.S_ISREG(os.fstat(descriptor).st_mode)
        return os.read(descriptor, SEAL_BYTES_MAX) if is_plain else b""
    finally:
        os.close(descriptor)


def _plain(row: Row) -> dict[str, object]:
    """Return a row as JSON has it."""
    return {name: _plain_value(value) for name, value in row.items()}


def _plain_value(value: object) -> object:
    if isinstance(value, bytes):
        return value.hex()
    return value.isoformat() if isinstance(value, dt.date) else value


def _write(path: Path, text: str) -> None:
    part = path.with_name(f"{path.name}.part")
    with part.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)
