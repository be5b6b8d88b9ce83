"""The rates of interest that the book keeps by day, worked out again from reference data."""

import datetime as dt
from typing import Any, Final

from billing.interest.kept_rates import KeptDay, days_of, growth_of
from billing.money_rules import CountingRule
from ledger_sync.book.connection import Book, Row, Transaction
from ledger_sync.proofs.proving import BREACHES_SHOWN, Result
from ledger_sync.receivables import interest_rates
from ledger_sync.reference import reference_versions

INTEREST_RATES: Final = (
    "interest-rates",
    "The rates of interest kept by day are what prescribed rates, waivers and rules gave when they"
    " were recorded, and grow from day to day.",
)
WAIVED: Final = "late_payment_interest"


def proof(book: Book) -> Result:
    """Work out every version again, by the reference data that it names."""
    days, breaches = 0, []
    with book.transaction() as tx:
        for version in interest_rates.versions(tx):
            kept = interest_rates.days(tx, version["interest_rates_id"])
            days += len(kept)
            given = _given(tx, version, kept[-1][0]) if kept else []
            breaches += [
                {"interest_rates_id": version["interest_rates_id"], "day": day}
                for day in sorted({each[0] for each in set(kept) ^ set(given)})
            ]
    return Result(*INTEREST_RATES, days, tuple(breaches[:BREACHES_SHOWN]))


def _given(tx: Transaction, version: Row, until: dt.date) -> list[KeptDay]:
    known = reference_versions.numbers_known_by(tx, version["reference_version_id"] or 0)
    rates, waivers = (
        reference_versions.as_known(tx, table, known.get(table, 0)).to_dict("records")
        for table in ("prescribed_rate", "waiver")
    )
    growth = growth_of(
        version["bears"],
        [(*_days(row), int(row["rate_ppm"])) for row in rates],
        [_days(row) for row in waivers if row["kind"] == WAIVED],
        [_counting(rule) for rule in version["countings"]],
        until,
    )
    return [] if growth is None else days_of(growth)


def _days(row: dict[Any, Any]) -> tuple[dt.date, dt.date]:
    first, last = (dt.date.fromisoformat(row[f"effective_{end}"]) for end in ("from", "to"))
    return first, last


def _counting(rule: dict[str, Any]) -> CountingRule:
    return CountingRule(**{**rule, "effective_from": dt.date.fromisoformat(rule["effective_from"])})
