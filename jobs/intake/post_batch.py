"""A batch of kept files: decided on by what the book knows, then posted and answered at once.

What is decided is held in memory; the book is asked again, under the lock of posting, whether all
that it was asked still holds.
"""

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from billing.clearing import policy_on
from billing.payment_caps import cap_on
from jobs.answers import answer_file
from jobs.answers.answer_file import Ready
from jobs.answers.expected_record import expected_record, owed_by
from jobs.hub import Hub, due_rules
from jobs.hub.due_rules import OtherDueRules
from jobs.intake import staging
from jobs.intake.book_knowledge import BookKnowledge, Memory
from jobs.intake.decisions import BatchDecision, decision_on
from jobs.intake.file_batch import FileBatch, FilesAhead
from jobs.intake.staging import Senders
from jobs.payments import earlier_keys
from jobs.reference import load_reference_data
from jobs.rules import Rules
from jobs.submissions import received_submissions
from ledger_sync.book import batches
from ledger_sync.book.connection import BookUnavailable, Transaction
from ledger_sync.intake import inbox, judging, outbox, posting
from ledger_sync.intake.answers import record_file_finding
from ledger_sync.intake.inbox import Outcome, WaitingFile
from ledger_sync.intake.judging import DatedRules
from ledger_sync.intake.posting import Posted
from ledger_sync.receivables import clearing
from mappers.filing.transaction_numbers import reserved_until
from notices.owed import Owed

_log = logging.getLogger(__name__)

TAKEN = "taken"
"""In place of the outcome of a file that another run has, or that is done."""

OUTSIDE = (BookUnavailable, OSError, MemoryError, OtherDueRules)
"""Failures of the database, the disk, memory or the network, and rules that its owner changed
meanwhile: no file's, and cured by a retry."""


class BookMoved(Exception):
    """The book changed what a batch was decided by, or has a file of it, before it was posted."""


class DecidingFailed(Exception):
    """This program failed on files while they were read or decided on."""

    def __init__(self, file_ids: Sequence[int], fault: Exception) -> None:
        super().__init__(*file_ids)
        self.file_ids = list(file_ids)
        self.fault = fault


@dataclass(frozen=True)
class Decided:
    """A batch with what it comes to, and what that rests on.

    ``decision`` is None of a file of many slices: they are decided on when they are staged, and
    ``ready``, the answers, is filled then. ``senders`` are those of its interchanges.
    """

    batch: FileBatch
    knowledge: BookKnowledge
    decision: BatchDecision | None
    ready: Ready
    senders: Senders = ()

    @property
    def declarations(self) -> int:
        """How many declarations were decided on; of a file of many slices, those without error."""
        return len(self.ready.owed if self.decision is None else self.decision.tables.declarations)


@dataclass(frozen=True)
class Prepared:
    """The first of waiting files, and as many as go with it: to be posted, or answered again.

    ``again`` are files of bytes that were posted before, each with the file that was. Where there
    is neither, other runs have all that were ``asked`` for.
    """

    asked: Sequence[int]
    again: Mapping[int, int]
    decided: Decided | None

    @property
    def file_ids(self) -> list[int]:
        """The files that this is about."""
        if self.decided is None:
            return list(self.again)
        return [file.file_id for file in self.decided.batch.files]


@dataclass(frozen=True)
class Done:
    """What became of the files of a batch, by their ids; and since when the book was held for it.

    ``declarations`` counts those that were decided on.
    """

    outcomes: Mapping[int, str]
    held_from: float | None = None
    declarations: int = 0


def prepare(hub: Hub, tx: Transaction, file_ids: Sequence[int], ahead: FilesAhead) -> Prepared:
    """Read and decide on the next batch of waiting files; nothing is written.

    Raises DecidingFailed for those that this program failed on.
    """
    asked = inbox.first_of(tx, file_ids, hub.rules.batch_bounds.bytes_max)
    waiting = inbox.waiting_of(tx, asked)
    again = inbox.posted_before(tx, waiting)
    new = [file for file in waiting if file.file_id not in again]
    if not new:
        return Prepared(asked, again, None)
    at_work: Sequence[WaitingFile] = new[:1]
    try:
        batch = ahead.gather(new)
        at_work = batch.files
        return Prepared(asked, {}, decide(hub, tx, batch, hub.remembered))
    except OUTSIDE:
        raise
    except Exception as fault:
        raise DecidingFailed([file.file_id for file in at_work], fault) from fault


