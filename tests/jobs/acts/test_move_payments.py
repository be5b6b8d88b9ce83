"""Acts on payments: assigned, moved, split, held and returned, in the open, by enough people."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import DatabaseError

from jobs.acts import act_kinds, move_payments, reverse_postings
from jobs.hub import Hub, JobRefused
from jobs.payments.waiting_payments import waiting
from jobs.proofs import prove_book
from ledger_sync.book.acts import Approval, Request
from tests import made
from tests.bank_files import (
    ACCOUNT,
    OTHER_ACCOUNT,
    PARTS,
    balances,
    camt,
    payment_order,
    returned,
)
from tests.conftest import TODAY
from tests.sending import send

THIRD = made.broker().importers[2]


def proved(hub: Hub) -> dict[str, int]:
    """Return the balances of a book that proves itself."""
    broken = [result for result in prove_book.results(hub) if not result.holds]
    assert not broken
    return balances(hub)


def act(hub: Hub, kind: str, payment: str, *to: tuple[str, int | None], key: str = "") -> str:
    """Do what one person asks for."""
    selection = {"payment": payment, "to": [list(each) for each in to]}
    request = Request(
        key or f"{kind} {payment}", "officer", "by the payer's letter", None, "shell:a"
    )
    return act_kinds.carry_out(hub, kind, selection, request, TODAY)


def held(hub: Hub) -> list[int]:
    return [each.amount_cents for each in waiting(hub, TODAY).held]


def owed(hub: Hub) -> dict[str, tuple[int, str]]:
    """What is open of debits, with the day on which it is due."""
    with hub.book.transaction() as tx:
        rows = tx.rows(
            "SELECT i.document_reference, b.open_cents, i.due_on FROM item_balance b"
            " JOIN item i USING (item_id) WHERE b.is_debit AND b.open_cents > 0"
        )
    return {row["document_reference"]: (row["open_cents"], str(row["due_on"])) for row in rows}


def name_of(hub: Hub) -> str:
    """The newest payment."""
    with hub.book.transaction() as tx:
        newest = tx.value("SELECT max(txn_id) FROM txn WHERE kind = 'PMT'")
    return f"txn:{newest}"


def test_held_money_is_assigned_in_parts(hub: Hub):
    """What is left stays held, and no more than that can be assigned."""
    send(hub, camt("camt.053", "S1", ["E1"], whom=None))
    payment = name_of(hub)
    act(hub, "assign", payment, (ACCOUNT, 3000), key="1")
    assert proved(hub) == {"BANK": 5000, ACCOUNT: -3000, "UNIDENTIFIED": -2000}
    assert held(hub) == [2000]
    with pytest.raises(JobRefused, match="more than there is"):
        act(hub, "assign", payment, (OTHER_ACCOUNT, 2001), key="2")
    act(hub, "assign", payment, (OTHER_ACCOUNT, None), key="3")
    assert proved(hub) == {"BANK": 5000, ACCOUNT: -3000, OTHER_ACCOUNT: -2000}
    assert held(hub) == []
    with pytest.raises(JobRefused, match="nothing of payment"):
        act(hub, "assign", payment, (OTHER_ACCOUNT, None), key="4")


def test_a_moved_payment_opens_what_it_had_paid_at_its_own_date(hub: Hub):
    """The debt is due when it was; the money is the other account's, paid when it was paid."""
    declared = made.with_importer(made.maker(3).declaration(lines=2), ACCOUNT)
    send(hub, made.cusdec([declared]))
    before = owed(hub)
    send(hub, camt("camt.053", "S1", ["E1"]))
    assert owed(hub) != before
    payment = name_of(hub)
    assert "done" in act(hub, "move", payment, (OTHER_ACCOUNT, None))
    assert owed(hub) == before
    after = proved(hub)
    assert (after[OTHER_ACCOUNT], after["BANK"]) == (-5000, 5000)
    assert "before" in act(hub, "move", payment, (OTHER_ACCOUNT, None))
    assert balances(hub) == after
    with hub.book.transaction() as tx:
        days = tx.rows("SELECT DISTINCT method, paid_on, value_on FROM payment")
    assert len(days) == 1
    back = "txn:" + str(moved_to(hub, OTHER_ACCOUNT))
    act(hub, "move", back, (ACCOUNT, None))
    assert owed(hub) != before
    assert OTHER_ACCOUNT not in proved(hub)


def moved_to(hub: Hub, account: str) -> int:
    with hub.book.transaction() as tx:
        return tx.value(
            "SELECT max(i.txn_id) FROM item i JOIN account a USING (account_id)"
            " WHERE a.code = :account AND i.kind = 'PMT'",
            account=account,
        )


