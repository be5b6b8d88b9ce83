"""Close a business date: post penalties, apply open credits, take no more postings, seal."""

import datetime as dt
from dataclasses import dataclass

from billing.clearing import policy_on
from jobs.hub import Hub
from jobs.hub.slips import refuse_slip
from jobs.proofs import seals
from jobs.receivables.penalties import assess
from ledger_sync.book import batches, closing
from ledger_sync.book.connection import Transaction
from ledger_sync.receivables import clearing


@dataclass(frozen=True)
class DaysClosed:
    """What a close came to; ``closed`` is empty when everything was closed before."""

    business_date: dt.date
    closed: tuple[dt.date, ...]
    penalties: int
    applications: int


def run(hub: Hub, business_date: dt.date) -> DaysClosed:
    """Close a business date, and before it every earlier one that has postings and is open.

    Closing again changes nothing, but exports the seals that a killed run did not. Raises
    JobRefused for a date far ahead of the book.
    """
    with hub.book.holding(seals.CLOSING, wait=True):
        closed = _close(hub, business_date)
        seals.export(hub)
    return closed


def _close(hub: Hub, business_date: dt.date) -> DaysClosed:
    with hub.book.transaction() as tx:
        tx.lock("posting")
        refuse_slip(business_date, closing.newest_date(tx))
        assessed = 0 if closing.is_closed(tx, business_date) else assess(hub, tx, business_date)
        applications = _clear(hub, tx, business_date)
        days = [*closing.open_with_postings(tx, business_date), business_date]
        closing.make_partitions(tx, business_date)
        closed = tuple(day for day in days if closing.close(tx, day))
        return DaysClosed(business_date, closed, assessed, applications)


def _clear(hub: Hub, tx: Transaction, business_date: dt.date) -> int:
    if closing.is_closed(tx, business_date) or not clearing.is_due(tx):
        return 0
    batch_id = batches.open_for_run(tx, "clearing", business_date)
    policy = policy_on(hub.rules.clearing, business_date)
    applications = clearing.apply_credits(tx, policy, applied_on=business_date, batch_id=batch_id)
    batches.seal(tx, batch_id)
    return applications
