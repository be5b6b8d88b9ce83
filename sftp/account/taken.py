"""Files that the hub took a moment ago, of which their sender still asks."""

import os
import time
from collections import OrderedDict
from pathlib import Path
from typing import Final

_REMEMBERED_S: Final = 60.0
_REMEMBERED_MAX: Final = 4096


class Taken:
    """What files were like when the hub took them, by where they stood, for a minute.

    Clients look at a file or set its times and rights after its upload (``rclone``, WinSCP,
    FileZilla), and would call an upload failed that the hub was quicker to take.
    """

    def __init__(self) -> None:
        self._files: OrderedDict[Path, tuple[os.stat_result, float]] = OrderedDict()

    def add(self, place: Path, was: os.stat_result) -> None:
        """Remember a file; the one taken longest ago makes room."""
        self._files[place] = (was, time.monotonic())
        self._files.move_to_end(place)
        if len(self._files) > _REMEMBERED_MAX:
            self._files.popitem(last=False)

    def get(self, place: Path) -> os.stat_result | None:
        """Return what a file was like that was taken within the last minute."""
        was, at = self._files.get(place, (None, 0.0))
        return was if time.monotonic() - at < _REMEMBERED_S else None

    def forget(self, place: Path) -> None:
        """Forget a place where its sender did something else."""
        self._files.pop(place, None)
