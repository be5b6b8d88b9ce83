"""Files from kept bytes to committed and answered, against pydifact reading the same bytes."""

import gc
import os
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Final

from pydifact.segmentcollection import Interchange

from bench.book import TODAY, books
from bench.declaration_files import PREPARED_AT, RELEASED
from bench.reader import RECIPIENT
from bench.result import Figure, Result
from demo import edifact
from demo.declarations import DeclarationMaker
from demo.sample import read_sample
from jobs.hub import Hub
from jobs.hub.settings import ROOT
from jobs.intake import collect_files
from jobs.intake.post_files import BatchReport, post_files

LINES: Final = 12
WHOLE_FILES: Final = 6
WHOLE_EACH: Final = 500
SMALL_FILES: Final = 120
SINGLE_FILES: Final = 20
_TICKS: Final = os.sysconf("SC_CLK_TCK")


def whole_way() -> Result:
    """Compare files of 500 declarations with pydifact's reading alone."""
    return _against_pydifact("whole_way", WHOLE_FILES, WHOLE_EACH, target=0.20)


def small_files() -> Result:
    """Compare files of one declaration with pydifact's reading alone."""
    return _against_pydifact("small_files", SMALL_FILES, 1, target=1.0)


def one_file() -> Result:
    """Measure the processor time of one file of one declaration, hub and backend, the book warm."""
    made = _files(SINGLE_FILES + 2, 1)
    with _book() as hub:
        for content in made[:2]:
            _post(hub, _arrive(hub, [content]))
        seconds = []
        for content in made[2:]:
            waiting = _arrive(hub, [content])
            before = _processor_time(hub)
            _post(hub, waiting)
            seconds.append(_processor_time(hub) - before)
    seconds.sort()
    median = seconds[len(seconds) // 2]
    return Result(
        "one_file",
        Figure("kept to committed and answered", median, "s of processor"),
        Figure("one second", 1.0, "s"),
        median,
        0.25,
        {"files": SINGLE_FILES, "lines": LINES},
        at_least=False,
    )


def _against_pydifact(name: str, count: int, declarations: int, *, target: float) -> Result:
    made = _files(count, declarations)
    reports: list[BatchReport] = []
    with _book() as hub:
        _post(hub, _arrive(hub, _files(2, 1, broker=1)))  # the book warm
        waiting = _arrive(hub, made)
        ours = _timed(lambda: _post(hub, waiting, reports.append))
    peer = _timed(lambda: _read_by_pydifact(made))
    posted = count * declarations
    held_us = round(1e6 * sum(report.held_s for report in reports) / posted)
    sizes = {
        "files": count,
        "declarations": posted,
        "bytes": sum(map(len, made)),
        "µs held a declaration": held_us,
    }
    return Result(
        name,
        Figure("kept to committed and answered", posted / ours, "declarations/s"),
        Figure("pydifact, reading alone", posted / peer, "declarations/s"),
        ours / peer,
        target,
        sizes,
        at_least=False,
    )


def _files(count: int, declarations: int, broker: int = 0) -> list[bytes]:
    """Make EDIFACT files that are all right, each an interchange of its own."""
    sample = read_sample(ROOT / "config")
    maker = DeclarationMaker(sample, sample.brokers[broker], Random(broker), RELEASED)
    return [
        edifact.interchange(
            [maker.declaration(lines=LINES) for _ in range(declarations)],
            sender=sample.brokers[broker].sender_identification,
            recipient=RECIPIENT,
            reference=f"B{broker}N{number:05d}",
            prepared_at=PREPARED_AT,
        )
        for number in range(1, count + 1)
    ]


@contextmanager
def _book() -> Iterator[Hub]:
    with books(accounts=0) as made, made.fresh() as (hub, _):
        yield hub


def _arrive(hub: Hub, contents: Iterable[bytes]) -> list[int]:
    folder = hub.settings.kept_folder.parent
    folder.mkdir(parents=True, exist_ok=True)
    arrived = []
    for content in contents:
        path = folder / "file.edi"
        path.write_bytes(content)
        arrived.append(collect_files.ingest(hub, path, TODAY, None))
    return arrived


def _post(
    hub: Hub, file_ids: list[int], told: Callable[[BatchReport], None] = lambda _: None
) -> None:
    outcomes = Counter(post_files(hub, file_ids, told=told).values())
    if outcomes != {"posted": len(file_ids)}:
        raise RuntimeError(f"not all files were posted: {dict(outcomes)}")


def _read_by_pydifact(contents: Iterable[bytes]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for content in contents:
            list(Interchange.from_str(content.decode("latin-1")).get_messages())


def _processor_time(hub: Hub) -> float:
    """Return the seconds of processor time of this process and of its backends so far."""
    with hub.book.transaction() as tx:
        pids = [row["pid"] for row in tx.rows(
            "SELECT pid FROM pg_stat_activity WHERE usename = current_user"
        )]  # fmt: skip
    return time.process_time() + sum(map(_of_process, pids))


def _of_process(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _timed(run: Callable[[], None]) -> float:
    gc.collect()
    started = time.perf_counter()
    run()
    return time.perf_counter() - started
