"""Card settlements: gross to the payer, fees an expense, net from the bank, each row once."""

from itertools import permutations

import pytest

from jobs.acts import reverse_postings
from jobs.hub import Hub
from jobs.intake import collect_files
from jobs.payments.waiting_payments import waiting
from jobs.proofs import prove_book
from ledger_sync.book.acts import Request
from tests import made
from tests.bank_files import ACCOUNT, OTHER_ACCOUNT, balances, deposit, settlement
from tests.conftest import TODAY
from tests.sending import arrive, send

PAID = (f"P1 100.00 {ACCOUNT}", f"P2 40.00 {OTHER_ACCOUNT}", "F1 3.10")
NET = "136.90"
CREDITED = {ACCOUNT: -10_000, OTHER_ACCOUNT: -4000, "BANK_FEES": 310}


def proved(hub: Hub) -> dict[str, int]:
    """Return the balances of a book that proves itself."""
    broken = [result for result in prove_book.results(hub) if not result.holds]
    assert not broken
    return balances(hub)


def found(hub: Hub, file_id: int) -> list[tuple[str, str, str | None]]:
    """Return what was found of a file: code, value, expected."""
    with hub.book.transaction() as tx:
        rows = tx.rows(
            "SELECT code, value, expected FROM finding WHERE file_id = :id ORDER BY finding_id",
            id=file_id,
        )
    return [(row["code"], row["value"], row["expected"]) for row in rows]


def applied(hub: Hub) -> list[tuple[str, str, int]]:
    """Return what stands applied: the credit, the debit, the cents."""
    with hub.book.transaction() as tx:
        rows = tx.rows(
            "SELECT c.document_reference AS credit, d.document_reference AS debit,"
            " sum(a.amount_cents)::bigint AS cents FROM application a"
            " JOIN item c ON c.item_id = a.credit_item_id"
            " JOIN item d ON d.item_id = a.debit_item_id"
            " GROUP BY 1, 2 HAVING sum(a.amount_cents) <> 0"
        )
    return sorted((row["credit"], row["debit"], row["cents"]) for row in rows)


def test_the_payer_is_credited_gross_and_the_deposit_clears_net(hub: Hub):
    """In either order and in one batch: fees are an expense, and nothing stays in transit."""
    for place, order in enumerate(permutations(range(2))):
        rows = [row.replace("1 ", f"1{place} ").replace("2 ", f"2{place} ") for row in PAID]
        files = [settlement(f"CS-{place}", *rows), deposit(f"S{place}", f"CS-{place}", NET)]
        for number in order:
            assert send(hub, files[number]).outcome == "posted"
        again = [files[1].replace(b"<Id>S", b"<Id>T").replace(b"MsgId>S", b"MsgId>T")]
        assert [send(hub, content).outcome for content in again] == ["duplicate"]
        times = place + 1
        bank = {"BANK": 13_690 * times}
        expected = {account: cents * times for account, cents in CREDITED.items()}
        assert balances(hub) == expected | bank
    files = [settlement("CS-9", f"P9 1.00 {ACCOUNT}"), deposit("S9", "CS-9", "1.00")]
    collect_files.post(hub, [arrive(hub, content) for content in files])
    assert proved(hub) == {
        ACCOUNT: -20_100, OTHER_ACCOUNT: -8000, "BANK_FEES": 620, "BANK": 27_480
    }  # fmt: skip


def test_a_deposit_is_in_transit_net_until_the_line_comes(hub: Hub):
    """One row of money in transit, of what the bank is to pay in."""
    send(hub, settlement("CS-1", *PAID))
    assert proved(hub) == CREDITED | {"TRANSIT_CARD": 13_690}
    (row,) = waiting(hub, TODAY).in_transit
    assert (row.account, row.amount_cents) == ("TRANSIT_CARD", 13_690)


@pytest.mark.parametrize("line_first", [False, True])
def test_a_chargeback_is_against_the_payment_that_it_names(hub: Hub, *, line_first: bool):
    """Of a settlement before or the same one, in whole or in part; what is left stands."""
    send(hub, settlement("CS-1", *PAID))
    send(hub, deposit("S1", "CS-1", NET))
    files = [
        settlement("CS-2", "-C1 100.00 P1", f"P3 250.00 {ACCOUNT}", "-C2 50.00 P3"),
        deposit("S2", "CS-2", "100.00"),
    ]
    for content in reversed(files) if line_first else files:
        assert send(hub, content).outcome == "posted"
    assert proved(hub) == CREDITED | {ACCOUNT: -20_000, "BANK": 23_690}
    assert applied(hub) == [("P1", "C1", 10_000), ("P3", "C2", 5000)]


