"""How fast a made-up world is written."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench.result import Figure, Result
from simulator.world import World, simulate

_MEGABYTE: Final = 1_000_000
_BOUND_MB: Final = 5
_WORLD: Final = World(seed=7, accounts=2_000, days=10)
_ROUNDS: Final = 3


def write_world() -> Result:
    """Files of every format with their answer key, by the seconds of one core."""
    best, size = 0.0, 0
    for _ in range(_ROUNDS):
        with TemporaryDirectory() as folder:
            start = time.process_time()
            size = simulate(_WORLD, Path(folder, "world")).bytes
            best = max(best, size / _MEGABYTE / (time.process_time() - start))
    return Result(
        name="write_world",
        ours=Figure("written", best, "MB/s"),
        other=Figure("bound", _BOUND_MB, "MB/s"),
        ratio=best / _BOUND_MB,
        target=1,
        sizes={"MB": round(size / _MEGABYTE, 1)},
    )
