"""The exported daily seals: each is written once, however many runs export at one time."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

from jobs import close_day, collect_files, seals
from tests import made

DAYS = [dt.date(2026, 11, day) for day in range(23, 29)]


def test_runs_at_one_time_export_every_seal_once(hub, tmp_path):
    """Four runs that find no seal exported write each of them once, in one chain."""
    path = tmp_path / "one.edi"
    path.write_bytes(made.cusdec([made.maker(3).declaration()], "A1"))
    broker = made.sample().brokers[0].partner_id
    collect_files.post(hub, [collect_files.ingest(hub, path, DAYS[0], broker)])
    for day in DAYS:
        close_day.run(hub, day)
    for exported in hub.settings.seals_folder.iterdir():
        exported.unlink()
    with ThreadPoolExecutor(4) as runs:
        written = list(runs.map(lambda _: seals.export(hub), range(4)))
    assert sorted(path.stem for paths in written for path in paths) == [str(day) for day in DAYS]
    assert seals.attested(hub).holds
