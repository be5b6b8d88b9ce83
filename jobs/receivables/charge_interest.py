"""The interest that a close posts: at the end of a cycle on what stands, and on what was paid."""

import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

from billing.cycle import COMMERCIAL, CycleRule, cycle_ending, cycle_of_posting, rule_on
from billing.interest.daily_growth import DAY
from billing.interest.kept_rates import BEARS, KeptDay, days_of, growth_of
from jobs.hub import Hub
from jobs.hub.cycles import cycle_rules
from ledger_sync.book import batches, closing
from ledger_sync.book.connection import Transaction
from ledger_sync.receivables import interest_owed, interest_rates
from ledger_sync.reference import reference_tables

WAIVED: Final = "late_payment_interest"

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Charged:
    """How many postings of interest were made, and until when rates are known if that is short."""

    postings: int = 0
    rates_end_on: dt.date | None = None


def charge(hub: Hub, tx: Transaction, business_date: dt.date) -> Charged:
    """Post the interest that a close is to; without a rate of every day it stops where they end."""
    kept = [_keep(hub, tx, bears, business_date) for bears in BEARS]
    rates = [each for each in kept if each is not None]
    if len(rates) < len(BEARS):
        _log.warning("no interest is counted: no rate is known of any day")
        return Charged()
    upto = min(business_date, *(each.last_on for each in rates))
    short = upto if upto < business_date else None
    if short:
        _log.warning("no interest is counted after %s: no rate is known of a later day", short)
    rule = rule_on(cycle_rules(hub, tx), COMMERCIAL, business_date)
    everything = any(each.differs for each in rates)
    known_on = _known_on(rule, business_date)
    found = interest_owed.owed(
        tx,
        {bears: each.rates_id for bears, each in zip(BEARS, rates, strict=True)},
        upto=upto,
        cycle_on=known_on if everything or not closing.is_closed(tx, known_on) else None,
        everything=everything,
    )
    if found.empty:
        return Charged(0, short)
    batch_id = batches.open_for_run(tx, "interest", business_date)
    interest_owed.post(
        tx,
        found,
        batch_id=batch_id,
        book_on=business_date,
        due_on=cycle_of_posting(rule, business_date).due_on,
    )
    batches.seal(tx, batch_id)
    return Charged(len(found), short)


@dataclass(frozen=True)
class _Kept:
    """A version of rates; ``differs`` where it says otherwise of a day than the one before it."""

    rates_id: int
    last_on: dt.date
    differs: bool


def _keep(hub: Hub, tx: Transaction, bears: str, business_date: dt.date) -> _Kept | None:
    """Return the version that says what reference data and rules do, recorded where it is new."""
    countings = hub.rules.countings
    growth = growth_of(
        bears,
        reference_tables.prescribed_rates(tx),
        reference_tables.waivers(tx, WAIVED),
        countings,
        dt.date(business_date.year, 12, 31),
    )
    if growth is None:
        return None
    now = days_of(growth)
    newest = interest_rates.newest(tx, bears)
    before = [] if newest is None else interest_rates.days(tx, newest)
    if newest is not None and before == now:
        return _Kept(newest, growth.last_on, differs=False)
    of_it = (asdict(rule) for rule in countings if rule.of == bears)
    rates_id = interest_rates.record(tx, bears, of_it, now)
    differs = _until(before, business_date) != _until(now, business_date)
    return _Kept(rates_id, growth.last_on, differs)


def _until(days: Sequence[KeptDay], day: dt.date) -> list[KeptDay]:
    return [each for each in days if each[0] <= day]


def _known_on(rule: CycleRule, business_date: dt.date) -> dt.date:
    """Return the last day that the newest statement knows, of those drawn up of days until one."""
    cycle = cycle_of_posting(rule, business_date)
    if cycle.known_on != business_date:
        cycle = cycle_ending(rule, cycle.first_on - DAY)
    return cycle.known_on
