"""What a session of the embedded server holds open besides uploads."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import asyncssh


@dataclass(eq=False)
class Download:
    """A file open for reading, and how much of it was sent."""

    path: bytes
    descriptor: int
    sent_bytes: int = 0


class Listing:
    """The entries of a folder as they were when it was opened; those that vanish are left out."""

    def __init__(self, folder: Path, entries: list[str]) -> None:
        self._folder = folder
        self._entries = iter(entries)

    def __aiter__(self) -> AsyncIterator[asyncssh.SFTPName]:
        """Iterate once."""
        return self

    async def __anext__(self) -> asyncssh.SFTPName:
        """Return the next entry that still stands."""
        for entry in self._entries:
            try:
                attrs = asyncssh.SFTPAttrs.from_local((self._folder / entry).lstat())
            except FileNotFoundError:
                continue
            return asyncssh.SFTPName(entry.encode(), attrs=attrs)
        raise StopAsyncIteration
