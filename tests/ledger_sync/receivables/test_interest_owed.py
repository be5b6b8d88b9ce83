"""Interest in SQL equals the interest on each item by itself, whatever was applied and undone."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from billing.interest.daily_growth import DAY, Growth
from billing.interest.interest_on import Bearing, Paid, interest_on
from billing.interest.kept_rates import BEARS, days_of, growth_of
from jobs.hub import Hub
from jobs.hub.settings import ROOT
from jobs.rules import read_rules
from ledger_sync.book import batches
from ledger_sync.book.connection import Transaction
from ledger_sync.receivables import interest_owed, interest_rates
from tests.profiles import examples
from tests.reference.interest import interest

FIRST, LAST = dt.date(2026, 2, 1), dt.date(2026, 9, 30)
BOOKED_ON = dt.date(2026, 1, 20)
QUARTERS = [
    (dt.date(2026, 1, 1), dt.date(2026, 3, 31), 24_000),
    (dt.date(2026, 4, 1), dt.date(2026, 9, 30), 21_999),
]
WAIVERS = [(dt.date(2026, 3, 1), dt.date(2026, 3, 9))]
COUNTINGS = read_rules(ROOT / "config").countings
GROWN = growth_of("debt", QUARTERS, WAIVERS, COUNTINGS, LAST)
REASONS = ("payment", "choice", "correction")

days = st.dates(FIRST, LAST)
applied = st.tuples(
    *(st.integers(1, 900_000), days, days, st.sampled_from(REASONS), st.booleans()),
    st.sampled_from(["debt", "interest"]),
)
debts = st.tuples(
    st.integers(1, 2_000_000), days, days, st.lists(applied, max_size=5), st.integers(0, 50_000)
)


@given(st.lists(debts, min_size=1, max_size=5))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=examples(25),
    phases=[Phase.generate],
)
def test_sql_equals_the_interest_on_one(hub: Hub, told: list):
    """Of many items at once, each to the cent; what was undone, and what is to come, is nothing."""
    with hub.book.transaction() as tx, tx.rehearsal():
        rates_id = interest_rates.record(tx, "debt", [], days_of(_grown()))
        asked, expected = [], []
        for place, (cents, first_on, through_on, pieces, posted) in enumerate(told):
            through = max(first_on, through_on)
            item_id, bearing = _booked(tx, f"{place}", rates_id, (cents, first_on, pieces, posted))
            asked.append((item_id, first_on, through))
            found = interest_on(bearing, _grown(), through)
            rates = {_grown().first_on + n * DAY: r.rate_ppm for n, r in enumerate(_grown().rates)}
            assert found.cents == interest(bearing, rates, through)
            expected.append((found.cents, found.last_on))
        rows = tx.rows(
            "SELECT place, counted_cents, ends_on"
            " FROM interest_counted(:items, :rates, :firsts, :throughs, :as_of) ORDER BY place",
            items=[item_id for item_id, _, _ in asked],
            firsts=[first_on for _, first_on, _ in asked],
            throughs=[through for _, _, through in asked],
            rates=[rates_id] * len(asked),
            as_of=[2**62] * len(asked),
        )
    assert [(row["counted_cents"], row["ends_on"]) for row in rows] == expected


REFUND_ON = dt.date(2026, 1, 5)


@pytest.mark.parametrize(
    ("rule", "last_on"), [("after_91st_day", BOOKED_ON), ("after_payment", dt.date(2026, 2, 9))]
)
def test_a_refund_bears_the_prescribed_rate(hub: Hub, rule: str, last_on: dt.date):
    """One that was asked for until it is granted, one of the agency's own until it is given.

    It credits the importer, whom what is applied to a debt is given to; once.
    """
    with hub.book.transaction() as tx, tx.rehearsal():
        rates = {}
        for bears in BEARS:
            grown = growth_of(bears, QUARTERS, WAIVERS, COUNTINGS, LAST)
            assert grown is not None
            rates[bears] = interest_rates.record(tx, bears, [], days_of(grown))
        batch_id = batches.open_for_run(tx, "test", BOOKED_ON)
        refund = _item(tx, batch_id, "R", "SOADJ", -5_000_000, start=(REFUND_ON, rule))
        debt = _item(tx, batch_id, "D", "LAP", 5_000_000)
        _apply(tx, batch_id, (debt, refund, 5_000_000), dt.date(2026, 2, 9), "set_off",
               undone=False)  # fmt: skip
        found = _owed(tx, rates)
        grown = growth_of("decision", QUARTERS, (), COUNTINGS, LAST)
        assert grown is not None
        cents = interest_on(Bearing(5_000_000, REFUND_ON), grown, last_on).cents
        assert found[["item_id", "through_on", "difference_cents"]].to_numpy().tolist() == (
            [[refund, last_on, cents]]
        )
        run_id = batches.open_for_run(tx, "interest", LAST)
        interest_owed.post(tx, found, batch_id=run_id, book_on=LAST, due_on=LAST)
        posted = tx.rows(
            "SELECT a.charge, e.amount_cents, i.due_on FROM item i JOIN entry e USING (txn_id)"
            " JOIN account a ON a.account_id = e.account_id WHERE i.kind = 'INT' ORDER BY 2"
        )
        assert [tuple(row.values()) for row in posted] == [
            (None, -cents, None),
            ("interest_on_refunds", cents, None),
        ]
        assert _owed(tx, rates).empty


def _owed(tx: Transaction, rates: dict[str, int]) -> pd.DataFrame:
    return interest_owed.owed(tx, rates, upto=LAST, cycle_on=None, everything=True)


def _grown() -> Growth:
    assert GROWN is not None
    return GROWN


def _booked(tx: Transaction, place: str, rates_id: int, told: tuple) -> tuple[int, Bearing]:
    """Book a debt, interest on it and what was applied to both; say what bears interest."""
    cents, first_on, pieces, posted = told
    batch_id = batches.open_for_run(tx, "test", BOOKED_ON)
    debt = _item(tx, batch_id, f"D{place}", "CAD", cents)
    of = {"debt": [debt, cents], "interest": [0, 0]}
    if posted:
        of["interest"] = [_item(tx, batch_id, f"I{place}", "INT", posted), posted]
        tx.run(
            "INSERT INTO interest (txn_id, of_item_id, interest_rates_id, first_on, through_on,"
            " counted_cents) SELECT txn_id, :debt, :rates_id, :first_on, :first_on, :posted"
            " FROM item WHERE item_id = :item_id",
            debt=debt,
            rates_id=rates_id,
            first_on=first_on,
            posted=posted,
            item_id=of["interest"][0],
        )
    paid, interest_paid = [], 0
    for number, (most, counts_on, corrects_on, reason, undone, whom) in enumerate(pieces):
        item_id, left = of[whom]
        amount = min(most, left)
        if not amount or (reason == "correction" and whom == "interest"):
            continue
        credit = _item(tx, batch_id, f"P{place}-{number}", "PMT", -amount)
        corrects = reason == "correction"
        applied_in = batches.open_for_run(tx, "test", corrects_on) if corrects else batch_id
        counts = first_on - 9 * DAY if corrects else counts_on
        _apply(tx, applied_in, (item_id, credit, amount), counts, reason, undone=undone)
        if undone:
            continue
        of[whom][1] -= amount
        interest_paid += amount if whom == "interest" else 0
        paid.append(Paid(counts, amount, corrects_on if corrects else None))
    return debt, Bearing(cents, first_on, tuple(paid), interest_paid)


def _item(
    tx: Transaction,
    batch_id: int,
    key: str,
    kind: str,
    cents: int,
    *,
    start: tuple[dt.date, str] | None = None,
) -> int:
    first_on, rule = start or (None, None)
    tx.run(
        "INSERT INTO txn (idempotency_key, payload_digest, kind, document_reference, effective_on,"
        " book_on, batch_id) VALUES (:key, sha256('x'), :kind, :key, :day, :day, :batch_id)",
        key=f"T{batch_id}-{key}",
        kind=kind,
        day=BOOKED_ON,
        batch_id=batch_id,
    )
    tx.run(
        "INSERT INTO entry (txn_id, entry_number, account_id, amount_cents, book_on)"
        " SELECT t.txn_id, n, a.account_id, CASE n WHEN 1 THEN :cents ELSE -:cents END, :day"
        " FROM txn t, (SELECT 1 AS n, min(account_id) AS account_id FROM account"
        "   WHERE class = 'receivable' UNION ALL SELECT 2, account_id FROM account"
        "   WHERE charge = 'gst') AS a WHERE t.idempotency_key = :key",
        key=f"T{batch_id}-{key}",
        cents=cents,
        day=BOOKED_ON,
    )
    return int(
        tx.value(
            "INSERT INTO item (txn_id, account_id, kind, document_reference, amount_cents,"
            " effective_on, book_on, due_on, interest_from, interest_rule)"
            " SELECT txn_id, (SELECT min(account_id) FROM account WHERE class = 'receivable'),"
            " kind, document_reference, :cents, book_on, book_on, book_on, :first_on, :rule"
            " FROM txn WHERE idempotency_key = :key RETURNING item_id",
            first_on=first_on,
            rule=rule,
            key=f"T{batch_id}-{key}",
            cents=cents,
        )
    )


def _apply(
    tx: Transaction,
    batch_id: int,
    pair: tuple[int, int, int],
    counts_on: dt.date,
    reason: str,
    *,
    undone: bool,
) -> None:
    """Apply a credit to a debit on the day of a batch, and undo it where told."""
    apply = (
        "INSERT INTO application (debit_item_id, credit_item_id, amount_cents, applied_on,"
        " counts_on, policy, reason, batch_id, reverses_application_id)"
        " SELECT :debit, :credit, :cents, book_on, :counts_on, 'p', :reason, batch_id,"
        " CAST(:undoes AS bigint) FROM batch WHERE batch_id = :batch_id RETURNING application_id"
    )
    debit, credit, cents = pair
    values = {"debit": debit, "credit": credit, "counts_on": counts_on, "reason": reason}
    made = tx.value(apply, **values, cents=cents, undoes=None, batch_id=batch_id)
    if undone:
        tx.value(apply, **values, cents=-cents, undoes=made, batch_id=batch_id)
