"""Files that stand in a folder, and which of them are complete. Pure."""

import stat
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sftp import names


@dataclass(frozen=True)
class Arrival:
    """A file as one look saw it; ``modified_at`` is the server's, to the second, in UTC."""

    name: str
    size_bytes: int
    modified_at: datetime


def arrival(
    *,
    name: str,
    mode: int | None,
    size_bytes: int | None,
    modified: int | None,
    unfinished: tuple[str, ...] = (),
) -> Arrival | None:
    """Return a candidate; None for anything that is not a finished, safely named regular file.

    ``unfinished`` are the endings that clients give to a name while they write it.
    """
    if size_bytes is None or modified is None or why_left(name, mode, unfinished) is not None:
        return None
    return Arrival(name, size_bytes, datetime.fromtimestamp(modified, tz=UTC))


def why_left(name: str, mode: int | None, unfinished: tuple[str, ...]) -> str | None:
    """Return why what stands in a folder is never taken as it is; None of what is a candidate."""
    if mode is None or not stat.S_ISREG(mode):
        return "no plain file"
    if name.startswith("."):
        return "its name begins with a dot"
    if names.is_in_progress(name, unfinished):
        return "its name says that it is still being written"
    return None if names.is_safe(name) else "its name may not pass"


def is_complete(
    candidate: Arrival,
    *,
    seen: Mapping[str, Arrival],
    min_age_s: float,
    server_now: datetime | None,
) -> bool:
    """Tell whether nobody writes ``candidate`` any more.

    True when no age is asked for, when an earlier look saw the same size and time, or when it is
    old enough by the server's clock (``server_now``, None when that clock could not be read).
    """
    if min_age_s <= 0 or seen.get(candidate.name) == candidate:
        return True
    if server_now is None:
        return False
    # The protocol cuts times to whole seconds, so a difference may overstate the age by one.
    return server_now - candidate.modified_at >= timedelta(seconds=min_age_s + 1)
