"""A return of a payment is set against the payment that it names, once, whichever comes first."""

from itertools import permutations

import pytest

from jobs.acts import reverse_postings
from jobs.hub import Hub
from jobs.intake import collect_files
from jobs.payments.bank_reconciliation import reconcile
from jobs.payments.waiting_payments import waiting
from jobs.proofs import prove_book
from ledger_sync.book.acts import Request
from tests import made
from tests.bank_files import (
    ACCOUNT,
    OTHER_ACCOUNT,
    PARTS,
    balances,
    camt,
    credit_file,
    payment_order,
    returned,
    statement,
)
from tests.conftest import TODAY
from tests.sending import arrive, send

LATER = TODAY.replace(day=25)


def proved(hub: Hub) -> dict[str, int]:
    """Return the balances of a book that proves itself."""
    assert [result for result in prove_book.results(hub) if not result.holds] == []
    return balances(hub)


def test_any_order_and_any_repetition_is_one_book(hub: Hub):
    """The payment, its line, whom it is for, its return by both doors: nothing is left of any."""
    for place, order in enumerate(permutations(range(4))):
        reference = f"E{place}"
        files = [
            payment_order(str(place), reference, PARTS),
            camt("camt.053", f"S{place}", [reference], whom=None),
            returned(f"N{place}", reference, kind="camt.054"),
            returned(f"R{place}", reference),
        ]
        for number in order:
            send(hub, files[number])
        again = [
            returned(f"M{place}", reference, kind="camt.054", spaced=" "),
            returned(f"Q{place}", reference, spaced=" "),
        ]
        assert {send(hub, content).outcome for content in again} == {"duplicate"}
        assert balances(hub) == {}, order
    assert proved(hub) == {}
    assert waiting(hub, LATER).held == waiting(hub, LATER).in_transit == ()


def test_files_of_one_batch_are_as_files_one_by_one(hub: Hub):
    """A return may come with its payment."""
    files = [returned("R1"), payment_order("1", "E1", PARTS)]
    line = camt("camt.053", "S1", ["E1"], whom=None)
    collect_files.post(hub, [arrive(hub, content) for content in [*files, line]])
    assert proved(hub) == {}


def test_what_the_payment_had_paid_is_open_again(hub: Hub):
    """Its debts are due when they were, and the return meets the payment."""
    declaration = made.maker(9).declaration()
    send(hub, made.cusdec([declaration]))
    send(hub, camt("camt.053", "S1", ["E1"], whom=declaration.importer))
    send(hub, returned("R1"), LATER)
    with hub.book.transaction() as tx:
        rows = tx.rows(
            "SELECT i.kind, open_cents = abs(i.amount_cents) AS open, i.due_on > i.book_on AS later"
            " FROM item i JOIN item_balance USING (item_id) ORDER BY i.item_id"
        )
        policies = tx.rows(
            "SELECT a.policy, sum(a.amount_cents)::bigint AS cents FROM application a GROUP BY 1"
            " HAVING sum(a.amount_cents) <> 0"
        )
    found = [(row["kind"], row["open"], row["later"]) for row in rows]
    assert found == [("CAD", True, True), ("PMT", False, None), ("RTN", False, False)]
    assert [tuple(row.values()) for row in policies] == [("return", 5_000)]
    proved(hub)


def test_one_that_names_nothing_is_held_and_told(hub: Hub):
    """For people inside, as a row below zero; of another amount, it is not that payment's."""
    send(hub, camt("camt.053", "S1", ["E1"]))
    other = returned("R1").replace(b">50.00<", b">49.00<")
    assert send(hub, other).outcome == send(hub, returned("R2", "E9")).outcome == "posted"
    with hub.book.transaction() as tx:
        told = tx.rows("SELECT value FROM finding WHERE code = 'PAY-022' ORDER BY finding_id")
    assert [row["value"] for row in told] == ["E1", "E9"]
    held = waiting(hub, LATER).held
    assert [(each.amount_cents, each.last_step) for each in held] == [(-4_900, "RTB"),
                                                                      (-5_000, "RTB")]  # fmt: skip
    assert proved(hub) == {ACCOUNT: -5_000, "BANK": -4_900, "UNIDENTIFIED": 9_900}
    (account,) = reconcile(hub, LATER).accounts
    assert account.unlike == ()


