"""One upload into the embedded server: hidden until it is closed cleanly."""

import errno
import os
import secrets
from pathlib import Path
from typing import Final

AHEAD_BYTES_MAX: Final = 4 * 1024 * 1024
"""How far behind what is written a client may write: many requests of it are under way at once, and
some clients (``rclone``) send them in no order."""

_PIECES_AHEAD_MAX: Final = 256


class Upload:
    """A file being written under a random name in a hidden folder.

    It has no holes: what is written far behind its end is refused, and it is not published while
    a part is missing. Ends by ``publish`` or ``discard``; a failed write leaves only ``discard``.
    """

    def __init__(self, hidden_folder: Path, *, path: bytes, max_bytes: int, new_only: bool) -> None:
        self.path = path
        self.failed: OSError | None = None
        self.size_bytes = 0
        self._whole_bytes = 0
        self._ahead: dict[int, int] = {}
        self._max_bytes = max_bytes
        self._new_only = new_only
        self._file = hidden_folder / secrets.token_hex(16)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        self.descriptor = os.open(self._file, flags, 0o640)

    def growth(self, offset: int, length: int) -> int:
        """Return by how many bytes a write would make the file longer."""
        return max(offset + length - self.size_bytes, 0) if length else 0

    def write(self, offset: int, content: bytes) -> int:
        """Write at ``offset``; the first failure makes the upload unpublishable."""
        self._refuse_failed()
        if not content:
            return 0
        try:
            self._refuse_beyond_bound(offset + len(content))
            self._refuse_far_ahead(offset)
            written = 0
            while written < len(content):
                written += os.pwrite(self.descriptor, content[written:], offset + written)
        except OSError as cause:
            self.fail(cause)
            raise
        self._grow(offset, offset + len(content))
        return written

    def cut(self, size_bytes: int) -> None:
        """Set a size that is no larger than what was written."""
        self._refuse_failed()
        if size_bytes > self.size_bytes:
            longer = OSError(
                errno.EINVAL, "a file is made longer by writing to it, not by its size"
            )
            self.fail(longer)
            raise longer
        os.ftruncate(self.descriptor, size_bytes)
        self.size_bytes = size_bytes
        self._whole_bytes = min(self._whole_bytes, size_bytes)
        self._ahead = {
            start: min(end, size_bytes) for start, end in self._ahead.items() if start < size_bytes
        }

    def fail(self, cause: OSError) -> None:
        """Make the upload unpublishable, for a cause, and give its space back at once.

        The name goes when the client closes or leaves; until then each request is told the cause,
        since many clients look at the answer to the last one alone.
        """
        self.failed = self.failed or cause
        os.ftruncate(self.descriptor, 0)

    def sync(self) -> None:
        """Bring the content to the disk, dated by this machine and not by the sender."""
        self._refuse_failed()
        if self._ahead:
            raise OSError(errno.EIO, "a part of the file is missing, so the upload is dropped")
        os.utime(self.descriptor)
        os.fsync(self.descriptor)

    def publish(self, target: Path) -> None:
        """Give the file its name in one step, replacing a former one unless only new is allowed."""
        if self._new_only:
            os.link(self._file, target, follow_symlinks=False)
        elif target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "a folder has this name")
        else:
            self._file.replace(target)
        self.discard()

    def discard(self) -> None:
        """Close the file and remove its hidden name where it still has one."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1
        self._file.unlink(missing_ok=True)

    def _refuse_failed(self) -> None:
        if self.failed:
            raise OSError(self.failed.errno, self.failed.strerror)

    def _refuse_beyond_bound(self, size_bytes: int) -> None:
        if size_bytes > self._max_bytes:
            raise OSError(errno.EFBIG, f"larger than {self._max_bytes} bytes")

    def _refuse_far_ahead(self, offset: int) -> None:
        ahead_bytes = offset - self._whole_bytes
        many = ahead_bytes > 0 and len(self._ahead) >= _PIECES_AHEAD_MAX
        if many or ahead_bytes > AHEAD_BYTES_MAX:
            raise OSError(errno.EINVAL, "a file is written from its start to its end, without gaps")

    def _grow(self, start: int, end: int) -> None:
        """Note what was written, and what is whole now from the start."""
        self.size_bytes = max(self.size_bytes, end)
        if start > self._whole_bytes:
            self._ahead[start] = max(end, self._ahead.get(start, 0))
            return
        self._whole_bytes = max(self._whole_bytes, end)
        for at in sorted(self._ahead):
            if at > self._whole_bytes:
                break
            self._whole_bytes = max(self._whole_bytes, self._ahead.pop(at))


def sync_folder(folder: Path) -> None:
    """Bring the names in ``folder`` to the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
