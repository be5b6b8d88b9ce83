"""What a partner left in ``in/`` under hidden names: nobody takes it, and it counts as waiting."""

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LEFT_S: Final = 86_400.0
"""So long a client may need to give a file its name."""


@dataclass(frozen=True)
class Hidden:
    """How many files lie hidden, of how many bytes, and the first of their names."""

    files: int
    size_bytes: int
    first: str


def hidden(folder: Path) -> Hidden | None:
    """Return what was left in a folder for a day under names with a dot; None where nothing was."""
    before = time.time() - LEFT_S
    sizes: dict[str, int] = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                found = entry.stat(follow_symlinks=False) if entry.name[0] == "." else None
                if found is not None and found.st_mtime < before:
                    sizes[entry.name] = found.st_size
    except FileNotFoundError:  # taken away meanwhile: the next day tells of what is left then
        return None
    return Hidden(len(sizes), sum(sizes.values()), min(sizes)) if sizes else None
