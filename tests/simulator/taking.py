"""A hub that takes a made-up world: partners, registry, tariff, then its files day by day."""

import csv
import datetime as dt
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from jobs.hub import Hub, open_hub
from jobs.intake import collect_files
from jobs.reference import load_reference_data, seeding
from jobs.registry import load_registry
from tests import people
from tests.sending import arrive

Row = dict[str, str]


@contextmanager
def taking(hub: Hub, world: Path, config: Path) -> Iterator[Hub]:
    """Open a hub on the same book that knows who takes part in the world."""
    shutil.copytree(hub.settings.config_folder, config)
    for profile in (world / "partners").iterdir():
        shutil.copy(profile, config / "partners")
    with open_hub(replace(hub.settings, config_folder=config)) as opened:
        seeding.run(opened)
        for path in sorted((world / "registry").iterdir()):
            loaded = load_registry.apply(opened, path, "an officer")
            assert loaded.findings == () and loaded.changes
        yield opened


def rows(world: Path, name: str) -> list[Row]:
    """Return the rows of the manifest, or of a file of the key."""
    with (world / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def take(hub: Hub, world: Path, files: Iterable[Row]) -> None:
    """Send files each on its day, those of a partner of a day together.

    A delivery of the tariff desk that waits is approved by two people.
    """
    for (day, partner), dropped in groupby(files, lambda row: (row["day"], row["partner"])):
        on = dt.date.fromisoformat(day)
        ids = [arrive(hub, world / row["file"], on, partner) for row in dropped]
        collect_files.post(hub, ids)
        if partner == "worlddesk":
            for draft in load_reference_data.waiting(hub):
                assert people.apply(hub, draft.message_id) in {"applied", "unchanged"}
