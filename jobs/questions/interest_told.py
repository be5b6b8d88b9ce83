"""How interest came about: each item that bears it, stretch by stretch, made again from the book.

By what was applied up to its newest posting, and the rates that this names.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from billing.interest.daily_growth import DayRate, Growth
from billing.interest.interest_on import Bearing, Interest, Paid, interest_on
from jobs.hub import Hub, JobRefused
from ledger_sync.book.connection import Row, Transaction
from ledger_sync.history import balances, interest_postings


@dataclass(frozen=True)
class BornInterest:
    """An item that bears interest, what it came to by its newest posting, and all its postings.

    The cents of the stretches, with what was kept of interest paid before, are those posted.
    """

    item_id: int
    kind: str
    kind_en: str
    kind_fr: str
    document_reference: str
    amount_cents: int
    interest: Interest
    postings: tuple[Row, ...]


def interest_of(hub: Hub, bn15: str, document_reference: str | None = None) -> list[BornInterest]:
    """Return how the interest of an account came about, or that on one of its documents.

    JobRefused when the book has no such account.
    """
    with hub.book.reading() as tx:
        if balances.account_named(tx, bn15) is None:
            raise JobRefused(f"the book has no account {bn15}")
        rows = interest_postings.postings(tx, bn15, document_reference)
        return list(_born(tx, rows))


def as_data(found: BornInterest) -> dict[str, Any]:
    """Return the interest on an item as JSON has it."""
    return {
        **{name: getattr(found, name) for name in _NAMES},
        "interest_cents": found.interest.cents,
        "kept_cents": found.interest.kept_cents,
        "last_on": found.interest.last_on,
        "stretches": [{**asdict(each), "days": each.days} for each in found.interest.stretches],
        "postings": [
            {name: row[name] for name in ("book_on", "through_on", "due_on", "posted_cents")}
            for row in found.postings
        ],
    }


_NAMES = ("item_id", "kind", "kind_en", "kind_fr", "document_reference", "amount_cents")


def _born(tx: Transaction, rows: list[Row]) -> Iterator[BornInterest]:
    growth_by = cache(lambda rates_id: _growth(tx, rates_id))
    by_item = [tuple(each) for _, each in groupby(rows, key=itemgetter("item_id"))]
    newest = [each[-1] for each in by_item]
    paid = interest_postings.paid(
        tx, [row["item_id"] for row in newest], [row["batch_id"] for row in newest]
    )
    paid_of = {key: list(each) for key, each in groupby(paid, key=itemgetter("item_id"))}
    for posted, row in zip(by_item, newest, strict=True):
        bearing = _bearing(row, paid_of.get(row["item_id"], []))
        found = interest_on(bearing, growth_by(row["interest_rates_id"]), row["through_on"])
        yield BornInterest(**{name: row[name] for name in _NAMES}, interest=found, postings=posted)


def _bearing(row: Row, paid: list[Mapping[str, Any]]) -> Bearing:
    return Bearing(
        abs(row["amount_cents"]),
        row["first_on"],
        tuple(
            Paid(each["counts_on"], each["cents"], each["applied_on"] if each["corrects"] else None)
            for each in paid
        ),
        sum(each["cents"] for each in paid if each["is_interest"]),
    )


def _growth(tx: Transaction, interest_rates_id: int) -> Growth:
    days = interest_postings.rates_of_days(tx, interest_rates_id)
    return Growth(
        days[0]["day"], tuple(DayRate(row["rate_ppm"], row["days_of_year"]) for row in days)
    )
