"""File content in pieces, as one SFTP request carries them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import paramiko

from sftp.faults import NeedsAPerson, TryAgain, folding

_CHUNK_BYTES: Final = 32 * 1024  # what every SFTP server must accept in one request
_PREFETCH_ABOVE_BYTES: Final = 1024 * 1024
_WINDOW_BYTES: Final = 16 * 1024 * 1024  # bounds what prefetch holds in memory


def remote_size_bytes(file: paramiko.SFTPFile, path: str) -> int:
    """Return the size of an open file."""
    with folding(f"fetch {path}"):
        size_bytes = file.stat().st_size
    if size_bytes is None:
        msg = f"fetch {path}: the server gives no size"
        raise NeedsAPerson(msg)
    return size_bytes


def remote_chunks(file: paramiko.SFTPFile, size_bytes: int, path: str) -> Iterator[bytes]:
    """Yield exactly ``size_bytes``; a large file is asked for a window ahead of the reader."""
    left_bytes = size_bytes
    with folding(f"fetch {path}"):
        for chunk in _answers(file, size_bytes):
            left_bytes -= len(chunk)
            yield chunk
    if left_bytes:
        msg = f"fetch {path}: {left_bytes} bytes are missing at the end"
        raise TryAgain(msg)


def _answers(file: paramiko.SFTPFile, size_bytes: int) -> Iterator[bytes]:
    if size_bytes <= _PREFETCH_ABOVE_BYTES:
        for at, length in _pieces(0, size_bytes):
            file.seek(at)
            yield file.read(length)
        return
    for start in range(0, size_bytes, _WINDOW_BYTES):
        yield from file.readv(list(_pieces(start, min(start + _WINDOW_BYTES, size_bytes))))


def _pieces(start: int, end: int) -> Iterator[tuple[int, int]]:
    return ((at, min(_CHUNK_BYTES, end - at)) for at in range(start, end, _CHUNK_BYTES))


def local_chunks(content: bytes | Path) -> Iterator[bytes]:
    """Yield the content in pieces of one request each."""
    if isinstance(content, bytes):
        for start in range(0, len(content), _CHUNK_BYTES):
            yield content[start : start + _CHUNK_BYTES]
        return
    with content.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk
