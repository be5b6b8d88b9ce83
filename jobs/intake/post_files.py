"""Waiting files into the book, in their order: while one batch is posted, the next is prepared.

A batch is prepared without a hold on anything, so that a kill leaves nothing behind; what is not
posted is prepared again. Where the book moved on in between, a batch is decided again with the book
held. A failure of this program splits a batch in halves, down to the file at fault, which alone is
put aside: a file never stops its neighbours.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

from jobs.hub import Hub
from jobs.intake import post_batch
from jobs.intake.collector import seldom_collected
from jobs.intake.file_batch import FilesAhead
from jobs.intake.post_batch import OUTSIDE, TAKEN, BookMoved, DecidingFailed, Done, Prepared
from ledger_sync.book.connection import Transaction

_log = logging.getLogger(__name__)

Outcomes = dict[int, str]
"""What became of files, by their ids."""


@dataclass(frozen=True)
class BatchReport:
    """A batch that is done: what became of how many files, and how long the book was held for it.

    ``declarations`` counts those that were decided on.
    """

    outcomes: Mapping[str, int]
    seconds: float
    held_s: float
    declarations: int

    def __str__(self) -> str:
        """Return it as the line that a log has of it."""
        told = ", ".join(f"{count} {name}" for name, count in self.outcomes.items())
        line = f"{sum(self.outcomes.values())} files in {self.seconds:.2f} s: {told}"
        if not self.declarations:
            return line
        each = 1000 * self.held_s / self.declarations
        return f"{line}; the book held for {self.held_s:.2f} s, {each:.2f} ms a declaration"


def post_files(
    hub: Hub,
    file_ids: Sequence[int],
    more: Callable[[], list[int]] | None = None,
    told: Callable[[BatchReport], None] = _log.info,
) -> Outcomes:
    """Post files; return what became of each.

    ``more`` is asked after each batch for all that waits by then, in the order to go on in;
    ``told`` is called with the report on each batch.

    Raises BookUnavailable, OSError and MemoryError, which a retry can cure: what was posted stays.
    """
    with seldom_collected(), ThreadPoolExecutor(1, thread_name_prefix="prepare") as aside:
        return _Run(hub, aside, told).post(list(file_ids), more)


class _Run:
    """The posting of some files; whatever is prepared is so in one thread beside it."""

    def __init__(
        self, hub: Hub, aside: ThreadPoolExecutor, told: Callable[[BatchReport], None]
    ) -> None:
        self._hub = hub
        self._aside = aside
        self._told = told
        self._ahead = FilesAhead(hub)

    def post(self, waiting: list[int], more: Callable[[], list[int]] | None) -> Outcomes:
        outcomes: Outcomes = {}
        following: Future[Prepared] | None = None
        while waiting:
            started = time.monotonic()
            batch, following = self._one_batch(waiting, following or self._prepare(waiting))
            now, done = time.monotonic(), dict(batch.outcomes)
            held_s = 0.0 if batch.held_from is None else now - batch.held_from
            counts = Counter(done.values())
            self._told(BatchReport(counts, now - started, held_s, batch.declarations))
            outcomes |= done
            self._ahead.forget(done)
            waiting = [file_id for file_id in waiting if file_id not in done]
            if more is not None:
                waiting = [file_id for file_id in more() if file_id not in outcomes]
        return outcomes

    def _one_batch(
        self, waiting: list[int], next_one: "Future[Prepared]"
    ) -> tuple[Done, "Future[Prepared] | None"]:
        """Post what was prepared, while what follows it is; return what is done, and that."""
        try:
            prepared = next_one.result()
        except DecidingFailed as failed:
            return self._in_halves(failed.file_ids, failed.fault), None
        at_work = set(prepared.file_ids)
        rest = [file_id for file_id in waiting if file_id not in at_work]
        following = self._prepare(rest) if rest and at_work else None
        try:
            with self._hub.book.transaction() as tx:
                done = post_batch.post(self._hub, tx, prepared)
        except OUTSIDE:
            raise
        except BookMoved:
            _log.info("the book moved on; the batch is decided again")
            done = self._held(waiting)
        except Exception as fault:  # noqa: BLE001 - one bad file must not stop the others
            done = self._in_halves(prepared.file_ids, fault)
        return done, following if done.outcomes.keys() == at_work else None

    def _held(self, waiting: list[int]) -> Done:
        """Prepare and post the next batch with the book held, so that it cannot move on."""
        prepared: Prepared | None = None
        try:
            with self._hub.book.transaction() as tx:
                tx.lock("posting")
                held_from = time.monotonic()
                prepared = self._prepare(waiting, tx).result()
                return replace(post_batch.post(self._hub, tx, prepared), held_from=held_from)
        except OUTSIDE:
            raise
        except DecidingFailed as failed:
            return self._in_halves(failed.file_ids, failed.fault)
        except BookMoved:
            if prepared is None:
                raise
            # Another run has some of these files in hand and waits for this one: those are its own.
            if len(prepared.file_ids) > 1:
                return self._held(list(prepared.file_ids)[: len(prepared.file_ids) // 2])
            return Done(dict.fromkeys(prepared.file_ids, TAKEN))
        except Exception as fault:
            if prepared is None:
                raise
            return self._in_halves(prepared.file_ids, fault)

    def _in_halves(self, failed: list[int], fault: Exception) -> Done:
        """Post the first half of files that failed together, or put the only one aside."""
        if len(failed) > 1:
            _log.warning("%s files together failed; they are tried by halves", len(failed))
            return self._held(failed[: len(failed) // 2])
        (file_id,) = failed
        _log.error("file %s is quarantined", file_id, exc_info=fault)
        with self._hub.book.transaction() as tx:
            return Done(post_batch.quarantine(self._hub, tx, file_id, fault))

    def _prepare(self, waiting: list[int], tx: Transaction | None = None) -> "Future[Prepared]":
        """Prepare the next batch, in a transaction of its own unless one is given."""

        def prepare() -> Prepared:
            if tx is not None:
                return post_batch.prepare(self._hub, tx, waiting, self._ahead)
            with self._hub.book.transaction() as own:
                return post_batch.prepare(self._hub, own, waiting, self._ahead)

        return self._aside.submit(prepare)
