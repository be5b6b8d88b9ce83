"""The book of a bank account is the bank's statement, but for rows with their day."""

import datetime as dt
from itertools import permutations

from jobs.acts import reverse_postings
from jobs.hub import Hub
from jobs.payments.bank_reconciliation import BankAccount, reconcile
from jobs.proofs import bank_accounts
from ledger_sync.book.acts import Request
from tests.bank_files import ACCOUNT, PARTS, balance_report, camt, payment_order, statement
from tests.conftest import TODAY
from tests.sending import send

LAST = dt.date(2026, 12, 31)
FIRST = ["E1 50.00 " + ACCOUNT, "-F1 3.50", "E2 20.00"]


def only(hub: Hub, as_of: dt.date = LAST) -> BankAccount:
    (account,) = reconcile(hub, as_of).accounts
    return account


def rows(account: BankAccount) -> list[tuple[str, str, int, int]]:
    return [(each.reference, each.why, each.bank_cents, each.book_cents) for each in account.unlike]


def test_what_the_bank_booked_and_the_book_did_not_is_a_row(hub: Hub):
    """Opening and lines are closing; the book is the lines but for rows, each with why."""
    send(hub, statement("S1", "100.00", "166.50", *FIRST))
    account = only(hub)
    assert (account.opening_cents, account.lines_cents, account.closing_cents) == (
        10_000, 6_650, 16_650,
    )  # fmt: skip
    assert (account.book_cents, account.broken) == (7_000, ())
    assert rows(account) == [("F1", "PAY-005", -350, 0)]
    assert account.late == () and bank_accounts.proof(hub).holds


def test_any_order_and_any_repetition_is_one_account(hub: Hub):
    """Parts of a day, its whole, pages, another spacing: each line is one."""
    files = [
        lambda day: statement(f"P{day}", "0.00", "46.50", *FIRST[:2], account=f"A{day}"),
        lambda day: statement(f"W{day}", "0.00", "66.50", *FIRST, account=f"A{day}", spaced=" "),
        lambda day: statement(
            f"N{day}", "66.50", "76.50", "E3 10.00", account=f"A{day}", day="2026-11-23"
        ),
    ]
    for number, order in enumerate(permutations(range(3))):
        for place in order:
            send(hub, files[place](number))
        send(hub, files[0](number).replace(b">P", b">Q"))
    found = reconcile(hub, LAST).accounts
    assert {(each.closing_cents, each.book_cents, each.lines) for each in found} == {
        (7_650, 8_000, 4)
    }
    assert not any(each.late for each in found) and len(found) == 6


def test_a_statement_that_is_missing_breaks_the_account(hub: Hub):
    """Both figures are told, and the proof fails."""
    send(hub, statement("S1", "0.00", "20.00", "E2 20.00"))
    send(hub, statement("S3", "75.00", "85.00", "E4 10.00", day="2026-11-24"))
    (broken,) = only(hub).broken
    assert (broken.at_opening, broken.states_cents, broken.found_cents) == (True, 7_500, 2_000)
    assert not bank_accounts.proof(hub).holds
    send(hub, statement("S2", "20.00", "75.00", "E3 55.00", day="2026-11-23"))
    assert only(hub).broken == () and bank_accounts.proof(hub).holds


def test_rows_are_late_once_the_bank_told_of_later_days(hub: Hub):
    """Money in transit and lines not posted wait as long as their rules say, no longer."""
    send(hub, statement("S0", "0.00", "-3.50", "-F1 3.50"))
    send(hub, payment_order("1", "E1", PARTS))
    for day, transit, unposted in (
        ("2026-11-25", False, False), ("2026-11-26", True, False), ("2026-12-21", True, True)
    ):  # fmt: skip
        send(hub, statement(f"D{day}", "-3.50", "-3.50", day=day))
        account = only(hub)
        assert [each.late for each in account.in_transit] == [transit]
        assert [each.late for each in account.unlike] == [unposted]
        assert bank_accounts.proof(hub).holds is not transit


def test_what_was_told_before_is_cleared_by_its_line(hub: Hub):
    """A notification is no statement; the line that clears it is posted as it is."""
    send(hub, camt("camt.054", "N1", ["E1"]))
    assert only(hub).since is None
    send(hub, statement("S1", "0.00", "50.00", FIRST[0]))
    account = only(hub)
    assert (account.in_transit, account.unlike, account.book_cents) == ((), (), 5_000)


def test_a_balance_report_tells_its_balances(hub: Hub):
    """BAI2: ledger balances at both ends, details by the direction of their type."""
    told = balance_report("1", "E1").replace(
        b"03,00011234567,,/", b"03,00011234567,,010,1000,,,015,6000,,/"
    )
    told = told.replace(b"49,5000", b"49,12000").replace(b"98,5000", b"98,12000")
    send(hub, told.replace(b"99,5000", b"99,12000"))
    account = only(hub)
    assert (account.opening_cents, account.closing_cents, account.book_cents) == (1000, 6000, 5000)
    assert account.late == ()


def test_what_an_act_took_back_is_a_row(hub: Hub):
    """The bank has the money still: the line is not posted any more."""
    file_id = send(hub, statement("S1", "0.00", "50.00", FIRST[0])).file_id
    request = Request("once", "officer", "posted in error")
    reverse_postings.reverse(hub, f"file:{file_id}", request, TODAY)
    assert rows(only(hub)) == [("E1", "taken back", 5_000, 0)]


def test_a_refused_statement_is_none(hub: Hub):
    """Where balances do not tie nothing of it is posted, and nothing recorded."""
    assert send(hub, statement("S1", "0.00", "51.00", FIRST[0])).outcome == "rejected"
    assert reconcile(hub, LAST).accounts == ()


def test_a_report_of_a_day_is_as_of_it(hub: Hub):
    """Later statements and bookings are not in it."""
    send(hub, statement("S1", "0.00", "20.00", "E2 20.00"))
    send(hub, statement("S2", "20.00", "30.00", "E3 10.00", day="2026-11-23"), LAST)
    assert only(hub, TODAY).closing_cents == only(hub, TODAY).book_cents == 2_000
    assert only(hub).closing_cents == 3_000
