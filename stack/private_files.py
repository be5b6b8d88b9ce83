"""Files of secrets and of state: their owner's alone, and there whole or as they were."""

import os
from pathlib import Path
from tempfile import mkstemp


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, in a folder that only its owner may enter.

    It is there whole or as it was, whenever this is killed.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.parent.chmod(0o700)
    write_beside(path, text)


def write_beside(path: Path, text: str) -> None:
    """Write a file beside itself, private and synced, and rename it."""
    descriptor, beside = mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    Path(beside).replace(path)
