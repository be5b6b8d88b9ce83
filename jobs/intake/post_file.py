"""One kept file into the book: read, decide, post and answer in one transaction."""

import logging
from functools import partial

from billing.clearing import policy_on
from jobs.hub import Hub
from jobs.intake import answer_file, staging
from jobs.intake.book_knowledge import BookKnowledge
from jobs.intake.decisions import decisions
from jobs.reference import load_reference_data
from ledger_sync.book import batches
from ledger_sync.book.connection import BookUnavailable, Transaction
from ledger_sync.intake import inbox, judging, outbox, posting
from ledger_sync.intake.answers import record_file_finding
from ledger_sync.intake.inbox import WaitingFile
from ledger_sync.intake.posting import Posted
from ledger_sync.receivables import clearing
from mappers.filing.transaction_numbers import reserved_until

_log = logging.getLogger(__name__)


def post_file(hub: Hub, file_id: int) -> str:
    """Post one waiting file and return its outcome; a file never stops its neighbours.

    Raises BookUnavailable, which a retry can cure. Any other failure quarantines the file.
    """
    try:
        with hub.book.transaction() as tx:
            file = inbox.take(tx, file_id)
            return "taken" if file is None else _post(hub, tx, file)
    except BookUnavailable:
        raise
    except Exception as fault:  # noqa: BLE001 - one bad file must not stop the others
        _log.exception("file %s is quarantined", file_id)
        with hub.book.transaction() as tx:
            _quarantine(hub, tx, file_id, fault)
        return "quarantined"


def settle_file(hub: Hub, tx: Transaction, file: WaitingFile) -> Posted:
    """Read, decide and post one file that was not posted before; neither answered nor sealed."""
    posting.begin(tx)
    delivery = None
    with hub.kept.readable(file.sha256) as path:
        for decided in decisions(path, BookKnowledge(hub, tx), file.filed_on):
            staging.stage(tx, file, decided)
            delivery = decided.tables.delivery  # which is the whole of its file
            if delivery is not None:
                load_reference_data.stage(hub, tx, file, delivery)
    posted = posting.settle(
        tx, file, partial(reserved_until, rules=hub.rules.declarations.reservations)
    )
    if delivery is not None:
        load_reference_data.apply_unasked(hub, tx, file, delivery)
    for gap in judging.gaps(tx):
        _log.warning(gap)
    if posted.outcome == "posted":
        policy = policy_on(hub.rules.clearing, posted.book_on)
        clearing.apply_credits(
            tx, policy, applied_on=posted.book_on, batch_id=posted.batch_id, all_accounts=False
        )
    return posted


def _post(hub: Hub, tx: Transaction, file: WaitingFile) -> str:
    tx.lock(f"bytes:{file.sha256.hex()}")  # the same bytes under two names wait for each other
    earlier = inbox.posted_before(tx, file)
    if earlier is not None:
        return _answer_again(tx, file, earlier)
    posted = settle_file(hub, tx, file)
    outbox.queue(tx, answer_file.documents(tx, hub.kept, file, recipient=hub.rules.recipient))
    batches.seal(tx, posted.batch_id)
    inbox.finish(tx, file.file_id, posted.outcome)
    return posted.outcome


def _quarantine(hub: Hub, tx: Transaction, file_id: int, fault: Exception) -> None:
    """Put a file aside that this program failed on; its sender is told, its bytes are kept."""
    file = inbox.take(tx, file_id)
    if file is None:
        return
    record_file_finding(tx, file_id, "FILE-008", "error", type(fault).__name__)
    outbox.queue(tx, answer_file.documents(tx, hub.kept, file, recipient=hub.rules.recipient))
    inbox.finish(tx, file_id, "quarantined", f"{type(fault).__name__}: {fault}"[:500])


def _answer_again(tx: Transaction, file: WaitingFile, earlier: int) -> str:
    """The same bytes again: nothing is posted, the sender gets the first answers once more."""
    record_file_finding(tx, file.file_id, "FILE-004", "warning", str(earlier))
    outbox.queue(tx, answer_file.documents_again(tx, file, earlier))
    inbox.finish(tx, file.file_id, "duplicate", f"same bytes as file {earlier}")
    return "duplicate"
