"""Documents rendered on all cores, in processes that are there while a run has many."""

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, Final

FEW: Final = 100
"""Up to so many documents, rendering them here is sooner done than starting processes."""
AT_ONCE: Final = 25
"""Documents that a process takes at a time."""

Work = tuple[Callable[[Any], bytes], Any]
"""A renderer, which is a function of a module, and what it renders."""


class Rendering:
    """Renders sets of documents, each in its order, until it is closed.

    Its processes are started anew and share nothing with this one: no connection, no thread.
    """

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def close(self) -> None:
        """End the processes, and with them what they have not begun."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def all(self, work: Sequence[Work]) -> list[bytes]:
        """Return the documents in the order of the work; a renderer's error is raised here."""
        if len(work) <= FEW:
            return [_render(each) for each in work]
        if self._pool is None:
            cores = os.cpu_count() or 1
            self._pool = ProcessPoolExecutor(cores, multiprocessing.get_context("spawn"))
        return list(self._pool.map(_render, work, chunksize=AT_ONCE))


def _render(work: Work) -> bytes:
    render, content = work
    return render(content)
