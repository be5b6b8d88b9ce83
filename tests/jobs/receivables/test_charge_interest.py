"""Interest as closes post it: once a cycle and at payment, by difference, never twice."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from billing.interest.interest_on import Bearing, Paid, interest_on
from billing.interest.kept_rates import growth_of
from jobs.hub import Hub
from jobs.hub.settings import ROOT
from jobs.proofs import prove_book
from jobs.receivables import close_day
from jobs.rules import read_rules
from simulator.files import camt
from tests import made
from tests.changing import change
from tests.sending import send

FILED_ON = dt.date(2026, 11, 10)
DUE_ON = dt.date(2026, 12, 1)
FIRST_ON = dt.date(2026, 12, 2)
CYCLE_ON = dt.date(2026, 12, 24)
"""The last day that the statement of 25 December knows."""

GROWN = growth_of(
    "debt",
    [(dt.date(2026, 10, 1), dt.date(2026, 12, 31), 23_000)],
    (),
    read_rules(ROOT / "config").countings,
    dt.date(2026, 12, 31),
)


def counted(cents: int, through: dt.date, *paid: tuple[dt.date, int]) -> int:
    """Return the interest on the debt by a day, in cents."""
    assert GROWN is not None
    return interest_on(
        Bearing(cents, FIRST_ON, tuple(Paid(*p) for p in paid)), GROWN, through
    ).cents


def owes(hub: Hub) -> tuple[str, int]:
    """Have a declaration accepted that is due on 1 December; return its importer and the cents."""
    declaration = made.maker(9).declaration()
    declaration = replace(
        declaration,
        release_on=FILED_ON - dt.timedelta(days=1),
        lines=tuple(
            replace(line, direct_shipment_on=FILED_ON - dt.timedelta(days=2))
            for line in declaration.lines
        ),
    )
    content = made.cusdec([declaration], "L1")
    assert send(hub, content, FILED_ON, made.broker().partner_id).outcome == "posted"
    (item,) = items(hub, "CAD")
    assert item["due_on"] == DUE_ON
    return declaration.importer, item["amount_cents"]


def pays(hub: Hub, importer: str, cents: int, value_on: dt.date, told_on: dt.date) -> None:
    """Have a bank tell on a day of a payment that it valued on another."""
    entry = camt.BankEntry(
        f"P{value_on:%m%d}{told_on:%d}", Decimal(cents) / 100, f"CUSTOMS {importer}", "Payer"
    )
    content = camt.notification(
        [entry], reference=f"N{told_on:%m%d}", bic="NORTCATT", value_on=value_on
    )
    assert send(hub, content, told_on).outcome == "posted"


def items(hub: Hub, kind: str) -> list[dict]:
    with hub.book.transaction() as tx:
        return [
            dict(row)
            for row in tx.rows("SELECT * FROM item WHERE kind = :kind ORDER BY item_id", kind=kind)
        ]


def interest(hub: Hub) -> list[int]:
    return [row["amount_cents"] for row in items(hub, "INT")]


def test_posted_where_a_cycle_ends_and_only_then(hub: Hub):
    """A debt that stands bears interest on the statement; the night before posts none."""
    _, cents = owes(hub)
    close_day.run(hub, CYCLE_ON - dt.timedelta(days=1))
    assert interest(hub) == []
    assert close_day.run(hub, CYCLE_ON).interest == 1
    (item,) = items(hub, "INT")
    (debt,) = items(hub, "CAD")
    assert item["amount_cents"] == counted(cents, CYCLE_ON) > 0
    assert (item["effective_on"], item["due_on"]) == (CYCLE_ON, dt.date(2026, 12, 31))
    assert item["document_reference"] == debt["document_reference"]
    assert close_day.run(hub, CYCLE_ON).interest == 0
    assert close_day.run(hub, CYCLE_ON + dt.timedelta(days=1)).interest == 0
    assert [result for result in prove_book.results(hub) if not result.holds] == []


def test_posted_when_the_debt_is_paid(hub: Hub):
    """The day of payment bears it still; interest that is unpaid bears interest until it is."""
    importer, cents = owes(hub)
    paid_on = dt.date(2026, 12, 10)
    pays(hub, importer, cents, paid_on, paid_on)
    assert close_day.run(hub, paid_on).interest == 1
    owed = counted(cents, paid_on, (paid_on, cents))
    assert interest(hub) == [owed]
    assert close_day.run(hub, dt.date(2026, 12, 11)).interest == 0
    close_day.run(hub, CYCLE_ON)
    assert sum(interest(hub)) == counted(cents, CYCLE_ON, (paid_on, cents)) >= owed
    assert [result for result in prove_book.results(hub) if not result.holds] == []


def test_paid_in_time_bears_none(hub: Hub):
    """What was paid by the due date bears none, whenever the bank tells of it."""
    importer, cents = owes(hub)
    close_day.run(hub, dt.date(2026, 12, 3))
    pays(hub, importer, cents, DUE_ON, dt.date(2026, 12, 4))
    assert close_day.run(hub, dt.date(2026, 12, 4)).interest == 0
    assert close_day.run(hub, CYCLE_ON).interest == 0


def test_a_payment_told_late_lowers_what_was_posted(hub: Hub):
    """By the difference, once; a second close posts nothing."""
    importer, cents = owes(hub)
    close_day.run(hub, CYCLE_ON)
    posted = counted(cents, CYCLE_ON)
    paid_on, told_on = dt.date(2026, 12, 10), dt.date(2026, 12, 28)
    pays(hub, importer, cents, paid_on, told_on)
    assert close_day.run(hub, told_on).interest == 1
    owed = counted(cents, CYCLE_ON, (paid_on, cents))
    assert interest(hub) == [posted, owed - posted]
    assert close_day.run(hub, dt.date(2026, 12, 29)).interest == 0
    assert [result for result in prove_book.results(hub) if not result.holds] == []


def test_a_waiver_loaded_late_lowers_what_was_posted(hub: Hub):
    """The days of a waiver bear none; what was posted of them is taken back at the next close."""
    owes(hub)
    close_day.run(hub, CYCLE_ON)
    change(
        hub,
        "INSERT INTO waiver (kind, effective_from, effective_to, source)"
        " VALUES ('late_payment_interest', '2026-12-01', '2026-12-31', 'test')",
    )
    assert close_day.run(hub, dt.date(2026, 12, 28)).interest == 1
    assert sum(interest(hub)) == 0 and len(interest(hub)) == 2
    assert close_day.run(hub, dt.date(2026, 12, 29)).interest == 0
    assert [result for result in prove_book.results(hub) if not result.holds] == []


@pytest.mark.parametrize("last_on", [dt.date(2026, 12, 15)])
def test_a_day_without_a_rate_is_not_guessed(hub: Hub, last_on: dt.date):
    """Interest ends where rates do, and the close says so; later it goes on by the difference."""
    _, cents = owes(hub)
    shorten = "UPDATE prescribed_rate SET effective_to = :day WHERE effective_from = '2026-10-01'"
    change(hub, shorten, day=last_on)
    assert close_day.run(hub, CYCLE_ON).rates_end_on == last_on
    assert interest(hub) == [counted(cents, last_on)]
    change(hub, shorten, day=dt.date(2026, 12, 31))
    close_day.run(hub, dt.date(2026, 12, 28))
    assert sum(interest(hub)) == counted(cents, CYCLE_ON)
    assert [result for result in prove_book.results(hub) if not result.holds] == []
