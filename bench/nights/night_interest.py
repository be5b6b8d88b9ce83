"""Interest over all accounts of the night's book, against one aggregate over the same rows."""

import datetime as dt
from statistics import median
from time import perf_counter
from typing import Final

from bench.nights.night import ACCOUNTS
from bench.nights.night_book import CLOSED, LAST, night
from bench.result import Figure, Result
from billing.interest.kept_rates import BEARS
from jobs.hub import Hub
from ledger_sync.receivables import interest_owed, interest_rates

RUNS: Final = 3
_AGGREGATE: Final = (
    "SELECT count(*) FROM (SELECT i.account_id, sum(a.cents) FROM item i"
    " LEFT JOIN (SELECT debit_item_id, sum(amount_cents) AS cents FROM application GROUP BY 1) a"
    "  ON a.debit_item_id = i.item_id"
    " WHERE i.kind IN ('CAD', 'SOADJ') GROUP BY i.account_id) AS summed"
)


def interest_on_all() -> Result:
    """Compare the interest on every item, counted anew, with a sum by account of what was paid."""
    with night(ACCOUNTS) as kept, kept.copy_of(CLOSED) as hub:
        times = [(_owed(hub), _aggregate(hub)) for _ in range(RUNS)]
        with hub.book.reading() as tx:
            items = int(tx.value("SELECT count(*) FROM item WHERE kind IN ('CAD', 'SOADJ')"))
    ours, other = (median(each) for each in zip(*times, strict=True))
    return Result(
        "night_interest",
        Figure("interest of every item", ours, "s"),
        Figure("one aggregate", other, "s"),
        ours / other,
        3.0,
        {"accounts": ACCOUNTS, "items": items},
        at_least=False,
    )


def _owed(hub: Hub) -> float:
    with hub.book.transaction() as tx, tx.rehearsal():
        rates = {bears: interest_rates.newest(tx, bears) or 0 for bears in BEARS}
        day = LAST + dt.timedelta(days=30)
        started = perf_counter()
        interest_owed.owed(tx, rates, upto=day, cycle_on=day, everything=True)
        return perf_counter() - started


def _aggregate(hub: Hub) -> float:
    with hub.book.reading() as tx:
        started = perf_counter()
        tx.value(_AGGREGATE)
        return perf_counter() - started