def test_what_a_payment_had_paid_is_owed_again(hub: Hub):
    """A chargeback undoes what its payment was applied to; the debt is open once more."""
    owed = made.with_importer(made.maker(3).declaration(lines=2), made.broker().importers[0])
    assert send(hub, made.cusdec([owed])).outcome == "posted"
    send(hub, settlement("CS-1", f"P1 20.00 {owed.importer}"))
    assert applied(hub) == [("P1", owed.transaction_number, 2000)]
    send(hub, settlement("CS-2", "-C1 10.00 P1"))
    send(hub, settlement("CS-3", "-C2 5.00 P1"))
    assert applied(hub) == [
        ("P1", owed.transaction_number, 500), ("P1", "C1", 1000), ("P1", "C2", 500)
    ]  # fmt: skip
    assert proved(hub)[owed.importer] == int(owed.payable * 100) - 500


@pytest.mark.parametrize(
    ("rows", "told", "charged"),
    [
        (["-C1 10.00 P9"], [("CRD-007", "P9", None)], 0),
        (["-C1 100.01 P1"], [("CRD-009", "C1", "100.00")], 0),
        (["-C1 60.00 P1", "-C2 60.00 P1"], [("CRD-009", "C2", "40.00")], 6000),
        (["-C1 60.00 P1", "-C1 60.00 P1"], [("CRD-008", "C1", None)], 6000),
        (["-C1 60.00 F1"], [("CRD-007", "F1", None)], 0),
    ],
)
def test_what_cannot_be_charged_is_held(hub: Hub, rows, told, charged: int):
    """Its money was taken, and stands with what is held for nobody; nobody is charged for it."""
    send(hub, settlement("CS-1", *PAID))
    sent = send(hub, settlement("CS-2", f"P3 500.00 {OTHER_ACCOUNT}", *rows))
    assert (sent.outcome, found(hub, sent.file_id)) == ("posted", told)
    ends = proved(hub)
    taken = sum(int(row.split()[1].replace(".", "")) for row in rows)
    assert ends[ACCOUNT] == -10_000 + charged
    assert ends["UNIDENTIFIED"] == taken - charged
    assert ends["TRANSIT_CARD"] == 13_690 + 50_000 - taken
    assert sum(each.amount_cents for each in waiting(hub, TODAY).held) == charged - taken


def test_a_row_that_comes_again_in_another_deposit_counts_once(hub: Hub):
    """Payments, chargebacks and fees: the importer is credited and charged once."""
    send(hub, settlement("CS-1", *PAID, "-C1 30.00 P1"))
    sent = send(hub, settlement("CS-2", *PAID, "-C1 30.00 P1", f"P4 5.00 {ACCOUNT}"))
    assert [code for code, *_ in found(hub, sent.file_id)] == ["CRD-008"] * 4
    ends = proved(hub)
    assert ends[ACCOUNT] == -10_000 + 3000 - 500
    assert (ends[OTHER_ACCOUNT], ends["BANK_FEES"]) == (-4000, 310)


def test_a_chargeback_of_what_was_taken_back_is_held(hub: Hub):
    """A payment that an act reversed is charged no second time."""
    first = send(hub, settlement("CS-1", *PAID))
    request = Request("once", "officer", "told by mistake")
    reverse_postings.reverse(hub, f"file:{first.file_id}", request, TODAY)
    sent = send(hub, settlement("CS-2", "-C1 100.00 P1"))
    assert found(hub, sent.file_id) == [("CRD-007", "P1", None)]
    assert ACCOUNT not in proved(hub)


@pytest.mark.parametrize("together", [False, True])
def test_what_is_above_the_cap_posts_in_full_and_is_told(hub: Hub, *, together: bool):
    """4,999.99 a cycle (18th to 17th) and account by card; debit has no bound."""
    files = [
        settlement("CS-1", f"P1 4000.00 {ACCOUNT}", f"D1 9000.00 {ACCOUNT}", paid_at="2026-11-17"),
        settlement("CS-2", f"P2 4999.99 {ACCOUNT}", f"P3 4999.99 {OTHER_ACCOUNT}",
                   paid_at="2026-11-18"),
        settlement("CS-3", f"P4 0.01 {ACCOUNT}", f"D2 9000.00 {ACCOUNT}", f"P5 1.00 {ACCOUNT}"),
    ]  # fmt: skip
    if together:
        file_ids = [arrive(hub, content) for content in files]
        collect_files.post(hub, file_ids)
    else:
        file_ids = [send(hub, content).file_id for content in files]
    assert [found(hub, file_id) for file_id in file_ids] == [
        [], [], [("CRD-006", "5000.00", "4999.99"), ("CRD-006", "5001.00", "4999.99")]
    ]  # fmt: skip
    assert proved(hub)[ACCOUNT] == -(400_000 + 900_000 + 499_999 + 1 + 900_000 + 100)
