"""The door: what a worker does with a partner's files over one SFTP connection."""

import hashlib
import heapq
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Final

import paramiko

from sftp import names
from sftp.arrivals import Arrival, arrival, is_complete, why_left
from sftp.chunks import local_chunks, remote_chunks, remote_size_bytes
from sftp.faults import DoorFault, NeedsAPerson, TryAgain, folding

LIMIT: Final = 1_000


@dataclass(frozen=True)
class Claimed:
    """A file that some worker claimed and that still stands in the claimed folder.

    ``modified_at`` is the server's, in UTC, which a claim does not change: of the embedded server
    the moment at which the upload was complete under its name; None where a server does not say.
    """

    claim_id: str
    name: str
    path: str
    size_bytes: int
    modified_at: datetime | None


@dataclass(frozen=True)
class Left:
    """What stands in a folder and is never taken as it is, and why."""

    file: Arrival
    why: str


@dataclass(frozen=True)
class FetchResult:
    """The whole file was copied; ``sha256`` is the lower-case hex digest of its bytes."""

    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class TooLarge:
    """The file is larger than asked for and was not fetched; an outcome, not a fault."""

    size_bytes: int
    max_bytes: int


class Door:
    """One SFTP connection; every method raises ``TryAgain`` or ``NeedsAPerson``.

    Not for two threads at once: each worker opens its own door.
    """

    def __init__(self, channel: paramiko.SFTPClient, unfinished: tuple[str, ...]) -> None:
        self._sftp = channel
        self._unfinished = unfinished
        self._clock: tuple[datetime, float] | None = None

    def look(self, folder: str, *, limit: int = LIMIT) -> dict[str, Arrival]:
        """Return what stands in ``folder``, complete or not, oldest first, for a later ``seen``."""
        return {each.name: each for each in _oldest(self._candidates(folder), limit)}

    def arrivals(
        self,
        folder: str,
        *,
        seen: Mapping[str, Arrival] | None = None,
        min_age_s: float,
        limit: int = LIMIT,
    ) -> list[Arrival]:
        """Return at most ``limit`` complete files, oldest first.

        Complete: at least ``min_age_s`` old by the server's clock (0: every file is), or unchanged
        since an earlier look given in ``seen``. Never links, folders, dot-files, names with an
        ending of unfinished ones, with control characters, separators or over 180 bytes.
        """
        server_now = self._server_now(folder) if min_age_s > 0 else None
        complete = (
            each
            for each in self._candidates(folder)
            if is_complete(each, seen=seen or {}, min_age_s=min_age_s, server_now=server_now)
        )
        return _oldest(complete, limit)

    def left(self, folder: str, *, limit: int = LIMIT) -> list[Left]:
        """Return what stands in ``folder`` and is never taken as it is, oldest first."""
        found = (
            Left(Arrival(entry.filename, entry.st_size or 0, _modified_at(entry)), why)
            for entry in self._entries(folder)
            if (why := why_left(entry.filename, entry.st_mode, self._unfinished)) is not None
        )
        return heapq.nsmallest(
            limit, found, key=lambda each: (each.file.modified_at, each.file.name)
        )

    def claim(self, folder: str, name: str, *, claimed_folder: str, claim_id: str) -> str | None:
        """Rename the file to ``{claim_id}__{name}`` in ``claimed_folder``; return its new path.

        None when it is gone because another worker was first. Never overwrites. When the answer
        to a successful claim is lost, ``claimed`` finds the file later.
        """
        source = names.join(folder, names.require_safe(name))
        target = names.join(claimed_folder, names.claimed_name(claim_id, name))
        try:
            with folding(f"claim {source}"):
                self._sftp.rename(source, target)  # not posix_rename, which overwrites
        except DoorFault:
            if self._stands(source):
                self._refuse_collision(target)
                raise
            if not self._stands(claimed_folder):
                raise
            return None
        return target

    def claimed(self, claimed_folder: str, *, limit: int = LIMIT) -> list[Claimed]:
        """Return what workers claimed and left, by path, at most ``limit``."""
        found = (_as_claimed(claimed_folder, entry) for entry in self._entries(claimed_folder))
        return heapq.nsmallest(limit, (each for each in found if each), key=lambda c: c.path)

    def fetch(self, path: str, *, to: BinaryIO, max_bytes: int) -> FetchResult | TooLarge:
        """Copy the file into ``to``, hashing on the way; nothing is written when it is too large.

        A file that grows meanwhile is cut at the size it had when opened.
        """
        with self._reading(path) as file:
            size_bytes = remote_size_bytes(file, path)
            if size_bytes > max_bytes:
                return TooLarge(size_bytes, max_bytes)
            digest = hashlib.sha256()
            for chunk in remote_chunks(file, size_bytes, path):
                digest.update(chunk)
                to.write(chunk)
        return FetchResult(size_bytes, digest.hexdigest())

    def remove(self, path: str) -> None:
        """Remove the file; one that is not there is fine."""
        try:
            with folding(f"remove {path}"):
                self._sftp.remove(path)
        except NeedsAPerson as fault:
            if not isinstance(fault.__cause__, FileNotFoundError):
                raise

    def deliver(self, folder: str, name: str, content: bytes | Path) -> str:
        """Place ``content`` under ``name`` in one atomic step; return its path.

        Repeatable: the same name delivered again replaces the former file.
        """
        final = names.join(folder, names.require_safe(name))
        part = names.join(folder, f".{name}.part")
        self.remove(part)  # else a leftover could pass the check of the size below
        with folding(f"deliver {final}"):
            size_bytes = self._write(part, content)
            if self._sftp.stat(part).st_size != size_bytes:
                msg = f"deliver {final}: the server did not keep all {size_bytes} bytes"
                raise TryAgain(msg)
            self._sftp.posix_rename(part, final)
        return final

    def ensure_folder(self, folder: str) -> None:
        """Make ``folder`` and its parents where they are missing."""
        path = "/" if folder.startswith("/") else ""
        for step in folder.strip("/").split("/"):
            path = names.join(path, step)
            if self._stands(path):
                continue
            try:
                with folding(f"make folder {path}"):
                    self._sftp.mkdir(path)
            except DoorFault:
                if not self._stands(path):  # else another worker made it
                    raise

    def _entries(self, folder: str) -> Iterator[paramiko.SFTPAttributes]:
        with folding(f"list {folder}"):
            # One request at a time: more would be left unanswered behind the end of the folder.
            yield from self._sftp.listdir_iter(folder, read_aheads=1)

    def _candidates(self, folder: str) -> Iterator[Arrival]:
        for entry in self._entries(folder):
            found = arrival(
                name=entry.filename,
                mode=entry.st_mode,
                size_bytes=entry.st_size,
                modified=entry.st_mtime,
                unfinished=self._unfinished,
            )
            if found:
                yield found

    @contextmanager
    def _reading(self, path: str) -> Iterator[paramiko.SFTPFile]:
        """Open and close under the fold, and leave alone what the caller's own file raises."""
        with folding(f"fetch {path}"):
            file = self._sftp.open(path, "rb")
        try:
            yield file
        finally:
            with folding(f"fetch {path}"):
                file.close()

    def _stands(self, path: str) -> bool:
        try:
            with folding(f"look at {path}"):
                self._sftp.lstat(path)
        except NeedsAPerson as fault:
            if isinstance(fault.__cause__, FileNotFoundError):
                return False
            raise
        return True

    def _refuse_collision(self, target: str) -> None:
        if self._stands(target):
            msg = f"{target} exists already and a claim never overwrites"
            raise NeedsAPerson(msg)

    def _write(self, path: str, content: bytes | Path) -> int:
        """Write all chunks; the last waits for every answer, so that no failure is lost."""
        size_bytes = len(content) if isinstance(content, bytes) else content.stat().st_size
        sent_bytes = 0
        with self._sftp.open(path, "wb") as file:
            for chunk in local_chunks(content):
                sent_bytes += len(chunk)
                file.set_pipelined(sent_bytes < size_bytes)
                file.write(chunk)
        return sent_bytes

    def _server_now(self, folder: str) -> datetime | None:
        """Return the server's time, never later than it is; None when it cannot be measured.

        Measured once a connection by the time of a dot-file written into ``folder`` and removed.
        """
        if self._clock is None:
            self._clock = self._read_clock(folder)
        if self._clock is None:
            return None
        server_time, read_at = self._clock
        return server_time + timedelta(seconds=time.monotonic() - read_at)

    def _read_clock(self, folder: str) -> tuple[datetime, float] | None:
        probe = names.join(folder, f".clock-{secrets.token_hex(8)}")
        try:
            with folding(f"read the clock in {folder}"):
                self._sftp.open(probe, "wx").close()
                modified = self._sftp.stat(probe).st_mtime
                self._sftp.remove(probe)
        except NeedsAPerson:
            return None  # not allowed to write here: only two equal looks can tell
        if modified is None:
            return None
        return datetime.fromtimestamp(modified, tz=UTC), time.monotonic()


def _oldest(found: Iterator[Arrival], limit: int) -> list[Arrival]:
    return heapq.nsmallest(limit, found, key=lambda each: (each.modified_at, each.name))


def _modified_at(entry: paramiko.SFTPAttributes) -> datetime:
    return datetime.fromtimestamp(entry.st_mtime or 0, tz=UTC)


def _as_claimed(folder: str, entry: paramiko.SFTPAttributes) -> Claimed | None:
    parts = names.split_claimed_name(entry.filename)
    if parts is None or entry.st_size is None:
        return None
    modified = entry.st_mtime
    return Claimed(
        *parts,
        names.join(folder, entry.filename),
        entry.st_size,
        None if modified is None else datetime.fromtimestamp(modified, tz=UTC),
    )