def test_a_payment_is_returned_once(hub: Hub):
    """Another return of it, on another day, is held; of two alike, each has its own."""
    send(hub, camt("camt.053", "S1", ["E1"]))
    send(hub, returned("R1"))
    second = returned("R2").replace(b"11-24", b"11-25")
    send(hub, second)
    assert proved(hub) == {"BANK": -5_000, "UNIDENTIFIED": 5_000}
    send(hub, camt("camt.053", "S2", ["E1"]).replace(b"11-20", b"11-23"))
    assert proved(hub) == {}


def test_a_return_of_held_money_is_held_until_somebody_is_named(hub: Hub):
    """The two stand against each other, and go on together."""
    send(hub, camt("camt.053", "S1", ["E1"], whom=None))
    send(hub, returned("R1"))
    assert proved(hub) == {}
    assert sorted(each.amount_cents for each in waiting(hub, LATER).held) == [-5_000, 5_000]
    send(hub, payment_order("1", "E1", PARTS))
    assert proved(hub) == {}
    assert waiting(hub, LATER).held == ()
    with hub.book.transaction() as tx:
        rows = tx.rows("SELECT code, i.amount_cents AS cents FROM item i JOIN account USING"
                       " (account_id) WHERE i.kind = 'RTN' ORDER BY 1")  # fmt: skip
    assert [tuple(row.values()) for row in rows] == [(OTHER_ACCOUNT, 2_000), (ACCOUNT, 3_000)]


@pytest.mark.parametrize("first", [True, False])
def test_the_banks_reference_names_the_payment(hub: Hub, first):
    """Where the payer's is another one, the bank's own is that of the entry taken back."""
    files = [camt("camt.053", "S1", ["E1"], named=True), returned("R1", "OTHER", own="E10")]
    for content in files if first else files[::-1]:
        send(hub, content)
    assert proved(hub) == {}


def test_a_returned_payment_that_an_act_takes_back_stays_as_it_is(hub: Hub):
    """What an act took back is no payment any more; its return is held."""
    file_id = send(hub, camt("camt.053", "S1", ["E1"])).file_id
    request = Request("once", "officer", "posted in error")
    reverse_postings.reverse(hub, f"file:{file_id}", request, TODAY)
    send(hub, returned("R1"))
    assert balances(hub) == {"BANK": -5_000, "UNIDENTIFIED": 5_000}


def test_a_balance_report_returns_what_it_names(hub: Hub):
    """BAI2: a deposited item returned (555), by the reference of the payment."""
    credit = (
        "01,NORTCATT,CARMHUB,261120,1800,{0},80,10,2/\n02,CARMHUB,NORTCATT,1,{3},1800,CAD,2/\n"
        "03,00011234567,,/\n16,{1},5000,,{4},E1,{2}/\n49,5000,3/\n98,5000,1,5/\n99,5000,1,7/\n"
    )
    send(hub, credit.format(1, 195, ACCOUNT, "261120", "B1").encode())
    send(hub, credit.format(2, 555, "", "261124", "B2").encode())
    assert proved(hub) == {}


def test_an_aft_reversal_returns_what_it_names(hub: Hub):
    """Standard 005: an item of kind E names the item that it takes back by its trace."""
    good = credit_file("1", "E1").replace(b"0" * 22 + b"000", b"7" * 22 + b"000", 1)
    back = credit_file("2", "E2").replace(b"C000000002", b"E000000002")
    lines = back.decode().splitlines()
    head, item = lines[1][:24], lines[1][24:]
    item = item[:205] + "7" * 22 + item[227:]
    total = f"Z000000003NORTCATT  0002{0:022}{0:022}{5000:014}{1:08}"
    back = "".join(f"{line:<1464}\n" for line in [lines[0], head + item, total]).encode()
    send(hub, good)
    assert send(hub, back).outcome == "posted"
    assert proved(hub) == {}


def test_a_statement_with_a_return_is_reconciled(hub: Hub):
    """All lines are posted: nothing is between the bank and the book."""
    content = statement("S1", "10.00", "10.00", f"E1 50.00 {ACCOUNT}", "-E1 50.00")
    send(
        hub,
        content.replace(b"DBIT</CdtDbtInd><Sts>", b"DBIT</CdtDbtInd><RvslInd>true</RvslInd><Sts>"),
    )
    (account,) = reconcile(hub, LATER).accounts
    assert (account.unlike, account.lines_cents, account.book_cents) == ((), 0, 0)
    assert proved(hub) == {}
