"""Money that waits is listed row by row, with its source, its day and the last it may wait for."""

import datetime as dt
from dataclasses import replace

from billing.transit import end_of_holding, last_day_in_transit
from jobs.acts import reverse_postings
from jobs.hub import Hub
from jobs.payments.waiting_payments import Held, InTransit, Waiting, waiting
from jobs.proofs import prove_book
from ledger_sync.book.acts import Request
from tests.bank_files import ACCOUNT, PARTS, balances, camt, payment_order
from tests.conftest import TODAY
from tests.sending import send

NOBODY = Waiting((), ())


def totals(found: Waiting) -> tuple[int, int]:
    """Return the cents of each list."""
    return (
        sum(each.amount_cents for each in found.in_transit),
        sum(each.amount_cents for each in found.held),
    )


def test_what_is_in_transit_is_a_row_until_its_line_comes(hub: Hub):
    """With the account of its source, and late once its last day is over."""
    assert waiting(hub, TODAY) == NOBODY
    send(hub, payment_order("1", "E1", PARTS))
    last = last_day_in_transit(hub.rules.transit.in_transit, TODAY)
    row = InTransit(
        "TRANSIT_820", "E1/1", "northbank", "00011234567", TODAY, last, 5000, late=False
    )
    assert waiting(hub, last) == Waiting((row,), ())
    (late,) = waiting(hub, last + dt.timedelta(days=1)).in_transit
    assert late.late
    send(hub, camt("camt.053", "S1", ["E1"], whom=None))
    assert waiting(hub, last) == NOBODY


def test_what_is_held_is_a_row_until_somebody_is_named(hub: Hub):
    """With its age, its last step, and what comes at its end."""
    send(hub, camt("camt.053", "S1", ["E1"], whom=None))
    until, end = end_of_holding(hub.rules.transit.held, TODAY)
    (held,) = waiting(hub, until).held
    assert held == Held(
        held.reference, "northbank", TODAY, (until - TODAY).days, "PMT", TODAY, until, end, 5000,
        late=False,
    )  # fmt: skip
    assert waiting(hub, until + dt.timedelta(days=1)).held[0].late
    send(hub, payment_order("1", "E1", PARTS))
    assert waiting(hub, until) == NOBODY


def test_what_waits_too_long_is_told_with_the_proofs(hub: Hub, monkeypatch):
    """Every night says which money waits longer than it may; the book is right all the same."""
    send(hub, payment_order("1", "E1", PARTS))
    days = tuple(replace(rule, days=1) for rule in hub.rules.transit.in_transit)
    strict = replace(
        hub, rules=replace(hub.rules, transit=replace(hub.rules.transit, in_transit=days))
    )
    monkeypatch.setattr(Hub, "today", lambda _: TODAY + dt.timedelta(days=3))
    results = prove_book.results(strict)
    assert all(result.holds for result in results)
    (told,) = (each.told for each in results if each.name == prove_book.WAITS_IN_TIME[0])
    assert [row["late"] for row in told] == [f"TRANSIT_820 E1/1: {TODAY + dt.timedelta(days=1)}"]


def test_the_rows_are_the_balances_of_their_accounts(hub: Hub):
    """Nothing that is in transit or held is without its row, whatever was taken back of it."""
    in_part = {ACCOUNT: "30.00", "123456782RM0001": "20.00"}
    first = send(hub, payment_order("1", "E1", in_part))
    send(hub, payment_order("2", "E2", in_part))
    send(hub, camt("camt.053", "S1", ["E2"], whom=None))
    send(hub, camt("camt.054", "N1", ["E3"], whom=None))
    assert totals(waiting(hub, TODAY)) == (10_000, 9000)
    request = Request("once", "officer", "told by mistake")
    second = dt.date(2026, 11, 25)
    reverse_postings.reverse(hub, f"file:{first.file_id}", request, second)
    found = waiting(hub, second)
    assert totals(found) == (5000, 7000)
    send(hub, camt("camt.053", "S2", ["E1"], whom=None), second)
    found = balances(hub)
    moving = sum(cents for code, cents in found.items() if code.startswith("TRANSIT_"))
    assert totals(waiting(hub, second)) == (moving, -found["UNIDENTIFIED"])
    assert totals(waiting(hub, TODAY)) == (10_000, 9000)
