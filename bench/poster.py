"""The posting whose memory is measured: a process of its own, told of the files on its input."""

import sys
from collections import Counter
from pathlib import Path

from bench.book import settings_at
from bench.reader import peak_mb
from jobs.hub import open_hub
from jobs.intake.post_files import post_files


def main() -> None:
    """Post the files whose ids are read; print the outcome and the highest memory in MB."""
    database_url, kept_folder = sys.argv[1:]
    file_ids = [int(line) for line in sys.stdin]
    with open_hub(settings_at(database_url, Path(kept_folder))) as hub:
        outcomes = Counter(post_files(hub, file_ids).values())
    print(outcomes["posted"], round(peak_mb()))


if __name__ == "__main__":
    main()
