"""A full tariff delivered, shown to people and applied, against reading the same files."""

import csv
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from bench.book import TODAY, books
from bench.result import Figure, Result
from jobs.acts import act_kinds, decide_deliveries
from jobs.hub import Hub
from jobs.intake import collect_files
from jobs.reference import load_reference_data
from jobs.reference.load_reference_data import APPLIED
from ledger_sync.book.acts import Approval, Request

ITEMS: Final = 20_000
ROUNDS: Final = 5
TIMES_A_READING: Final = {"received": 150.0, "shown": 120.0, "applied": 300.0}
"""By step the bound, about twice what it takes: what compares three times as slowly is seen."""
_DESK: Final = "tariffdesk"


def full_tariff() -> Result:
    """Compare each step of a tariff's delivery with reading its rows by ``csv``: the worst by far.

    The items first, then the rate of each; asked for by one person and approved by another.
    """
    with TemporaryDirectory() as folder, books(accounts=1) as made, made.fresh() as (hub, _):
        paths = list(_written(Path(folder)))
        taken, readings = defaultdict[str, float](float), list[float]()
        for path in paths:
            readings += [_timed_reading(paths) for _ in range(ROUNDS)]
            _deliver(hub, path, taken)
        readings += [_timed_reading(paths) for _ in range(ROUNDS)]
    reading = median(readings)
    worst = max(taken, key=lambda step: taken[step] / TIMES_A_READING[step])
    return Result(
        "full_tariff",
        Figure(worst, 2 * ITEMS / taken[worst], "rows/s"),
        Figure("read by csv", 2 * ITEMS / reading, "rows/s"),
        taken[worst] / reading,
        TIMES_A_READING[worst],
        {"items": ITEMS, "rows": 2 * ITEMS}
        | {f"seconds {step}": round(seconds, 1) for step, seconds in taken.items()},
        at_least=False,
    )


def _written(folder: Path) -> Iterator[Path]:
    """Write the deliveries, of items that the seed does not have."""
    numbers = [f"{9_900_000_000 + number}" for number in range(ITEMS)]
    items = [
        f"{number},2026-01-01,NMB,Made up item {number},Article inventé {number}"
        for number in numbers
    ]
    heading = "tariff_item,effective_from,unit,description_en,description_fr"
    yield _file(folder, "tariff_item", heading, items)
    rates = [f"{number},02,2026-01-01,6.5" for number in numbers]
    heading = "tariff_item,treatment,effective_from,rate_percent"
    yield _file(folder, "tariff_rate", heading, rates)


def _file(folder: Path, table: str, heading: str, rows: list[str]) -> Path:
    path = folder / f"{table}.csv"
    head = f"#carmhub-reference table={table} delivery=changes reference={table} rows={len(rows)}"
    path.write_text("\n".join([head, heading, *rows, ""]), encoding="utf-8")
    return path


def _timed_reading(paths: list[Path]) -> float:
    started = time.perf_counter()
    for path in paths:
        with path.open(encoding="utf-8", newline="") as stream:
            next(stream)
            list(csv.DictReader(stream))
    return time.perf_counter() - started


def _deliver(hub: Hub, path: Path, taken: defaultdict[str, float]) -> None:
    """Deliver a file, show it and apply it; adds the seconds of each step."""
    with _step("received", taken):
        file_id = collect_files.ingest(hub, path, TODAY, _DESK)
        outcomes = collect_files.post(hub, [file_id])
    message_id = load_reference_data.waiting_of_file(hub, file_id)
    if outcomes != {"posted": 1} or message_id is None:
        raise RuntimeError(f"{path.name} does not wait for a person: {outcomes}")
    selection = load_reference_data.selection_of(message_id, APPLIED)
    kind = decide_deliveries.kind_of(hub, message_id, APPLIED)
    with _step("shown", taken):
        question = decide_deliveries.question(hub, selection, TODAY)
    if kind is None or question is None:
        raise RuntimeError(f"{path.name} is nothing to decide on")
    asked = Request(f"bench {path.name}", "an officer", "as published", question.digest, "airflow")
    act_kinds.ask(hub, kind, selection, asked)
    approved = replace(asked, approval=Approval("an approver", "airflow"))
    with _step("applied", taken):
        decision = load_reference_data.apply(hub, message_id, approved)
    if decision != APPLIED:
        raise RuntimeError(f"{path.name} was not applied")


@contextmanager
def _step(name: str, taken: defaultdict[str, float]) -> Iterator[None]:
    started = time.perf_counter()
    yield
    taken[name] += time.perf_counter() - started
