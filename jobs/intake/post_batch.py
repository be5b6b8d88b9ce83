"""A batch of kept files into the book: read, decide, post and answer in one transaction."""

import logging
from collections.abc import Mapping, Sequence
from functools import partial

from billing.clearing import policy_on
from jobs.hub import Hub
from jobs.intake import answer_file, staging
from jobs.intake.book_knowledge import BookKnowledge
from jobs.intake.decisions import decision_on
from jobs.intake.file_batch import FileBatch, FilesAhead
from jobs.reference import load_reference_data
from ledger_sync.book import batches
from ledger_sync.book.connection import BookUnavailable, Transaction
from ledger_sync.intake import inbox, judging, outbox, posting
from ledger_sync.intake.answers import record_file_finding
from ledger_sync.intake.inbox import Outcome, WaitingFile
from ledger_sync.intake.posting import Posted
from ledger_sync.receivables import clearing
from mappers.filing.transaction_numbers import reserved_until

_log = logging.getLogger(__name__)

TAKEN = "taken"
"""In place of the outcome of a file that another run has, or that is done."""

_OUTSIDE = (BookUnavailable, OSError, MemoryError)
"""Failures of the database, the disk, memory or the network: no file's, and cured by a retry."""


class _Moved(Exception):
    """The book changed what a batch was decided by, before the batch could be posted."""


def post_batch(hub: Hub, file_ids: Sequence[int], ahead: FilesAhead) -> dict[int, str]:
    """Post the first of waiting files and as many as are one batch with it; return outcomes by id.

    A failure of this program splits the batch, down to the file at fault, which alone is put
    aside: a file never stops its neighbours. Raises BookUnavailable, OSError and MemoryError,
    which a retry can cure.
    """
    while True:
        attempt = _Attempt(hub, file_ids, ahead)
        try:
            return attempt.run()
        except _OUTSIDE:
            raise
        except Exception as fault:
            failed = attempt.files
            if not failed:
                raise
            if len(failed) == 1:
                _log.exception("file %s is quarantined", failed[0])
                return _quarantine(hub, failed[0], fault)
            _log.warning("%s files together failed; they are tried by halves", len(failed))
            file_ids = failed[: len(failed) // 2]


def stage_files(hub: Hub, tx: Transaction, batch: FileBatch) -> BookKnowledge:
    """Decide on files that were not posted before, and stage what they come to."""
    posting.begin(tx)
    posting.stage_files(tx, batch.files)
    knowledge = BookKnowledge(hub, tx)
    for tables in batch.tables(hub):
        staging.stage(tx, batch.files, decision_on(tables, knowledge))
    if batch.delivery is not None:
        load_reference_data.stage(hub, tx, batch.files[0], batch.delivery)
    return knowledge


def settle_files(hub: Hub, tx: Transaction, batch: FileBatch, knowledge: BookKnowledge) -> Posted:
    """Post what is staged, under the lock of posting; neither answered nor sealed."""
    posted = posting.settle(
        tx,
        batch.files[0].received_on,
        partial(reserved_until, rules=hub.rules.declarations.reservations),
        knowledge.decided_by,
    )
    if batch.delivery is not None:
        load_reference_data.apply_unasked(hub, tx, batch.files[0], batch.delivery)
    for gap in judging.gaps(tx):
        _log.warning(gap)
    if "posted" in posted.outcomes.values():
        clearing.apply_credits_in_turn(
            tx,
            policy_on(hub.rules.clearing, posted.book_on),
            applied_on=posted.book_on,
            batch_id=posted.batch_id,
        )
    return posted


class _Attempt:
    """One attempt at a batch: ``files`` says which files it took up, whatever came of it."""

    def __init__(self, hub: Hub, file_ids: Sequence[int], ahead: FilesAhead) -> None:
        self._hub = hub
        self._ahead = ahead
        self._file_ids = file_ids
        self.files: list[int] = []

    def run(self) -> dict[int, str]:
        """Post the batch; where the book moves on, again with the book held from the start."""
        try:
            return self._run(held=False)
        except _Moved:
            _log.info("the book moved on; the batch is decided again")
            return self._run(held=True)

    def _run(self, *, held: bool) -> dict[int, str]:
        with self._hub.book.transaction() as tx:
            if held:
                tx.lock("posting")
            asked = inbox.first_of(tx, self._file_ids, self._hub.rules.batch_bounds.bytes_max)
            waiting = inbox.take(tx, asked)
            if not waiting:
                return dict.fromkeys(asked, TAKEN)
            self.files = [waiting[0].file_id]
            earlier = inbox.posted_before(tx, waiting)
            new = [file for file in waiting if file.file_id not in earlier]
            if not new:
                return _answer_again(tx, waiting, earlier)
            batch = self._ahead.gather(new)
            self.files = [file.file_id for file in batch.files]
            return self._post(tx, batch, held=held)

    def _post(self, tx: Transaction, batch: FileBatch, *, held: bool) -> dict[int, str]:
        hub = self._hub
        knowledge = stage_files(hub, tx, batch)
        if not held:
            inbox.wait_for_earlier(tx, batch.files)
            tx.lock("posting")
            if knowledge.moved() or inbox.posted_before(tx, batch.files):
                raise _Moved
        posted = settle_files(hub, tx, batch, knowledge)
        recipient = hub.rules.recipient
        outbox.queue(tx, answer_file.documents(tx, hub.kept, batch.files, recipient=recipient))
        batches.seal(tx, posted.batch_id)
        inbox.finish(tx, {file: Outcome(name) for file, name in posted.outcomes.items()})
        return dict(posted.outcomes)


def _quarantine(hub: Hub, file_id: int, fault: Exception) -> dict[int, str]:
    """Put a file aside that this program failed on; its sender is told, its bytes are kept."""
    with hub.book.transaction() as tx:
        files = inbox.take(tx, [file_id])
        if not files:
            return {file_id: TAKEN}
        record_file_finding(tx, file_id, "FILE-008", "error", type(fault).__name__)
        outbox.queue(tx, answer_file.documents(tx, hub.kept, files, recipient=hub.rules.recipient))
        note = f"{type(fault).__name__}: {fault}"[:500]
        inbox.finish(tx, {file_id: Outcome("quarantined", note)})
    return {file_id: "quarantined"}


def _answer_again(
    tx: Transaction, files: Sequence[WaitingFile], earlier: Mapping[int, int]
) -> dict[int, str]:
    """The same bytes again: nothing is posted, the sender gets the first answers once more."""
    for file in files:
        first = earlier[file.file_id]
        record_file_finding(tx, file.file_id, "FILE-004", "warning", str(first))
        outbox.queue(tx, answer_file.documents_again(tx, file, first))
    same = {file_id: Outcome("duplicate", f"same bytes as file {first}")
            for file_id, first in earlier.items()}  # fmt: skip
    inbox.finish(tx, same)
    return {file_id: outcome.name for file_id, outcome in same.items()}
