"""Close a business date: apply open credits by the policy in force, then take no more postings."""

import datetime as dt
from dataclasses import dataclass

from billing.clearing import policy_on
from jobs.hub import Hub
from ledger_sync import clearing, closing, posting


@dataclass(frozen=True)
class DayClosed:
    """What closing a business date came to; ``closed`` is False when it was closed before."""

    business_date: dt.date
    closed: bool
    applications: int
    posted_cents: dict[str, int]


def run(hub: Hub, business_date: dt.date) -> DayClosed:
    """Close one business date; closing it again changes nothing."""
    with hub.book.transaction() as tx:
        tx.lock("posting")
        applications = 0
        closed = closing.close(tx, business_date)
        if closed and clearing.is_due(tx):
            batch_id = posting.open_batch(tx, "clearing", business_date)
            policy = policy_on(hub.rules.clearing, business_date)
            applications = clearing.apply_credits(
                tx, policy, applied_on=business_date, batch_id=batch_id
            )
            posting.seal(tx, batch_id)
        return DayClosed(business_date, closed, applications, closing.totals(tx, business_date))
