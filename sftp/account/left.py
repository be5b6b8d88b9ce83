"""What a partner left in ``in/`` and nobody takes as it is; it counts as waiting."""

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sftp.arrivals import why_left

LEFT_S: Final = 86_400.0
"""So long a client may need to give a file its name."""


@dataclass(frozen=True)
class LeftBehind:
    """How many entries are never taken, of how many bytes, and the first of their names."""

    entries: int
    size_bytes: int
    first: str


def left_behind(folder: Path, unfinished: tuple[str, ...]) -> LeftBehind | None:
    """Return what was left in a folder for a day and is never taken; None where nothing was.

    That is what ``why_left`` says of its name and kind, with the endings of ``unfinished`` ones.
    """
    before = time.time() - LEFT_S
    sizes: dict[str, int] = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                found = entry.stat(follow_symlinks=False)
                never = why_left(entry.name, found.st_mode, unfinished) is not None
                if never and found.st_mtime < before:
                    sizes[entry.name] = found.st_size
    except FileNotFoundError:  # taken away meanwhile: the next day tells of what is left then
        return None
    return LeftBehind(len(sizes), sum(sizes.values()), min(sizes)) if sizes else None
