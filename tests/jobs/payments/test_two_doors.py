"""Two doors, one payment: told in detail and by the bank's own line, in any order."""

import datetime as dt
from itertools import permutations

import pytest

from jobs.acts import reverse_postings
from jobs.hub import Hub
from jobs.intake import collect_files
from jobs.payments.waiting_payments import waiting
from jobs.proofs import prove_book
from ledger_sync.book.acts import Request
from ledger_sync.history.overview import overview
from tests.bank_files import ACCOUNT, OTHER_ACCOUNT, PARTS, balances, camt, payment_order
from tests.sending import arrive, send

DAY = dt.date(2026, 11, 25)
BOTH = {ACCOUNT: -3000, OTHER_ACCOUNT: -2000}


def detail(number: str, trace: str = "E1") -> bytes:
    return payment_order(number, trace, PARTS)


def line(message: str, trace: str = "E1", whom: str | None = None) -> bytes:
    return camt("camt.053", message, [trace], whom=whom)


def notification(message: str, trace: str = "E1") -> bytes:
    return camt("camt.054", message, [trace], whom=None)


def proved(hub: Hub) -> dict[str, int]:
    """Return the balances of a book that proves itself."""
    broken = [result for result in prove_book.results(hub) if not result.holds]
    assert not broken
    return balances(hub)


def test_any_order_of_both_doors_and_any_repetition_is_one_book(hub: Hub):
    """Whom a payment credits, and where its money is, does not hang on which file came first."""
    for place, order in enumerate(permutations(range(3))):
        files = [
            detail(str(place), f"E{place}"),
            notification(f"N{place}", f"E{place}"),
            line(f"S{place}", f"E{place}"),
        ]
        again = [
            detail(str(place + 10), f"E{place}"),
            notification(f"N1{place}", f"E{place}"),
            line(f"S1{place}", f"E{place}"),
        ]
        for number in order:
            send(hub, files[number])
        assert {send(hub, content).outcome for content in again} == {"duplicate"}
        payments = place + 1
        assert balances(hub) == {
            ACCOUNT: -3000 * payments, OTHER_ACCOUNT: -2000 * payments, "BANK": 5000 * payments
        }  # fmt: skip
        with hub.book.transaction() as tx:
            assert overview(tx).paid_cents == 5000 * payments
    proved(hub)


def test_what_is_told_in_detail_is_in_transit_by_its_source(hub: Hub):
    """Until the bank's own line comes, the money is on the account of the file that told it."""
    send(hub, detail("1"))
    assert proved(hub) == BOTH | {"TRANSIT_820": 5000}
    send(hub, notification("N2", "E2"))
    assert proved(hub) == BOTH | {
        "TRANSIT_820": 5000, "TRANSIT_CAMT054": 5000, "UNIDENTIFIED": -5000
    }  # fmt: skip


def test_files_of_one_batch_are_as_files_one_by_one(hub: Hub):
    """The line and the detail of it may come together."""
    for number, contents in enumerate(
        [[detail("1"), line("S1")], [line("S2", "E2"), detail("2", "E2")]], 1
    ):
        outcomes = collect_files.post(hub, [arrive(hub, content) for content in contents])
        assert outcomes == {"posted": 2}
        assert proved(hub) == {
            ACCOUNT: -3000 * number, OTHER_ACCOUNT: -2000 * number, "BANK": 5000 * number
        }  # fmt: skip


@pytest.mark.parametrize("whom", [ACCOUNT, OTHER_ACCOUNT])
def test_a_line_for_somebody_else_is_another_payment(hub: Hub, whom: str):
    """A line that names other accounts than the detail clears nothing: it waits in transit."""
    send(hub, detail("1"))
    assert send(hub, line("S1", whom=whom)).outcome == "posted"
    expected = BOTH | {"TRANSIT_820": 5000, "BANK": 5000}
    expected[whom] -= 5000
    assert proved(hub) == expected


def test_what_a_detail_names_of_held_money_is_credited_and_the_rest_stays_held(hub: Hub):
    """A detail that knows one of two: the other part is held under what the detail says of it."""
    send(hub, line("S1"))
    parts = {ACCOUNT: "30.00", "INVOICE 7731": "20.00"}
    assert send(hub, payment_order("1", "E1", parts)).outcome == "posted"
    assert proved(hub) == {ACCOUNT: -3000, "BANK": 5000, "UNIDENTIFIED": -2000}
    assert [each.amount_cents for each in waiting(hub, DAY).held] == [2000]


def test_money_that_was_taken_from_the_held_is_identified_no_more(hub: Hub):
    """An act that took the held money away is not undone by a file that says whom it was for."""
    file_id = send(hub, line("S1")).file_id
    request = Request("once", "officer", "sent back")
    reverse_postings.reverse(hub, f"file:{file_id}", request, DAY)
    assert send(hub, detail("1")).outcome == "duplicate"
    assert proved(hub) == {}


def test_the_line_of_what_was_taken_back_is_held(hub: Hub):
    """The bank has money that was credited and taken back: it is for nobody known."""
    file_id = send(hub, detail("1")).file_id
    request = Request("once", "officer", "told by mistake")
    reverse_postings.reverse(hub, f"file:{file_id}", request, DAY)
    assert send(hub, line("S1")).outcome == "posted"
    assert proved(hub) == {"BANK": 5000, "UNIDENTIFIED": -5000}


def test_advice_alone_credits_nobody(hub: Hub):
    """BPR01 = I: nothing is posted of it, before the bank's line or behind it."""
    advice = detail("1").replace(b"BPR*C", b"BPR*I")
    assert send(hub, advice).outcome == "rejected"
    assert proved(hub) == {}
