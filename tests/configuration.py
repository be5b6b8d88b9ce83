"""The repository's configuration stays as it is during a run: a process reads it once."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jobs.hub
import jobs.rules
from jobs.hub.settings import ROOT
from jobs.intake import snapshot

CONFIG = ROOT / "config"


@functools.cache
def read_once() -> None:
    """Have hubs and snapshots share what was read of ``config/``; other folders are read anew."""
    rules, opened = _once(jobs.rules.read_rules), _once(snapshot.open_snapshot)
    for module in (jobs.rules, jobs.hub, snapshot):
        module.read_rules = rules
    snapshot.open_snapshot = opened


def read_now() -> None:
    """Read the rules at once, for all the processes that this one forks."""
    read_once()
    jobs.rules.read_rules(CONFIG)


def _once(read: Callable[[Path], Any]) -> Callable[[Path], Any]:
    of_config = functools.cache(lambda: read(CONFIG))

    @functools.wraps(read)
    def reading(folder: Path) -> Any:
        return of_config() if folder == CONFIG else read(folder)

    return reading
