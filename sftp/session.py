"""One SFTP session of the embedded server: every request, held within the account's tree."""

import asyncio
import errno
import os
import stat
import weakref
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from itertools import islice
from logging import WARNING
from pathlib import Path
from typing import NoReturn

import asyncssh
from asyncssh.constants import FXF_APPEND, FXF_CREAT, FXF_EXCL, FXF_TRUNC, FXF_WRITE

from sftp.account.roster import Account
from sftp.account.taken import Taken
from sftp.handles import Download, Listing
from sftp.journal import Visit
from sftp.settings import ServerSettings
from sftp.tree import INCOMING, Act, normal
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
        account: Account,
        taken: Taken,
        visit: Visit,
        settings: ServerSettings,
    ) -> None:
        super().__init__(channel)
        self._account = account
        self._tree = account.tree
        self._allowance = account.allowance
        self._taken = taken
        self._visit = visit
        self._settings = settings
        self._files: set[Download | Upload] = set()
        self._abandoned = False

    def abandon(self) -> None:
        """Note that the client is gone: what is closed from now on was not closed by it."""
        self._abandoned = True

    def exit(self) -> None:
        """Let go of whatever is still open."""
        while self._files:
            self._let_go(self._files.pop())

    # Files

    def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> Download | Upload:
        """Open for reading or for a new upload; the client's attributes are ignored."""
        del attrs
        with self._one_more_open():
            file = self._new_upload(path, pflags) if pflags & _WRITES else self._new_download(path)
        self._files.add(file)
        return file

    async def close(self, file_obj: object) -> None:
        """End a download; publish an upload, unless the client went away before closing it."""
        if isinstance(file_obj, Download):
            self._files.discard(file_obj)
            self._let_go(file_obj)
            self._visit.note("download", path=file_obj.path, size_bytes=file_obj.sent_bytes)
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
        failed_before = file_obj.failed
        grown_bytes = file_obj.growth(offset, len(data))
        try:
            if not failed_before:
                self._allowance.refuse_write(sent_bytes=len(data), grown_bytes=grown_bytes)
            written = file_obj.write(offset, data)
        except OSError as cause:
            file_obj.fail(cause)
            if not failed_before:
                self._note_refusal("write", file_obj.path, cause)
            raise
        self._allowance.count_write(sent_bytes=len(data), grown_bytes=grown_bytes)
        return written

    def fstat(self, file_obj: object) -> os.stat_result:
        """Return the attributes of an open file."""
        return os.fstat(_open_file(file_obj).descriptor)

    def fsetstat(self, file_obj: object, attrs: asyncssh.SFTPAttrs) -> None:
        """Cut an upload; owner, permissions and times are the server's and stay."""
        if attrs.size is None:
            return
        if not isinstance(file_obj, Upload):
            self._refuse("fsetstat", getattr(file_obj, "path", b""))
        was_bytes = file_obj.size_bytes
        try:
            file_obj.cut(attrs.size)
        except OSError as cause:
            self._note_refusal("cut", file_obj.path, cause)
            raise
        self._allowance.count_write(sent_bytes=0, grown_bytes=file_obj.size_bytes - was_bytes)

    def fsync(self, file_obj: object) -> None:
        """Bring an open file to the disk."""
        os.fsync(_open_file(file_obj).descriptor)

    # Names

    def lstat(self, path: bytes) -> os.stat_result:
        """Return attributes; a link's own, and for a minute those of a file that the hub took."""
        local = self._locate("stat", path, Act.SEE)
        try:
            return local.lstat()
        except FileNotFoundError:
            was = None if self._tree.is_hub else self._taken.get(local)
            if was is None:
                raise
            return was

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

    def statvfs(self, path: bytes) -> asyncssh.SFTPVFSAttrs:
        """Return what the account may hold, and how much of that is free, wherever it asks."""
        self.lstat(path)
        return self._allowance.room()

    def scandir(self, path: bytes) -> AsyncIterator[asyncssh.SFTPName]:
        """List a folder, at most ``max_listing`` entries."""
        with self._one_more_open():
            folder = self._locate("list", path, Act.SEE)
            if not stat.S_ISDIR(folder.lstat().st_mode):
                self._refuse("list", path)
            with os.scandir(folder) as entries:
                shown = (each.name for each in entries if self._tree.shows(folder, each.name))
                listing = Listing(folder, list(islice(shown, self._settings.max_listing)))
        weakref.finalize(listing, self._allowance.close_file)
        return listing

    def remove(self, path: bytes) -> None:
        """Remove a file."""
        local = self._locate("remove", path, Act.REMOVE)
        local.unlink()
        self._taken.forget(local)
        self._visit.note("remove", path=path)

    def rename(self, oldpath: bytes, newpath: bytes) -> None:
        """Rename without ever overwriting."""
        source, target = self._rename_pair(oldpath, newpath)
        if os.path.lexists(target):
            source.lstat()  # a source that is gone is the more telling answer
            raise FileExistsError(errno.EEXIST, "the new name is taken")
        self._move(source, target)
        self._visit.note("rename", path=oldpath, to=newpath)

    def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        """Rename, replacing what has the new name, in one step."""
        source, target = self._rename_pair(oldpath, newpath)
        self._move(source, target)
        self._visit.note("rename", path=oldpath, to=newpath)

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
        return self._account.username

    def format_group(self, gid: int | None) -> str:
        """Show the account, not a group of this machine."""
        del gid
        return self._account.username

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
        try:
            self._allowance.refuse_upload()
        except OSError as cause:
            self._note_refusal("upload", path, cause)
            raise
        upload = Upload(
            self._tree.uploading,
            path=path,
            max_bytes=self._settings.max_upload_bytes,
            new_only=bool(pflags & FXF_EXCL),
        )
        self._allowance.begin_upload()
        return upload

    async def _end_upload(self, upload: Upload) -> None:
        try:
            if self._abandoned:
                self._visit.note(
                    "refusal", WARNING, act="upload", path=upload.path, reason="not closed"
                )
                return
            await asyncio.to_thread(upload.sync)
            local = self._locate("upload", upload.path, Act.WRITE)
            upload.publish(local)
            self._allowance.count_waiting(upload.size_bytes)
            self._taken.forget(local)
            await asyncio.to_thread(sync_folder, local.parent)
            self._visit.note("upload", path=upload.path, size_bytes=upload.size_bytes)
        finally:
            self._let_go(upload)

    def _rename_pair(self, oldpath: bytes, newpath: bytes) -> tuple[Path, Path]:
        source = self._locate("rename", oldpath, Act.MOVE)
        target = self._locate("rename", newpath, Act.WRITE)
        if not self._tree.is_hub and source.is_dir():
            self._refuse("rename", oldpath)
        return source, target

    def _move(self, source: Path, target: Path) -> None:
        """Rename, and date a file that its partner renames: it arrives when it has its name.

        A claim of the hub leaves the time as it is, and what the file was like is remembered.
        """
        if self._tree.is_hub:
            was = source.lstat()
            source.replace(target)
            if source.parent.name == INCOMING:
                self._taken.add(source, was)
        else:
            os.utime(source, follow_symlinks=False)
            source.replace(target)
            self._taken.forget(source)
            self._taken.forget(target)

    def _locate(self, act_name: str, path: bytes, act: Act) -> Path:
        with self._noting(act_name, path):
            return self._tree.locate(path, act)

    @contextmanager
    def _noting(self, act_name: str, path: bytes) -> Iterator[None]:
        try:
            yield
        except PermissionError as cause:
            self._note_refusal(act_name, path, cause)
            raise

    def _refuse(self, act_name: str, path: bytes) -> NoReturn:
        with self._noting(act_name, path):
            raise PermissionError(errno.EACCES, "not permitted here")

    @contextmanager
    def _one_more_open(self) -> Iterator[None]:
        """Count a handle more, unless there are too many or it cannot be opened."""
        try:
            self._allowance.open_file()
        except asyncssh.SFTPFailure as cause:
            self._visit.note("refusal", WARNING, act="open", reason=cause.reason)
            raise
        try:
            yield
        except BaseException:
            self._allowance.close_file()
            raise

    def _let_go(self, file: Download | Upload) -> None:
        self._allowance.close_file()
        if isinstance(file, Upload):
            file.discard()
            self._allowance.end_upload(file.size_bytes)
        else:
            os.close(file.descriptor)

    def _note_refusal(self, act_name: str, path: bytes, cause: OSError) -> None:
        self._visit.note("refusal", WARNING, act=act_name, path=path, reason=cause.strerror)


def _open_file(file_obj: object) -> Download | Upload:
    if not isinstance(file_obj, Download | Upload):
        msg = "not an open file"
        raise asyncssh.SFTPFailure(msg)
    return file_obj