def test_split_hold_and_return(hub: Hub):
    """A payment is split whole, held again, and its money set aside to go back, by two people."""
    send(hub, camt("camt.053", "S1", ["E1"]))
    payment = name_of(hub)
    with pytest.raises(JobRefused, match="whole payment"):
        act(hub, "split", payment, (ACCOUNT, 1000), (OTHER_ACCOUNT, 3999), key="1")
    act(hub, "split", payment, (THIRD, 1000), (OTHER_ACCOUNT, 4000), key="2")
    assert proved(hub) == {"BANK": 5000, THIRD: -1000, OTHER_ACCOUNT: -4000}
    act(hub, "hold", f"txn:{moved_to(hub, OTHER_ACCOUNT)}")
    assert held(hub) == [4000]
    with pytest.raises(DatabaseError):
        act(hub, "return", payment)
    assert proved(hub) == {"BANK": 5000, THIRD: -1000, "UNIDENTIFIED": -4000}
    by_two(hub, "return", payment)
    assert proved(hub) == {"BANK": 5000, THIRD: -1000, "REFUNDS_PAYABLE": -4000}


def by_two(hub: Hub, kind: str, payment: str) -> None:
    selection = {"payment": payment, "to": []}
    question = act_kinds.draft(hub, kind, selection, TODAY)
    assert question is not None
    request = Request("by two", "officer", "sent back", question.digest, "shell:a")
    act_kinds.ask(hub, kind, selection, request)
    asked, _ = act_kinds.shown_to_approver(hub, "by two", TODAY)
    act_kinds.approve(hub, asked, Approval("another", "shell:b"), TODAY)


@pytest.mark.parametrize("order", [False, True])
def test_a_moved_payment_is_known_again_at_both_doors(hub: Hub, *, order: bool):
    """The bank's own line clears what an act moved meanwhile; the detail again posts nothing."""
    send(hub, payment_order("1", "E1", PARTS))
    act(hub, "move", "E1/1", (THIRD, None))
    files = [camt("camt.053", "S1", ["E1"], whom=None), payment_order("2", "E1", PARTS)]
    for content in reversed(files) if order else files:
        send(hub, content)
    assert proved(hub) == {THIRD: -3000, OTHER_ACCOUNT: -2000, "BANK": 5000}


def test_what_an_act_assigned_no_file_assigns_again(hub: Hub):
    """A detail that names the held money for somebody comes too late: a person has decided."""
    send(hub, camt("camt.053", "S1", ["E1"], whom=None))
    act(hub, "assign", name_of(hub), (THIRD, None))
    assert send(hub, payment_order("1", "E1")).outcome == "duplicate"
    assert proved(hub) == {"BANK": 5000, THIRD: -5000}


def test_an_act_is_undone_and_nothing_under_it(hub: Hub):
    """The act is reversed whole; the payment below it is not, while the act stands."""
    send(hub, camt("camt.053", "S1", ["E1"]))
    payment = name_of(hub)
    act(hub, "move", payment, (OTHER_ACCOUNT, None))
    request = Request("undo", "officer", "the letter was another's")
    with pytest.raises(JobRefused, match="undo those first"):
        reverse_postings.reverse(hub, payment, request, TODAY)
    with hub.book.transaction() as tx:
        act_id = tx.value("SELECT max(act_id) FROM act")
        first = tx.value("SELECT min(txn_id) FROM payment_move")
    with pytest.raises(JobRefused, match="went on since"):
        reverse_postings.reverse(hub, f"txn:{first}", request, TODAY)
    reverse_postings.reverse(hub, f"act:{act_id}", request, TODAY)
    assert proved(hub) == {"BANK": 5000, ACCOUNT: -5000}
    reverse_postings.reverse(hub, payment, Request("all", "officer", "sent in error"), TODAY)
    assert proved(hub) == {}


def test_large_ones_take_two(hub: Hub):
    """From 10,000.00 on, one person cannot move a payment alone."""
    send(hub, made.payments([(ACCOUNT, "10000.00")]))
    with pytest.raises(DatabaseError):
        act(hub, "move", name_of(hub), (OTHER_ACCOUNT, None))
    assert proved(hub)[ACCOUNT] == -1_000_000


def test_of_four_at_once_one_moves_it(hub: Hub):
    """Whoever comes second finds the payment moved, and is refused; no money is made."""
    send(hub, camt("camt.053", "S1", ["E1"]))
    payment = name_of(hub)

    def move(number: int) -> bool:
        try:
            act(hub, "move", payment, (OTHER_ACCOUNT, None), key=f"k{number}")
        except JobRefused:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(move, range(4))) == [False, False, False, True]
    assert proved(hub) == {"BANK": 5000, OTHER_ACCOUNT: -5000}


def test_the_kinds_are_those_of_the_acts():
    """Each act on a payment can be asked for, and approved."""
    assert set(move_payments.QUESTIONS) == {"assign", "move", "split", "hold", "return"}
    assert set(move_payments.QUESTIONS) < set(act_kinds.KINDS)


def test_a_return_of_a_payment_that_was_moved_waits_for_people(hub: Hub):
    """Whom it charges they say: the account that the payment came to does not have it any more."""
    send(hub, camt("camt.053", "S1", ["E1"]))
    act(hub, "move", name_of(hub), (OTHER_ACCOUNT, None))
    send(hub, returned("R1"))
    assert held(hub) == [-5000]
    assert proved(hub) == {OTHER_ACCOUNT: -5000, "UNIDENTIFIED": 5000}
