"""What one account may still upload and open, of what its bounds and the disk allow.

Refusals are ``OSError`` with EDQUOT or ENOSPC, whose text tells a stranger what to do.
"""

import datetime as dt
import errno
import os
import time
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import asyncssh

from sftp.settings import Bounds

_COUNTED_ANEW_S: Final = 1.0
_BLOCK_BYTES: Final = 4096
_NAME_BYTES_MAX: Final = 255


class Allowance:
    """The uses of one account, over all its connections; days are those of ``zone``.

    What waits is counted as it is uploaded, and in the folder itself before anything is refused:
    the hub takes files away without telling. The day's bytes begin at nothing with the server.
    """

    def __init__(self, incoming: Path, zone: ZoneInfo, *, bounds: Bounds, min_free: int) -> None:
        self.bounds = bounds
        self._incoming, self._zone, self._min_free_bytes = incoming, zone, min_free
        self._open_files = 0
        self._uploads, self._uploading_bytes = 0, 0
        self._day, self._day_bytes = self._today(), 0
        self._waiting_files, self._waiting_bytes = _standing(incoming)
        self._counted_at = time.monotonic()

    def open_file(self) -> None:
        """Count a handle; SFTPFailure where the account has as many as it may."""
        if self._open_files >= self.bounds.max_open_files:
            raise asyncssh.SFTPFailure(
                f"too many open files: your account may have {self.bounds.max_open_files} open at"
                " once; close some first"
            )
        self._open_files += 1

    def close_file(self) -> None:
        """Count a handle less."""
        self._open_files -= 1

    def refuse_upload(self) -> None:
        """Refuse one more upload where it is too much."""
        self._refuse_without_room(0)
        self._refuse_spent(0)
        self._refuse_too_much_waiting(files=1, size_bytes=0)

    def begin_upload(self) -> None:
        """Count an upload more."""
        self._uploads += 1

    def refuse_write(self, *, sent_bytes: int, grown_bytes: int) -> None:
        """Refuse what a client sends, or by how much its file would grow, where it is too much."""
        self._refuse_without_room(grown_bytes)
        self._refuse_spent(sent_bytes)
        self._refuse_too_much_waiting(files=0, size_bytes=grown_bytes)

    def count_write(self, *, sent_bytes: int, grown_bytes: int) -> None:
        """Count what a client sent, and by how much its file grew; less than nothing: was cut."""
        self._day_bytes += sent_bytes
        self._uploading_bytes += grown_bytes

    def end_upload(self, size_bytes: int) -> None:
        """Count an upload less, of so many bytes."""
        self._uploads -= 1
        self._uploading_bytes -= size_bytes

    def count_waiting(self, size_bytes: int) -> None:
        """Count a file more that waits."""
        self._waiting_files += 1
        self._waiting_bytes += size_bytes

    def room(self) -> asyncssh.SFTPVFSAttrs:
        """Return as a file system what the account may hold, and how much of it is free now."""
        self._count_anew()
        used = self._waiting_bytes + self._uploading_bytes
        free = min(
            self.bounds.max_waiting_bytes - used,
            self.bounds.max_day_bytes - self._spent(),
            self._free_bytes() - self._min_free_bytes,
        )
        free_blocks = max(free, 0) // _BLOCK_BYTES
        free_files = max(self.bounds.max_waiting_files - self._waiting_files - self._uploads, 0)
        return asyncssh.SFTPVFSAttrs(
            bsize=_BLOCK_BYTES,
            frsize=_BLOCK_BYTES,
            blocks=self.bounds.max_waiting_bytes // _BLOCK_BYTES,
            bfree=free_blocks,
            bavail=free_blocks,
            files=self.bounds.max_waiting_files,
            ffree=free_files,
            favail=free_files,
            fsid=0,
            flags=0,
            namemax=_NAME_BYTES_MAX,
        )

    def _refuse_without_room(self, size_bytes: int) -> None:
        if self._free_bytes() - size_bytes < self._min_free_bytes:
            raise OSError(
                errno.ENOSPC,
                "the hub has no room for uploads at the moment, and nothing of this file was kept;"
                " send it again later",
            )

    def _refuse_spent(self, size_bytes: int) -> None:
        if self._spent() + size_bytes > self.bounds.max_day_bytes:
            raise OSError(
                errno.EDQUOT,
                f"your account may send {self.bounds.max_day_bytes} bytes a day, and nothing of"
                f" this file was kept; send it again after midnight ({self._zone.key})",
            )

    def _refuse_too_much_waiting(self, *, files: int, size_bytes: int) -> None:
        if not self._waits_too_much(files, size_bytes):
            return
        if time.monotonic() - self._counted_at >= _COUNTED_ANEW_S:
            self._count_anew()
        if self._waits_too_much(files, size_bytes):
            raise OSError(
                errno.EDQUOT,
                f"your account may have {self.bounds.max_waiting_files} files and"
                f" {self.bounds.max_waiting_bytes} bytes waiting in in/, and nothing of this file"
                " was kept; send it again when the hub has taken some",
            )

    def _waits_too_much(self, files: int, size_bytes: int) -> bool:
        return (
            self._waiting_files + self._uploads + files > self.bounds.max_waiting_files
            or self._waiting_bytes + self._uploading_bytes + size_bytes
            > self.bounds.max_waiting_bytes
        )

    def _count_anew(self) -> None:
        self._waiting_files, self._waiting_bytes = _standing(self._incoming)
        self._counted_at = time.monotonic()

    def _spent(self) -> int:
        today = self._today()
        if today != self._day:
            self._day, self._day_bytes = today, 0
        return self._day_bytes

    def _today(self) -> dt.date:
        return dt.datetime.now(self._zone).date()

    def _free_bytes(self) -> int:
        disk = os.statvfs(self._incoming.parent)
        return disk.f_bavail * disk.f_frsize


def _standing(folder: Path) -> tuple[int, int]:
    """Return how many files stand in a folder, and how many bytes; none where there is none."""
    sizes = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                try:
                    sizes.append(entry.stat(follow_symlinks=False).st_size)
                except FileNotFoundError:
                    continue
    except FileNotFoundError:
        return 0, 0
    return len(sizes), sum(sizes)
