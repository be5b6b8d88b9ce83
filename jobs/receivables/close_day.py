"""Close a business date: post penalties, apply credits, post interest, take no more, seal.

A close is for good. The night closes the date that just ended; whoever names another one is shown
first what that would close.
"""

import datetime as dt
from dataclasses import asdict, dataclass

from billing.clearing import policy_on
from jobs.hub import Hub, due_rules
from jobs.hub.question import Question, digest_of
from jobs.hub.slips import refuse_future
from jobs.proofs import seals
from jobs.receivables.charge_interest import Charged, charge
from jobs.receivables.penalties import assess
from ledger_sync.book import batches, clock, closing
from ledger_sync.book.connection import Transaction
from ledger_sync.receivables import clearing


@dataclass(frozen=True)
class DaysClosed:
    """What a close came to; ``closed`` is empty when everything was closed before.

    ``rates_end_on`` is the last day to which interest was counted, where a later one has no rate.
    """

    business_date: dt.date
    closed: tuple[dt.date, ...]
    penalties: int
    applications: int
    interest: int = 0
    rates_end_on: dt.date | None = None


def run(hub: Hub, business_date: dt.date) -> DaysClosed:
    """Close a business date, and before it every earlier one that has postings and is open.

    Closing again changes nothing, but exports the seals that a killed run did not. Raises
    JobRefused for a date that is still to come.
    """
    with hub.book.holding(seals.CLOSING, wait=True):
        closed = _close(hub, business_date)
        seals.export(hub)
    return closed


def question(hub: Hub, business_date: dt.date) -> Question | None:
    """Return what a close would do, for the person who asks for it; None where it closes nothing.

    Raises JobRefused for a date that is still to come.
    """
    with hub.book.transaction() as tx:
        counted = {day: closing.transactions(tx, day) for day in _open(tx, business_date)}
        with tx.rehearsal():
            closed = _close_in(hub, tx, business_date)
    if not closed.closed:
        return None
    last = closed.closed[-1]
    body = "\n".join(
        [
            f"Nothing is posted to {last}, or to any day before it, after that.",
            "",
            "| business date | transactions |",
            "|---|---:|",
            *(f"| {day} | {counted.get(day, 0):,} |" for day in closed.closed),
            "",
            f"Late accounting penalties to be posted: {closed.penalties:,};"
            f" credits to be applied: {closed.applications:,};"
            f" postings of interest: {closed.interest:,}.",
            *_short_of_rates(closed),
        ]
    )
    digest = digest_of([asdict(closed), sorted(counted.items())])
    return Question(f"Close {last}?", body, digest, 0)


def is_unasked(hub: Hub, business_date: dt.date) -> bool:
    """Whether a date is one that needs no second look: today, or yesterday."""
    return hub.today() - business_date in {dt.timedelta(0), dt.timedelta(days=1)}


def _close(hub: Hub, business_date: dt.date) -> DaysClosed:
    with hub.book.transaction() as tx:
        return _close_in(hub, tx, business_date)


def _close_in(hub: Hub, tx: Transaction, business_date: dt.date) -> DaysClosed:
    tx.lock("posting")
    due_rules.refuse_others(hub, tx)
    days = _open(tx, business_date)
    assessed = 0 if closing.is_closed(tx, business_date) else assess(hub, tx, business_date)
    applications = _clear(hub, tx, business_date)
    charged = Charged() if closing.is_closed(tx, business_date) else charge(hub, tx, business_date)
    closing.make_partitions(tx, business_date)
    closed = tuple(day for day in days if closing.close(tx, day))
    return DaysClosed(
        business_date, closed, assessed, applications, charged.postings, charged.rates_end_on
    )


def _short_of_rates(closed: DaysClosed) -> list[str]:
    if closed.rates_end_on is None:
        return []
    return ["", f"Interest is counted to {closed.rates_end_on}: no later day has a rate."]


def _open(tx: Transaction, business_date: dt.date) -> list[dt.date]:
    """Return the dates that a close is about, those closed before included; oldest first."""
    refuse_future(business_date, clock.today(tx))
    return [*closing.open_with_postings(tx, business_date), business_date]


def _clear(hub: Hub, tx: Transaction, business_date: dt.date) -> int:
    policy = policy_on(hub.rules.clearing, business_date)
    if closing.is_closed(tx, business_date) or not clearing.is_due(tx, policy, business_date):
        return 0
    batch_id = batches.open_for_run(tx, "clearing", business_date)
    applications = clearing.apply_credits(tx, policy, applied_on=business_date, batch_id=batch_id)
    batches.seal(tx, batch_id)
    return applications
