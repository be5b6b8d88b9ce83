"""What was made once and reviewed stays as it is until somebody accepts another.

Set CARMHUB_ACCEPT=1 to write it anew, then review the difference.
"""

import json
import os
from pathlib import Path

END = "<!-- end -->"


ACCEPTING = bool(os.environ.get("CARMHUB_ACCEPT"))


def same(path: Path, fresh: str) -> None:
    """The file is what is made now."""
    same_bytes(path, fresh.encode())


def same_bytes(path: Path, fresh: bytes) -> None:
    """The file is what is made now, to the byte."""
    if ACCEPTING:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(fresh)
    assert path.read_bytes() == fresh, f"{path} is not what is made now"


def same_json(path: Path, found: object) -> None:
    """The file holds what was found, whatever the order of its keys."""
    if ACCEPTING:
        told = json.dumps(found, indent=1, sort_keys=True)
        path.write_text(told + "\n", encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8")) == found


def same_part(path: Path, start: str, fresh: str) -> None:
    """What stands in the file between ``start`` and the end mark is what is made now."""
    before, rest = path.read_text(encoding="utf-8").split(start)
    same(path, before + start + fresh + END + rest.split(END)[1])
