"""Work done on all cores, in processes that are there while a run has much of it."""

import multiprocessing
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Found = TypeVar("Found")

SETS_A_CORE = 10
"""Into how many parts the items of a set are cut for each core, so that none waits long."""


class AllCores:
    """Runs a function of a module over sets of items, each set in its order, until closed.

    Its processes are started anew and share nothing with this one: no connection, no thread. What
    goes to them and comes back is pickled. They end with this one, whatever ends it.
    """

    def __init__(self) -> None:
        self._cores = os.cpu_count() or 1
        self._pool: ProcessPoolExecutor | None = None

    def close(self) -> None:
        """End the processes, and with them what they have not begun."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def map(
        self, function: Callable[[Item], Found], items: Sequence[Item], *, much: bool
    ) -> list[Found]:
        """Return what a function makes of each item; an error of it is raised here.

        ``much`` says whether there is so much to do that starting processes is worth it.
        """
        if not much:
            return [function(item) for item in items]
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self._cores, multiprocessing.get_context("spawn"), initializer=_end_with_parent
            )
        parts = self._cores * SETS_A_CORE
        return list(self._pool.map(function, items, chunksize=-(-len(items) // parts)))


def _end_with_parent() -> None:
    """Let this process of a pool end when the one that started it is killed."""
    threading.Thread(target=_outlive_nobody, daemon=True).start()


def _outlive_nobody() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
