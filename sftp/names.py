"""File names that may pass the door."""

import posixpath
import re
import unicodedata
from typing import Final

MAX_NAME_BYTES: Final = 180
"""Leaves room, within the 255 bytes of a file system, for a claim id in front of the name."""

_CLAIM_ID: Final = re.compile(r"[A-Za-z0-9-]{1,64}")
_CLAIM_MARK: Final = "__"


def is_safe(name: str) -> bool:
    """Tell whether ``name`` is one plain component: printable, no separator, not too long."""
    if name in {"", ".", ".."} or "/" in name or "\\" in name:
        return False
    if any(_is_unprintable(character) for character in name):
        return False
    return len(name.encode()) <= MAX_NAME_BYTES


def is_in_progress(name: str, endings: tuple[str, ...]) -> bool:
    """Tell whether a client still writes ``name``: a dot-file, or one with such an ending."""
    return name.startswith(".") or name.casefold().endswith(endings)


def require_safe(name: str) -> str:
    """Return ``name``; raise ValueError when it is not safe, which is a mistake of the caller."""
    if not is_safe(name):
        msg = f"not a file name that may pass the door: {name!r}"
        raise ValueError(msg)
    return name


def claimed_name(claim_id: str, name: str) -> str:
    """Join claim id and name; the id is 1 to 64 letters, digits and hyphens (a UUID fits)."""
    if not _CLAIM_ID.fullmatch(claim_id):
        msg = f"not a claim id: {claim_id!r}"
        raise ValueError(msg)
    return f"{claim_id}{_CLAIM_MARK}{require_safe(name)}"


def split_claimed_name(claimed: str) -> tuple[str, str] | None:
    """Return claim id and name; None when ``claimed`` was not made by ``claimed_name``."""
    claim_id, mark, name = claimed.partition(_CLAIM_MARK)
    if not mark or not _CLAIM_ID.fullmatch(claim_id) or not is_safe(name):
        return None
    return claim_id, name


def join(folder: str, name: str) -> str:
    """Return the server path of ``name`` in ``folder``."""
    return posixpath.join(folder, name)


def _is_unprintable(character: str) -> bool:
    category = unicodedata.category(character)
    return category.startswith("C") or category in {"Zl", "Zp"}
