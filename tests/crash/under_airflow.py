"""A morning's intake by the scheduled DAG while Airflow, the door and the book are killed."""

import datetime as dt
import os
import random
import signal
import time
from pathlib import Path

import psutil

from demo import day as demo_day
from jobs.hub import Hub, open_hub
from jobs.hub.dates import business_date
from jobs.proofs import prove_book
from ledger_sync.book.connection import BookUnavailable
from stack import embedded
from stack.layout import Layout, read_layout
from stack.processes import Processes
from tests import made
from tests.crash import digest
from tests.crash.day import intake_on
from tests.crash.outcome import Outcome, compare

WITHIN_S = 420.0  # a killed task is noticed after two minutes
NAMES = ("scheduler", "api-server", "dag-processor", "task", "sftp-server", "postgres", "all")
_PARTS = ("files", "messages", "findings", "declarations", "transactions", "entries", "items")


def day(folder: Path, *, kills: int, seed: int = 5) -> Outcome:
    """Kill each kind of process of the real stack; the next runs finish; compare with calm."""
    today = business_date(_now())
    planned = demo_day.make_day(made.sample(), seed=7, today=today)
    files = tuple(file for file in planned.files if not file.name.startswith("again_"))
    expected = _calm(read_layout(folder / "calm"), files)
    layout = read_layout(folder / "fire")
    chance = random.Random(seed)
    settings = embedded.up(layout, lambda _: None)
    try:
        _drop(layout, files[:5])
        for number in range(kills):
            time.sleep(chance.uniform(1.0, 6.0))
            _kill(layout, NAMES[number % len(NAMES)])
            embedded.up(layout, lambda _: None)
            _drop(layout, files[5 + 2 * number : 7 + 2 * number])
        _drop(layout, files)
        with open_hub(settings) as hub:
            _wait(hub, len(files))
            found = _everything(hub, layout)
    finally:
        embedded.down(layout, lambda _: None)
    return compare("the whole stack, under Airflow", kills, kills + 1, found, expected)


def _calm(layout: Layout, files) -> dict[str, list[str]]:
    settings = embedded.up(layout, lambda _: None, with_airflow=False)
    try:
        _until_tree(layout)
        _drop(layout, files)
        with open_hub(settings) as hub:
            intake_on(hub, business_date(_now()))
            return _everything(hub, layout)
    finally:
        embedded.down(layout, lambda _: None)


def _everything(hub: Hub, layout: Layout) -> dict[str, list[str]]:
    broken = [result.name for result in prove_book.results(hub) if not result.holds]
    book = digest.of_book(hub)
    deliveries = digest.of_deliveries(layout.sftp_tree)
    return {name: book[name] for name in _PARTS} | {
        "deliveries": deliveries,
        "broken proofs": broken,
    }


_dropped: dict[Path, set[str]] = {}


def _drop(layout: Layout, files) -> None:
    """Drop what was not dropped before, as a client does: under another name, then renamed."""
    for file in files:
        done = _dropped.setdefault(layout.home, set())
        if file.name + file.partner_id in done:
            continue
        done.add(file.name + file.partner_id)
        folder = layout.sftp_tree / file.partner_id / "in"
        part = folder / f".{file.name}.part"
        part.write_bytes(file.content)
        part.replace(folder / file.name)


def _kill(layout: Layout, name: str) -> None:
    processes = Processes(layout.home)
    if name in {"postgres", "all"}:
        pid = layout.cluster.pid
        if pid is not None:
            _kill_tree(pid)
    for program in ("scheduler", "api-server", "dag-processor", "sftp-server"):
        pid = processes.pid(program)
        if pid is not None and name in {program, "all"}:
            os.kill(pid, signal.SIGKILL)
    if name == "task":
        pid = processes.pid("scheduler")
        for child in psutil.Process(pid).children(recursive=True) if pid else ():
            _kill_one(child)


def _kill_tree(pid: int) -> None:
    parent = psutil.Process(pid)
    for process in (parent, *parent.children(recursive=True)):
        _kill_one(process)


def _kill_one(process: psutil.Process) -> None:
    try:
        process.kill()
    except psutil.NoSuchProcess:
        return


def _wait(hub: Hub, count: int) -> None:
    deadline = time.monotonic() + WITHIN_S
    while time.monotonic() < deadline:
        try:
            with hub.book.transaction() as tx:
                done = tx.value("SELECT count(*) FROM file WHERE outcome IS NOT NULL")
                waiting = tx.value(
                    "SELECT count(*) FROM outbox o WHERE NOT EXISTS"
                    " (SELECT FROM delivery d WHERE d.outbox_id = o.outbox_id)"
                )
            if done >= count and not waiting:
                return
        except BookUnavailable:
            pass
        time.sleep(1)
    raise TimeoutError(f"{done} of {count} files, {waiting} documents undelivered")


def _until_tree(layout: Layout) -> None:
    deadline = time.monotonic() + 30
    while not (layout.sftp_tree / "northbank" / "in").exists() and time.monotonic() < deadline:
        time.sleep(0.1)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
