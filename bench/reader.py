"""The reading that is measured; imports nothing that a reader would not."""

from pathlib import Path
from typing import Final

from parsers.formats import Limits, read_file

RECIPIENT: Final = "CARMHUB"
LIMITS: Final = Limits(max_file_bytes=1 << 40, max_segment_bytes=1 << 16)


def read(path: Path) -> int:
    """Read a file to message tables and return how many lines it holds."""
    lines = 0
    for tables in read_file(path, recipient=RECIPIENT, limits=LIMITS):
        if not tables.findings.empty:
            raise RuntimeError(tables.findings.head().to_string())
        lines += len(tables.lines)
    return lines