def decide(hub: Hub, tx: Transaction, batch: FileBatch, memory: Memory | None = None) -> Decided:
    """Decide on a batch by what the book knows, and write the answers that it is to get."""
    knowledge = BookKnowledge(hub, tx, memory=memory)
    if batch.said is None:
        return Decided(batch, knowledge, None, Ready())
    decision = decision_on(batch.said, knowledge)
    senders = staging.senders_of(tx, batch.files, decision.tables.interchanges)
    ready = _ready(hub, tx, batch, decision, senders)
    return Decided(batch, knowledge, decision, ready, senders)


def _ready(
    hub: Hub, tx: Transaction, batch: FileBatch, decision: BatchDecision, senders: Senders
) -> Ready:
    if batch.delivery is not None or batch.submission is not None:
        return Ready()
    return answer_file.write_expected(
        tx,
        hub.kept,
        batch.files,
        expected=expected_record(batch.files, decision.tables, decision.declared, senders),
        owed=_owed(batch, decision),
        recipient=hub.rules.recipient,
    )


def _owed(batch: FileBatch, decision: BatchDecision) -> dict[tuple[int, int], Owed]:
    if decision.declared is None:
        return {}
    return owed_by(batch.files, decision.tables, decision.declared)


def post(hub: Hub, tx: Transaction, prepared: Prepared) -> Done:
    """Post, answer and seal what was prepared; return what became of each file.

    Raises BookMoved where it is to be prepared anew; nothing may stay then of the transaction.
    """
    if not prepared.file_ids:
        return Done(dict.fromkeys(prepared.asked, TAKEN))
    files = inbox.take(tx, prepared.file_ids)
    if len(files) != len(prepared.file_ids):
        raise BookMoved
    if prepared.decided is None:
        return Done(_answer_again(tx, files, prepared.again))
    knowledge = stage(hub, tx, prepared.decided)
    inbox.wait_for_earlier(tx, files)
    tx.lock("posting")
    held_from = time.monotonic()
    due_rules.refuse_others(hub, tx)
    if knowledge.moved(tx) or inbox.posted_before(tx, files):
        raise BookMoved
    posted = settle(hub, tx, prepared.decided.batch, knowledge)
    recipient = hub.rules.recipient
    ready = prepared.decided.ready
    outbox.queue(tx, answer_file.documents(tx, hub.kept, files, recipient=recipient, ready=ready))
    batches.seal(tx, posted.batch_id)
    inbox.finish(tx, {file: Outcome(name) for file, name in posted.outcomes.items()})
    return Done(posted.outcomes, held_from, prepared.decided.declarations)


def stage(hub: Hub, tx: Transaction, decided: Decided) -> BookKnowledge:
    """Stage what a batch comes to; return what that rests on."""
    batch, knowledge = decided.batch, decided.knowledge
    posting.begin(tx)
    posting.stage_files(tx, batch.files)
    if decided.decision is not None:
        staging.stage(tx, decided.decision, decided.senders)
    else:
        knowledge = BookKnowledge(hub, tx)
        for tables in batch.slices(hub):
            slice_ = decision_on(tables, knowledge)
            senders = staging.senders_of(tx, batch.files, slice_.tables.interchanges)
            staging.stage(tx, slice_, senders)
            decided.ready.owed.update(_owed(batch, slice_))
    if batch.delivery is not None:
        load_reference_data.stage(hub, tx, batch.files[0], batch.delivery)
    if batch.submission is not None:
        received_submissions.stage(tx, batch.files[0], batch.submission)
    return knowledge


def judged_by(rules: Rules) -> DatedRules:
    """Return what the dated rules say of what only the book knows."""
    return DatedRules(
        reserved_until=partial(reserved_until, rules=rules.declarations.reservations),
        cap_on=partial(cap_on, rules.payments.caps, rules.cycles),
    )


def settle(hub: Hub, tx: Transaction, batch: FileBatch, knowledge: BookKnowledge) -> Posted:
    """Post what is staged, under the lock of posting; neither answered nor sealed."""
    earlier_keys.give(hub, tx)
    posted = posting.settle(
        tx,
        batch.files[0].received_on,
        judged_by(hub.rules),
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


def quarantine(hub: Hub, tx: Transaction, file_id: int, fault: Exception) -> dict[int, str]:
    """Put a file aside that this program failed on; its sender is told, its bytes are kept."""
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
    inbox.finish(
        tx,
        {
            file_id: Outcome("duplicate", f"same bytes as file {first}")
            for file_id, first in earlier.items()
        },
    )
    return dict.fromkeys(earlier, "duplicate")
