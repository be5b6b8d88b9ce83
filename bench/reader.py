"""The reading that is measured, and its memory; imports nothing that a reader would not."""

import re
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


def peak_mb() -> float:
    """Return the highest resident memory of this process, in MB of a million bytes.

    The kernel's own mark is asked for: the maximum that ``getrusage`` gives starts at the parent's.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found[1]) * 1024 / 1_000_000 if found else 0.0
