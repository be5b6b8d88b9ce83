"""Take back what was posted or applied: asked for by a person, with a reason, as one act."""

import datetime as dt
from dataclasses import dataclass

from billing.clearing import policy_on
from jobs.hub import Hub, JobRefused
from ledger_sync.book import acts, batches, reversal
from ledger_sync.book.acts import Request
from ledger_sync.book.connection import Transaction
from ledger_sync.history import lineage
from ledger_sync.receivables import clearing


@dataclass(frozen=True)
class Reversed:
    """What an act came to; all zero when the same request had done it before."""

    act_id: int
    transactions: int
    undone_applications: int
    applications: int


def reverse(hub: Hub, handle: str, request: Request, today: dt.date) -> Reversed:
    """Reverse the standing transactions that a handle leads to (see ``lineage.HANDLES``).

    What the freed debits and credits then owe each other is applied by the policy in force.
    Raises JobRefused when nothing of it stands, UnknownHandle when nothing answers to it.
    """
    with hub.book.transaction() as tx:
        tx.lock("posting")
        act_id, new = acts.record(tx, "reverse", request, {"handle": handle})
        if not new:
            return Reversed(act_id, 0, 0, 0)
        standing = reversal.reversible(tx, lineage.transactions(tx, handle))
        if not standing:
            raise JobRefused(f"nothing of {handle} stands: it was reversed before")
        if numbers := reversal.built_upon(tx, standing):
            raise JobRefused(
                f"a later version of {', '.join(numbers)} posted its difference to this: reverse"
                " the whole declaration by its number, or the later version first"
            )
        book_on, batch_id = open_act(tx, act_id, today)
        count = reversal.reverse(tx, standing, batch_id=batch_id, book_on=book_on)
        applied = settle_act(hub, tx, batch_id=batch_id, book_on=book_on)
        return Reversed(act_id, count, _undone(tx, batch_id), applied)


def unapply(hub: Hub, application_id: int, request: Request, today: dt.date) -> Reversed:
    """Undo one application; both items are open again until the next clearing.

    Raises JobRefused when it does not stand.
    """
    with hub.book.transaction() as tx:
        tx.lock("posting")
        act_id, new = acts.record(tx, "unapply", request, {"application_id": application_id})
        if not new:
            return Reversed(act_id, 0, 0, 0)
        if not reversal.live_application(tx, application_id):
            raise JobRefused(f"application {application_id} is unknown, or was undone before")
        book_on, batch_id = open_act(tx, act_id, today)
        undone = reversal.unapply(tx, [application_id], batch_id=batch_id, applied_on=book_on)
        batches.seal(tx, batch_id)
        return Reversed(act_id, 0, undone, 0)


def open_act(tx: Transaction, act_id: int, today: dt.date) -> tuple[dt.date, int]:
    """Open the batch of an act; return its book date and its id."""
    book_on = batches.open_date(tx, today)
    return book_on, batches.open_for_act(tx, act_id, book_on)


def settle_act(hub: Hub, tx: Transaction, *, batch_id: int, book_on: dt.date) -> int:
    """Apply what the act left open by the policy in force, and seal; return the applications."""
    applied = clearing.apply_credits(
        tx,
        policy_on(hub.rules.clearing, book_on),
        applied_on=book_on,
        batch_id=batch_id,
        accounts=clearing.touched(tx, batch_id),
    )
    batches.seal(tx, batch_id)
    return applied


def _undone(tx: Transaction, batch_id: int) -> int:
    return int(
        tx.value(
            "SELECT count(*) FROM application WHERE batch_id = :batch_id AND amount_cents < 0",
            batch_id=batch_id,
        )
    )
