"""The posting whose memory is measured: a process of its own, told of the files on its input."""

import re
import sys
from collections import Counter
from pathlib import Path

from jobs.hub import open_hub
from jobs.hub.settings import ROOT, Settings
from jobs.intake.post_files import post_files


def main() -> None:
    """Post the files whose ids are read; print what became of them and the highest memory in kB."""
    database_url, kept_folder = sys.argv[1:]
    kept = Path(kept_folder)
    settings = Settings(
        database_url=database_url,
        kept_folder=kept,
        config_folder=ROOT / "config",
        sftp=None,
        seals_folder=kept.parent / "seals",
        archive_folder=kept.parent / "archive",
    )
    file_ids = [int(line) for line in sys.stdin]
    with open_hub(settings) as hub:
        outcomes = Counter(post_files(hub, file_ids).values())
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+)", status)
    print(outcomes["posted"], found[1] if found else 0)


if __name__ == "__main__":
    main()
