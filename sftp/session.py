"""One SFTP session of the embedded server: every request, held within the account's tree."""

import asyncio
import errno
import os
import stat
import weakref
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from itertools import islice
from logging import INFO, WARNING
from pathlib import Path
from typing import NoReturn

import asyncssh
from asyncssh.constants import FXF_APPEND, FXF_CREAT, FXF_EXCL, FXF_TRUNC, FXF_WRITE

from sftp.handles import Download, Listing
from sftp.journal import note
from sftp.settings import ServerSettings
from sftp.tree import Act, Tree, normal
from sftp.upload import Upload, sync_folder

_MAX_READ_BYTES = 256 * 1024
_WRITES = FXF_WRITE | FXF_APPEND | FXF_CREAT | FXF_TRUNC


class Session(asyncssh.SFTPServer):
    """The requests of one session.

    All changes of names happen on the event loop's thread, so that a check and the rename that
    follows it are one step for every session. What is not overridden ends in ``map_path``, which
    refuses.
    """

    def __init__(
        self,
        channel: asyncssh.SSHServerChannel[bytes],
        *,
        username: str,
        tree: Tree,
        settings: ServerSettings,
    ) -> None:
        super().__init__(channel)
        self._username = username
        self._tree = tree
        self._settings = settings
        self._files: set[Download | Upload] = set()
        self._listings: weakref.WeakSet[Listing] = weakref.WeakSet()
        self._abandoned = False

    def abandon(self) -> None:
        """Note that the client is gone: what is closed from now on was not closed by it."""
        self._abandoned = True

    def exit(self) -> None:
        """Let go of whatever is still open."""
        while self._files:
            _let_go(self._files.pop())

    # Files

    def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> Download | Upload:
        """Open for reading or for a new upload; the client's attributes are ignored."""
        del attrs
        self._refuse_too_many()
        file = self._new_upload(path, pflags) if pflags & _WRITES else self._new_download(path)
        self._files.add(file)
        return file

    async def close(self, file_obj: object) -> None:
        """End a download; publish an upload, unless the client went away before closing it."""
        if isinstance(file_obj, Download):
            self._files.discard(file_obj)
            _let_go(file_obj)
            self._note("download", path=file_obj.path, size_bytes=file_obj.sent_bytes)
        elif isinstance(file_obj, Upload):
            self._files.discard(file_obj)
            await self._end_upload(file_obj)

    def read(self, file_obj: object, offset: int, size: int) -> bytes:
        """Read from a download."""
        if not isinstance(file_obj, Download):
            self._refuse("read", getattr(file_obj, "path", b""))
        content = os.pread(file_obj.descriptor, min(size, _MAX_READ_BYTES), offset)
        file_obj.sent_bytes += len(content)
        return content

    def write(self, file_obj: object, offset: int, data: bytes) -> int:
        """Write to an upload."""
        if not isinstance(file_obj, Upload):
            self._refuse("write", getattr(file_obj, "path", b""))
        try:
            return file_obj.write(offset, data)
        except OSError as cause:
            self._note("refusal", WARNING, act="write", path=file_obj.path, reason=cause.strerror)
            raise

    def fstat(self, file_obj: object) -> os.stat_result:
        """Return the attributes of an open file."""
        return os.fstat(_open_file(file_obj).descriptor)

    def fsetstat(self, file_obj: object, attrs: asyncssh.SFTPAttrs) -> None:
        """Set an upload's size; owner, permissions and times are the server's and stay."""
        if attrs.size is None:
            return
        if not isinstance(file_obj, Upload):
            self._refuse("fsetstat", getattr(file_obj, "path", b""))
        file_obj.cut(attrs.size)

    def fsync(self, file_obj: object) -> None:
        """Bring an open file to the disk."""
        os.fsync(_open_file(file_obj).descriptor)

    # Names

    def lstat(self, path: bytes) -> os.stat_result:
        """Return attributes; a link's own."""
        return self._locate("stat", path, Act.SEE).lstat()

    def stat(self, path: bytes) -> os.stat_result:
        """Return attributes; a link is never followed."""
        return self.lstat(path)

    def setstat(self, path: bytes, attrs: asyncssh.SFTPAttrs) -> None:
        """Ignore owner, permissions and times; refuse to cut a file that has its name."""
        self.lstat(path)
        if attrs.size is not None:
            self._refuse("setstat", path)

    def lsetstat(self, path: bytes, attrs: asyncssh.SFTPAttrs) -> None:
        """Do as ``setstat``."""
        self.setstat(path, attrs)

    def scandir(self, path: bytes) -> AsyncIterator[asyncssh.SFTPName]:
        """List a folder, at most ``max_listing`` entries."""
        self._refuse_too_many()
        folder = self._locate("list", path, Act.SEE)
        if not stat.S_ISDIR(folder.lstat().st_mode):
            self._refuse("list", path)
        with os.scandir(folder) as entries:
            shown = (each.name for each in entries if self._tree.shows(folder, each.name))
            listing = Listing(folder, list(islice(shown, self._settings.max_listing)))
        self._listings.add(listing)
        return listing

    def remove(self, path: bytes) -> None:
        """Remove a file."""
        self._locate("remove", path, Act.REMOVE).unlink()
        self._note("remove", path=path)

    def rename(self, oldpath: bytes, newpath: bytes) -> None:
        """Rename without ever overwriting."""
        source, target = self._rename_pair(oldpath, newpath)
        if os.path.lexists(target):
            source.lstat()  # a source that is gone is the more telling answer
            raise FileExistsError(errno.EEXIST, "the new name is taken")
        self._date(source)
        source.rename(target)
        self._note("rename", path=oldpath, to=newpath)

    def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        """Rename, replacing what has the new name, in one step."""
        source, target = self._rename_pair(oldpath, newpath)
        self._date(source)
        source.replace(target)
        self._note("rename", path=oldpath, to=newpath)

    def mkdir(self, path: bytes, attrs: asyncssh.SFTPAttrs) -> None:
        """Make a folder, with the server's permissions."""
        del attrs
        self._locate("mkdir", path, Act.SHAPE).mkdir(mode=0o750)

    def rmdir(self, path: bytes) -> None:
        """Remove an empty folder."""
        self._locate("rmdir", path, Act.SHAPE).rmdir()

    def realpath(self, path: bytes) -> bytes:
        """Return the path in the account's own terms, from its text alone."""
        return normal(path)

    # Refused whatever the account

    def readlink(self, path: bytes) -> NoReturn:
        """Refuse: where a link points is nobody's business."""
        self._refuse("readlink", path)

    def symlink(self, oldpath: bytes, newpath: bytes) -> NoReturn:
        """Refuse."""
        del oldpath
        self._refuse("symlink", newpath)

    def link(self, oldpath: bytes, newpath: bytes) -> NoReturn:
        """Refuse."""
        del oldpath
        self._refuse("link", newpath)

    def map_path(self, path: bytes) -> NoReturn:
        """Refuse: reached only by a request that this class does not know."""
        self._refuse("unknown", path)

    def format_user(self, uid: int | None) -> str:
        """Show the account, not a user of this machine."""
        del uid
        return self._username

    def format_group(self, gid: int | None) -> str:
        """Show the account, not a group of this machine."""
        del gid
        return self._username

    def _new_download(self, path: bytes) -> Download:
        local = self._locate("open", path, Act.READ)
        descriptor = os.open(local, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            self._refuse("open", path)
        return Download(path, descriptor)

    def _new_upload(self, path: bytes, pflags: int) -> Upload:
        local = self._locate("upload", path, Act.WRITE)
        if os.path.lexists(local):
            if pflags & FXF_EXCL:
                raise FileExistsError(errno.EEXIST, "the name is taken")
            # Without truncation the client means to change what stands there, which is finished.
            if not pflags & FXF_TRUNC or local.is_dir():
                self._refuse("change", path)
        elif not local.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, "no such folder")
        return Upload(
            self._tree.uploading,
            path=path,
            max_bytes=self._settings.max_upload_bytes,
            new_only=bool(pflags & FXF_EXCL),
        )

    async def _end_upload(self, upload: Upload) -> None:
        try:
            if self._abandoned:
                self._note("refusal", WARNING, act="upload", path=upload.path, reason="not closed")
                return
            await asyncio.to_thread(upload.sync)
            local = self._locate("upload", upload.path, Act.WRITE)
            upload.publish(local)
            await asyncio.to_thread(sync_folder, local.parent)
            self._note("upload", path=upload.path, size_bytes=upload.size_bytes)
        finally:
            upload.discard()

    def _rename_pair(self, oldpath: bytes, newpath: bytes) -> tuple[Path, Path]:
        source = self._locate("rename", oldpath, Act.MOVE)
        target = self._locate("rename", newpath, Act.WRITE)
        if not self._tree.is_hub and source.is_dir():
            self._refuse("rename", oldpath)
        return source, target

    def _date(self, source: Path) -> None:
        """Date a file that its partner renames: it arrives when it has its name.

        A claim of the hub leaves the time as it is.
        """
        if not self._tree.is_hub:
            os.utime(source, follow_symlinks=False)

    def _locate(self, act_name: str, path: bytes, act: Act) -> Path:
        with self._noting(act_name, path):
            return self._tree.locate(path, act)

    @contextmanager
    def _noting(self, act_name: str, path: bytes) -> Iterator[None]:
        try:
            yield
        except PermissionError as cause:
            self._note("refusal", WARNING, act=act_name, path=path, reason=cause.strerror)
            raise

    def _refuse(self, act_name: str, path: bytes) -> NoReturn:
        with self._noting(act_name, path):
            raise PermissionError(errno.EACCES, "not permitted here")

    def _refuse_too_many(self) -> None:
        if len(self._files) + len(self._listings) >= self._settings.max_open_files:
            self._note("refusal", WARNING, act="open", reason="too many open files")
            msg = "too many open files"
            raise asyncssh.SFTPFailure(msg)

    def _note(self, event: str, level: int = INFO, **facts: str | int | bytes | None) -> None:
        note(event, level, account=self._username, **facts)


def _open_file(file_obj: object) -> Download | Upload:
    if not isinstance(file_obj, Download | Upload):
        msg = "not an open file"
        raise asyncssh.SFTPFailure(msg)
    return file_obj


def _let_go(file: Download | Upload) -> None:
    if isinstance(file, Upload):
        file.discard()
    else:
        os.close(file.descriptor)
