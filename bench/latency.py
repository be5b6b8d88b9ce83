"""How soon a file is answered under Airflow, from the end of its upload to its answers in out/."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bench.result import Figure, Result
from demo.drops import Drops
from demo.sample import read_sample
from jobs.hub.settings import ROOT
from stack import embedded
from stack.layout import read_layout

DROPS: Final = 20
WITHIN_S: Final = 300.0
_BOUNDS_S: Final = {"idle": 3.0, "busy": 8.0}
_BUSY: Final = "while True: pass"


def latency() -> Result:
    """Time drops one after another on an idle stack, then with every core busy, by the bound."""
    with _drops() as drops:
        times = {"idle": _times(drops)}
        with _every_core_busy():
            times["busy"] = _times(drops)
    high = {name: _percentile_95(each) for name, each in times.items()}
    worst = max(high, key=lambda name: high[name] / _BOUNDS_S[name])
    return Result(
        "latency",
        Figure(f"95th percentile, {worst}", high[worst], "s"),
        Figure("bound", _BOUNDS_S[worst], "s"),
        high[worst] / _BOUNDS_S[worst],
        1.0,
        {f"{name} {what}": round(value, 2) for name, each in times.items() for what, value in (
            ("median", each[len(each) // 2]), ("95th", high[name]), ("longest", each[-1]),
        )},
        at_least=False,
    )  # fmt: skip


def _times(drops: Drops) -> list[float]:
    drops.wait(drops.drop(), WITHIN_S)
    return sorted(drops.wait(drops.drop(), WITHIN_S) for _ in range(DROPS))


def _percentile_95(times: list[float]) -> float:
    return times[int(0.95 * (len(times) - 1))]


@contextmanager
def _drops() -> Iterator[Drops]:
    home = Path(tempfile.mkdtemp(prefix="carmhub-bench-"))
    layout = read_layout(home)
    try:
        embedded.up(layout, lambda _step: None)
        yield Drops(layout, read_sample(ROOT / "config"), seed=1)
    finally:
        embedded.down(layout, lambda _step: None)
        shutil.rmtree(home)


@contextmanager
def _every_core_busy() -> Iterator[None]:
    busy = [
        subprocess.Popen([sys.executable, "-c", _BUSY])  # noqa: S603 - this interpreter
        for _ in range(os.cpu_count() or 1)
    ]
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()
