"""Files from kept bytes to committed and answered, against pydifact reading the same bytes."""

import gc
import os
import subprocess
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Final

from pydifact.segmentcollection import Interchange

from bench.book import TODAY, books
from bench.declaration_files import PREPARED_AT, RELEASED
from bench.reader import RECIPIENT
from bench.result import Figure, Result
from demo.declarations import DeclarationMaker
from demo.sample import read_sample
from jobs.hub import Hub
from jobs.hub.settings import ROOT
from jobs.intake import collect_files
from jobs.intake.post_files import BatchReport, post_files
from simulator.files import edifact

LINES: Final = 12
WHOLE_FILES: Final = 6
WHOLE_EACH: Final = 500
SMALL_FILES: Final = 120
SINGLE_FILES: Final = 20
MEGABYTE: Final = 1_000_000
_MEMORY_BOUND_MB: Final = 400
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


def memory_of_whole_way(sizes: tuple[int, ...] = (20, 200)) -> Result:
    """Measure the highest memory of a process that posts so many MB of files of 500."""
    peaks = {f"{size} MB of files": _peak_mb(size * MEGABYTE) for size in sizes}
    worst = max(peaks.values())
    return Result(
        "memory_of_whole_way",
        Figure("highest of all", worst, "MB"),
        Figure("bound", _MEMORY_BOUND_MB, "MB"),
        worst / _MEMORY_BOUND_MB,
        1,
        {name: round(peak, 1) for name, peak in peaks.items()},
        at_least=False,
    )


def two_processes() -> Result:
    """Compare two processes, each with half of the files, with one that has them all."""
    made = _files(2 * WHOLE_FILES, WHOLE_EACH)
    seconds = []
    for crew in (1, 2):
        with _book() as hub:
            waiting = _arrive(hub, made)
            seconds.append(_timed(lambda: _post_apart(hub, waiting, crew)))  # noqa: B023 - called at once
    return Result(
        "two_processes",
        Figure("two processes", len(made) * WHOLE_EACH / seconds[1], "declarations/s"),
        Figure("one process", len(made) * WHOLE_EACH / seconds[0], "declarations/s"),
        seconds[0] / seconds[1],
        1.0,
        {"files": len(made), "declarations": len(made) * WHOLE_EACH},
        at_least=True,
    )


def _peak_mb(size_bytes: int) -> float:
    """Post files in a process of its own and return its highest resident memory."""
    sample = read_sample(ROOT / "config")
    maker = DeclarationMaker(sample, sample.brokers[0], Random(0), RELEASED)
    with _book() as hub:
        waiting: list[int] = []
        size = 0
        while size < size_bytes:
            (content,) = _files_of(maker, len(waiting) + 1, 1, WHOLE_EACH)
            waiting += _arrive(hub, [content])
            size += len(content)
        (peak,) = _post_apart(hub, waiting, 1)
    return peak


def _post_apart(hub: Hub, file_ids: list[int], crew: int) -> list[int]:
    """Post files in processes of their own, every so-manieth each; return their peaks in MB."""
    url, kept = hub.settings.database_url, hub.settings.kept_folder
    workers = [
        subprocess.Popen(  # noqa: S603 - this interpreter, a module of ours
            [sys.executable, "-m", "bench.poster", url, str(kept)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(crew)
    ]
    shares = [file_ids[number::crew] for number in range(crew)]
    with ThreadPoolExecutor(crew) as pool:
        told = pool.map(
            lambda worker, share: worker.communicate("\n".join(map(str, share)))[0], workers, shares
        )
        found = [[int(word) for word in line.split()] for line in told]
    if sum(posted for posted, _ in found) != len(file_ids):
        raise RuntimeError(f"not all of {len(file_ids)} files were posted: {found}")
    return [peak for _, peak in found]


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
    return _files_of(maker, 1, count, declarations)


def _files_of(maker: DeclarationMaker, first: int, count: int, declarations: int) -> list[bytes]:
    sender = maker.broker.sender_identification
    return [
        edifact.interchange(
            [maker.declaration(lines=LINES) for _ in range(declarations)],
            sender=sender,
            recipient=RECIPIENT,
            reference=f"{sender[:4]}{number:05d}",
            prepared_at=PREPARED_AT,
        )
        for number in range(first, first + count)
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


def _timed(run: Callable[[], object]) -> float:
    gc.collect()
    started = time.perf_counter()
    run()
    return time.perf_counter() - started
