"""Reads each file named in a process of its own; prints codes and highest memory, a line each.

Run as a program, by tests that bound memory: what libxml2 takes shows in the process alone.
"""

import json
import os
import re
import sys
from pathlib import Path

from parsers.formats import Limits, read_file

LIMITS = Limits(max_file_bytes=1 << 30, max_segment_bytes=65536, max_findings=5_000)


def main() -> None:
    """Fork for each file, so that none pays for another."""
    for name in sys.argv[1:]:
        child = os.fork()
        if child == 0:
            batches = read_file(Path(name), recipient="CARMHUB", limits=LIMITS)
            codes = sorted({code for batch in batches for code in batch.findings["code"]})
            peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
            told = {"codes": codes, "peak_mb": int(peak[1]) / 1000}
            sys.stdout.write(json.dumps(told) + "\n")
            sys.stdout.flush()
            os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
