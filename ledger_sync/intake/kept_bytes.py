"""Bytes kept for good under their SHA-256: every file received and every document sent."""

import fcntl
import hashlib
import io
import os
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from pyarrow import parquet

_CHUNK_BYTES = 1 << 20
_SYNCS_AT_ONCE = 8

LEFTOVER_AGE_S = 86_400
"""Bytes that were still coming in this long ago came from a run that was killed."""


KEPT_FILE = "kept.parquet"
"""The file of an archive that holds kept bytes: ``sha256``, ``content``, in order of the digest."""


class _Incoming(io.FileIO):
    """Bytes coming in. A piece of nothing but zeros is left as a hole, and takes no room.

    So a partner whose server makes a gigabyte of holes costs us no gigabyte either.
    """

    def write(self, content: Any) -> int:  # noqa: ANN401 - a buffer, which has no type before 3.12
        """Write all of a piece."""
        left = memoryview(content)
        if left.nbytes == bytes(left).count(0):
            self.seek(left.nbytes, os.SEEK_CUR)
            return left.nbytes
        size_bytes = left.nbytes
        while left:
            left = left[super().write(left) :]
        return size_bytes


class KeptBytes:
    """A folder of immutable files named by their digest, and the archives that took over old ones.

    ``archives`` holds a folder for each archived month; None when there are none.
    """

    def __init__(self, folder: Path, archives: Path | None = None) -> None:
        self._folder = folder
        self._archives = archives

    def put(self, content: bytes) -> bytes:
        """Keep bytes and return their SHA-256; keeping them twice changes nothing."""
        (digest,) = self.put_all([content])
        return digest

    def put_all(self, contents: Sequence[bytes]) -> list[bytes]:
        """Keep many documents; their syncs to the disk wait together. Returns their SHA-256."""
        digests = [hashlib.sha256(content).digest() for content in contents]
        with self.uncleared():
            new = {
                digest: content
                for digest, content in zip(digests, contents, strict=True)
                if not self._kept_anew(digest)
            }
            if new:
                self._put_new(new)
        return digests

    def _put_new(self, new: Mapping[bytes, bytes]) -> None:
        put, folders = partial(self._put, self._incoming()), self._folders(new)
        if len(new) == 1:
            list(map(put, new, new.values()))
            list(map(_sync, folders))
            return
        with ThreadPoolExecutor(min(len(new), _SYNCS_AT_ONCE)) as pool:
            list(pool.map(put, new, new.values()))
            list(pool.map(_sync, folders))

    @contextmanager
    def incoming(self) -> "Iterator[tuple[BinaryIO, Path]]":
        """Open a place to write bytes whose digest is not known yet; see ``settle``."""
        descriptor, name = tempfile.mkstemp(dir=self._incoming())
        place = Path(name)
        try:
            with _Incoming(descriptor, "w+b") as stream:
                yield stream, place
        finally:
            place.unlink(missing_ok=True)

    def settle(self, stream: BinaryIO, place: Path) -> tuple[bytes, int]:
        """Keep what was written to an incoming place; return its SHA-256 and size."""
        stream.truncate()  # to where its writer is, which zeros at the end did not reach
        with place.open("rb") as written:
            digest = hashlib.file_digest(written, "sha256").digest()
        size = place.stat().st_size
        (folder,) = self._folders([digest])
        with self.uncleared():
            self._settle(stream, place, digest)
        _sync(folder)
        return digest, size

    def path(self, digest: bytes) -> Path:
        """Return where bytes are kept, or would be."""
        name = digest.hex()
        return self._folder / name[:2] / name

    def get(self, digest: bytes) -> bytes:
        """Return kept bytes; FileNotFoundError when they are gone."""
        try:
            return self.path(digest).read_bytes()
        except FileNotFoundError:
            content = self._archived(digest)
            if content is None:
                raise
            return content

    def excerpt(self, digest: bytes, start: int, size_bytes: int) -> bytes:
        """Return at most so many of the kept bytes, from a place on."""
        with self.readable(digest) as path, path.open("rb") as stream:
            stream.seek(start)
            return stream.read(size_bytes)

    @contextmanager
    def readable(self, digest: bytes) -> "Iterator[Path]":
        """Give a path under which kept bytes can be read for a while."""
        if self.path(digest).exists():
            yield self.path(digest)
            return
        with tempfile.NamedTemporaryFile() as copy:
            copy.write(self.get(digest))
            copy.flush()
            yield Path(copy.name)

    def intact(self, digest: bytes) -> bool:
        """Whether the bytes are there, kept or archived, and still have their digest."""
        path = self.path(digest)
        if path.is_file():
            with path.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").digest() == digest
        content = self._archived(digest)
        return content is not None and hashlib.sha256(content).digest() == digest

    def digests(self) -> "Iterator[bytes]":
        """Yield the digest of everything in the folder, in order."""
        for path in sorted(self._folder.glob("??/*")):
            yield bytes.fromhex(path.name)

    def discard(self, digest: bytes) -> bool:
        """Remove bytes that an archive holds, byte for byte; False, and nothing done, else."""
        content = self._archived(digest)
        if content is None or hashlib.sha256(content).digest() != digest:
            return False
        self.path(digest).unlink(missing_ok=True)
        return True

    @contextmanager
    def uncleared(self) -> "Iterator[None]":
        """Let nothing be cleared within, while bytes are kept or all of them are copied.

        Where a store has no locks, nothing is cleared of it at all.
        """
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with ExitStack() as locked:
            with suppress(OSError):
                locked.enter_context(self._locked(fcntl.LOCK_SH))
            yield

    def older_than(self, age_s: float) -> "Iterator[bytes]":
        """Yield the digest of what was last kept longer ago than an age, in order."""
        for digest in self.digests():
            with suppress(FileNotFoundError):
                if self._age_s(digest) > age_s:
                    yield digest

    def clear(self, digest: bytes, age_s: float) -> int | None:
        """Remove bytes that no row names, and return their size.

        None, and nothing done, where they were kept anew within an age: a row that is to name them
        may not be committed yet. Raises OSError where the folder cannot be locked.
        """
        with self._locked(fcntl.LOCK_EX), suppress(FileNotFoundError):
            if self._age_s(digest) > age_s:
                size = self.path(digest).stat().st_size
                self.path(digest).unlink()
                return size
        return None

    def _age_s(self, digest: bytes) -> float:
        """Return how long ago bytes were last kept; FileNotFoundError when they are not."""
        return time.time() - self.path(digest).stat().st_mtime

    def _kept_anew(self, digest: bytes) -> bool:
        """Note that bytes are to be kept once more; False where they have to be written."""
        try:
            os.utime(self.path(digest))
        except OSError:
            return False
        return True

    @contextmanager
    def _locked(self, kind: int) -> "Iterator[None]":
        descriptor = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(descriptor, kind)
            yield
        finally:
            os.close(descriptor)

    def _archived(self, digest: bytes) -> bytes | None:
        for path in sorted(self._archives.glob(f"????-??/{KEPT_FILE}")) if self._archives else ():
            found = parquet.read_table(path, filters=[("sha256", "=", digest)])["content"]
            if len(found):
                return bytes(found[0].as_py())
        return None

    def _incoming(self) -> Path:
        """Return where bytes come in, without what killed runs left there."""
        folder = self._folder / "incoming"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _clear_leftovers(folder)
        return folder

    def _put(self, incoming: Path, digest: bytes, content: bytes) -> None:
        """Keep bytes; the folder that has them then is not synced yet."""
        descriptor, name = tempfile.mkstemp(dir=incoming)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(content)
                self._settle(stream, Path(name), digest)
        finally:
            Path(name).unlink(missing_ok=True)

    def _settle(self, stream: BinaryIO, place: Path, digest: bytes) -> None:
        """Give bytes that are written their name; the folder is not synced yet."""
        stream.flush()
        os.fsync(stream.fileno())
        os.fchmod(stream.fileno(), 0o400)
        os.utime(stream.fileno())
        place.replace(self.path(digest))

    def _folders(self, digests: Iterable[bytes]) -> set[Path]:
        """Return the folders that bytes are kept in, made where they are not there yet."""
        folders = {self.path(digest).parent for digest in digests}
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folders


def _sync(folder: Path) -> None:
    """Make the names in a folder last."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _clear_leftovers(folder: Path) -> None:
    oldest = time.time() - LEFTOVER_AGE_S
    for place in folder.iterdir():
        with suppress(FileNotFoundError):
            if place.stat().st_mtime < oldest:
                place.unlink()
