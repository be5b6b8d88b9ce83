"""The exported daily seals: each is written once, however many runs export at one time."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from jobs.hub import Hub
from jobs.proofs import seals
from jobs.receivables import close_day
from tests import made
from tests.sending import send

DAYS = [dt.date(2026, 11, day) for day in range(23, 29)]


def post_one(hub: Hub) -> None:
    """Post one declaration of the first day."""
    broker = made.sample().brokers[0].partner_id
    send(hub, made.cusdec([made.maker(3).declaration()], "A1"), DAYS[0], broker)


def test_runs_at_one_time_export_every_seal_once(hub):
    """Four runs that find no seal exported write each of them once, in one chain."""
    post_one(hub)
    for day in DAYS:
        close_day.run(hub, day)
    for exported in hub.settings.seals_folder.iterdir():
        exported.unlink()
    with ThreadPoolExecutor(4) as runs:
        written = list(runs.map(lambda _: seals.export(hub), range(4)))
    assert sorted(path.stem for paths in written for path in paths) == [str(day) for day in DAYS]
    assert seals.attested(hub).holds


def test_a_proof_waits_for_the_export_of_a_close_under_way(hub, monkeypatch):
    """Between a close and the export of its seal the proof waits; it does not cry wolf."""
    real, closed, go = seals.export, Event(), Event()

    def slow(hub):
        closed.set()
        go.wait(30)
        return real(hub)

    close_day.run(hub, DAYS[0])
    post_one(hub)
    monkeypatch.setattr(seals, "export", slow)
    with ThreadPoolExecutor(2) as runs:
        closing = runs.submit(close_day.run, hub, DAYS[1])
        assert closed.wait(30)
        proof = runs.submit(seals.attested, hub)
        with pytest.raises(TimeoutError):
            proof.result(timeout=0.5)
        go.set()
        assert closing.result().closed == (DAYS[1],)
        assert proof.result().holds and proof.result().rows == 1


def test_a_seal_that_is_never_exported_is_found(hub, monkeypatch):
    """A close whose export was killed is not under way; the proof names its seal."""
    post_one(hub)

    def killed(_hub):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(seals, "export", killed)
        with pytest.raises(KeyboardInterrupt):
            close_day.run(hub, DAYS[0])
    assert seals.attested(hub).breaches == ({"seal": f"{DAYS[0]}.json", "it": "is missing"},)
    close_day.run(hub, DAYS[0])
    assert seals.attested(hub).holds
