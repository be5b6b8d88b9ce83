"""The part of the disk that one account of the embedded server can reach, and its rights there.

Every path is contained by its real path: a link standing anywhere in it is refused, wherever the
link points. Refusals are ``PermissionError``; what an account must not know of is
``FileNotFoundError``.
"""

import errno
import os
import posixpath
import stat
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Final

from sftp import names

INCOMING: Final = "in"
OUTGOING: Final = "out"
UPLOADING: Final = ".uploading"


class Act(Enum):
    """What a request does to a path."""

    SEE = auto()  # attributes, listing
    READ = auto()
    WRITE = auto()  # a new file, or another in its place
    MOVE = auto()  # the path renamed from
    REMOVE = auto()
    SHAPE = auto()  # make or remove a folder


_PARTNER_RIGHTS: Final = {
    INCOMING: frozenset({Act.SEE, Act.WRITE, Act.MOVE, Act.REMOVE}),
    OUTGOING: frozenset({Act.SEE, Act.READ, Act.REMOVE}),
}


@dataclass(frozen=True)
class Tree:
    """One account's tree; ``root`` is a real path."""

    root: Path
    is_hub: bool

    def locate(self, path: bytes, act: Act) -> Path:
        """Return the local path for ``act`` on the client's ``path``, or refuse."""
        parts = _parts(path)
        local = self.root.joinpath(*parts)
        self._refuse_links(local, act)
        if not self.is_hub:
            self._check_partner(parts, local, act)
        elif not parts and act is not Act.SEE:
            raise _refused(path)
        return local

    def shows(self, folder: Path, entry: str) -> bool:
        """Tell whether a listing of ``folder`` names ``entry``."""
        if not _is_utf8(entry):
            return False
        if self.is_hub:
            return True
        return entry in _PARTNER_RIGHTS if folder == self.root else not entry.startswith(".")

    @property
    def incoming(self) -> Path:
        """The folder that a partner uploads into; the hub has none of its own."""
        return self.root / INCOMING

    @property
    def uploading(self) -> Path:
        """The hidden folder for uploads that are not closed yet."""
        return self.root / UPLOADING

    def _refuse_links(self, local: Path, act: Act) -> None:
        if local != self.root and os.path.realpath(local.parent) != str(local.parent):
            raise _refused(os.fsencode(local.name))
        # Attributes are read without following, so a link may be seen; nothing else is done to it.
        if act is not Act.SEE and local.is_symlink():
            raise _refused(os.fsencode(local.name))

    def _check_partner(self, parts: tuple[str, ...], local: Path, act: Act) -> None:
        if not parts:
            rights = frozenset({Act.SEE})
        elif parts[0] not in _PARTNER_RIGHTS:
            raise _absent() if act in {Act.SEE, Act.READ} else _refused(os.fsencode(local.name))
        elif len(parts) == 1:
            rights = frozenset({Act.SEE})
        else:
            rights = _PARTNER_RIGHTS[parts[0]]
        if _is_hidden(parts, local):
            raise _absent()
        if act not in rights or (act is Act.WRITE and not names.is_safe(parts[-1])):
            raise _refused(os.fsencode(local.name))


def prepare(root: Path, *, is_hub: bool) -> Tree:
    """Make an account's folders, remove uploads that an earlier server left, return the tree."""
    root.mkdir(parents=True, exist_ok=True)
    tree = Tree(root=Path(os.path.realpath(root)), is_hub=is_hub)
    own = (tree.uploading,) if is_hub else (tree.uploading, *_partner_folders(tree))
    for folder in own:
        folder.mkdir(mode=0o750, exist_ok=True)
        if not stat.S_ISDIR(folder.lstat().st_mode):
            msg = f"{folder} must be a folder and no link"
            raise NotADirectoryError(msg)
    for leftover in tree.uploading.iterdir():
        leftover.unlink()
    return tree


def normal(path: bytes) -> bytes:
    """Return the client's absolute path without ``.`` and ``..``; never above ``/``."""
    return b"/" + posixpath.normpath(b"/" + path).lstrip(b"/")


def _partner_folders(tree: Tree) -> tuple[Path, ...]:
    return tuple(tree.root / name for name in _PARTNER_RIGHTS)


def _parts(path: bytes) -> tuple[str, ...]:
    if b"\0" in path:
        raise _refused(b"")
    try:
        text = normal(path).decode("utf-8")
    except UnicodeDecodeError:
        raise _absent() from None
    return tuple(part for part in text.split("/") if part)


def _is_hidden(parts: tuple[str, ...], local: Path) -> bool:
    """Hide dot-folders everywhere, and in ``out/`` also what the hub has not finished placing."""
    if any(part.startswith(".") for part in parts[:-1]):
        return True
    if not parts or not parts[-1].startswith("."):
        return False
    return parts[0] == OUTGOING or local.is_dir()


def _is_utf8(name: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in name)


def _absent() -> FileNotFoundError:
    return FileNotFoundError(errno.ENOENT, "no such file")


def _refused(name: bytes) -> PermissionError:
    return PermissionError(errno.EACCES, "not permitted here", os.fsdecode(name))
