"""One upload into the embedded server: hidden until it is closed cleanly."""

import errno
import os
import secrets
from pathlib import Path


class Upload:
    """A file being written under a random name in a hidden folder.

    Ends by ``publish`` or ``discard``; a failed write leaves only ``discard``.
    """

    def __init__(self, hidden_folder: Path, *, path: bytes, max_bytes: int, new_only: bool) -> None:
        self.path = path
        self.size_bytes = 0
        self._max_bytes = max_bytes
        self._new_only = new_only
        self._failed = False
        self._file = hidden_folder / secrets.token_hex(16)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        self.descriptor = os.open(self._file, flags, 0o640)

    def write(self, offset: int, content: bytes) -> int:
        """Write at ``offset``; the first failure makes the upload unpublishable."""
        try:
            self._refuse_beyond_bound(offset + len(content))
            written = 0
            while written < len(content):
                written += os.pwrite(self.descriptor, content[written:], offset + written)
        except OSError:
            self._failed = True
            raise
        self.size_bytes = max(self.size_bytes, offset + len(content))
        return written

    def cut(self, size_bytes: int) -> None:
        """Set the size."""
        self._refuse_beyond_bound(size_bytes)
        os.ftruncate(self.descriptor, size_bytes)
        self.size_bytes = size_bytes

    def sync(self) -> None:
        """Bring the content to the disk, dated by this machine and not by the sender."""
        if self._failed:
            raise OSError(errno.EIO, "a write failed, so the upload is dropped")
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

    def _refuse_beyond_bound(self, size_bytes: int) -> None:
        if size_bytes > self._max_bytes:
            self._failed = True
            # Give the space back at once; the name goes when the client closes or leaves.
            os.ftruncate(self.descriptor, 0)
            raise OSError(errno.EFBIG, f"larger than {self._max_bytes} bytes")


def sync_folder(folder: Path) -> None:
    """Bring the names in ``folder`` to the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
