"""Acts of a person: reversals, applications undone, and what each leaves in the book."""

import datetime as dt

import pytest

from jobs.acts import reverse_postings
from jobs.hub import Hub, JobRefused
from jobs.proofs import prove_book
from jobs.receivables import close_day
from ledger_sync.book.acts import ActConflict, Request
from ledger_sync.history.lineage import UnknownHandle
from simulator.files.declaration import Declaration
from tests import made
from tests.sending import send

TODAY = dt.date(2026, 11, 20)


def two() -> list[Declaration]:
    """Two declarations of one importer."""
    maker = made.maker(3)
    importer = made.broker().importers[0]
    return [made.with_importer(maker.declaration(lines=2), importer) for _ in range(2)]


def pay(hub: Hub) -> None:
    """Post the pair, and a payment of 30.00."""
    for content in (
        made.cusdec(two()),
        made.payments([(made.broker().importers[0], "30.00")]),
    ):
        assert send(hub, content, TODAY).outcome == "posted"


@pytest.fixture
def paid(filled):
    """Two declarations of one importer, 30.00 paid; a maker's pair and the hub."""
    return filled(pay), two()


def request(key: str = "k") -> Request:
    return Request(key, "an officer", "posted in error")


def balance(hub: Hub) -> dict[str, int]:
    with hub.book.transaction() as tx:
        return {
            row["code"]: row["cents"]
            for row in tx.rows(
                "SELECT a.code, sum(e.amount_cents)::bigint AS cents FROM entry e JOIN account a"
                " USING (account_id) GROUP BY 1 HAVING sum(e.amount_cents) <> 0"
            )
        }


def open_items(hub: Hub) -> dict[str, int]:
    with hub.book.transaction() as tx:
        return {
            f"{row['kind']} {row['document_reference']}": row["open_cents"]
            for row in tx.rows(
                "SELECT i.kind, i.document_reference, b.open_cents FROM item i"
                " JOIN item_balance b USING (item_id)"
            )
        }


def test_a_reversed_declaration_owes_nothing_and_frees_its_payment(paid):
    """The posting is taken back entry by entry, and the money goes to what is still owed."""
    hub, (first, second) = paid
    before = open_items(hub)
    with hub.book.transaction() as tx:
        oldest = tx.value(
            "SELECT document_reference FROM application a JOIN item i"
            " ON i.item_id = a.debit_item_id LIMIT 1"
        )
    other = next(d for d in (first, second) if d.transaction_number != oldest)
    done = reverse_postings.reverse(hub, oldest, request(), TODAY)
    assert (done.transactions, done.undone_applications, done.applications) == (1, 1, 1)
    after = open_items(hub)
    assert after[f"CAD {oldest}"] == after[f"REV {oldest}"] == 0
    paid_now = before[f"CAD {other.transaction_number}"] - after[f"CAD {other.transaction_number}"]
    assert paid_now == min(3000, int(other.payable * 100))
    assert balance(hub)[other.importer] == int(other.payable * 100) - 3000
    assert all(result.holds for result in prove_book.results(hub))


def test_a_request_is_carried_out_once(paid):
    """The same request again changes nothing; under its key nothing else is done."""
    hub, (first, second) = paid
    reverse_postings.reverse(hub, first.transaction_number, request(), TODAY)
    before = balance(hub)
    again = reverse_postings.reverse(hub, first.transaction_number, request(), TODAY)
    assert again.transactions == 0 and balance(hub) == before
    with pytest.raises(ActConflict):
        reverse_postings.reverse(hub, second.transaction_number, request(), TODAY)
    with pytest.raises(JobRefused, match="reversed before"):
        reverse_postings.reverse(hub, first.transaction_number, request("other"), TODAY)
    assert balance(hub) == before


def test_a_reversed_payment_is_owed_again(paid):
    """Taking back a payment opens the debts it had settled, and debits the account."""
    hub, pair = paid
    with hub.book.transaction() as tx:
        item_id = tx.value("SELECT item_id FROM item WHERE kind = 'PMT'")
    reverse_postings.reverse(hub, f"item:{item_id}", request(), TODAY)
    owed = sum(int(declaration.payable * 100) for declaration in pair)
    assert balance(hub)[pair[0].importer] == owed and "BANK" not in balance(hub)
    opened = open_items(hub)
    assert sum(cents for name, cents in opened.items() if name.startswith("CAD")) == owed
    assert all(result.holds for result in prove_book.results(hub))


def test_what_was_undone_is_applied_anew_by_the_next_clearing(paid):
    """An application undone leaves both items open; the close of the day applies them again."""
    hub, _ = paid
    before = open_items(hub)
    with hub.book.transaction() as tx:
        application_id = tx.value("SELECT min(application_id) FROM application")
    reverse_postings.unapply(hub, application_id, request(), TODAY)
    assert sum(open_items(hub).values()) == sum(before.values()) + 6000
    with pytest.raises(JobRefused, match="undone before"):
        reverse_postings.unapply(hub, application_id, request("again"), TODAY)
    assert close_day.run(hub, TODAY).applications == 1
    assert open_items(hub) == before
    assert all(result.holds for result in prove_book.results(hub))


def test_an_act_on_a_closed_date_posts_on_the_next(paid):
    """A reversal after the close is booked on the first open date, effective when it was."""
    hub, (first, _) = paid
    close_day.run(hub, TODAY)
    reverse_postings.reverse(hub, first.transaction_number, request(), TODAY)
    with hub.book.transaction() as tx:
        row = tx.row("SELECT effective_on, book_on FROM txn WHERE kind = 'REV'")
    assert row == {"effective_on": first.release_on, "book_on": TODAY + dt.timedelta(days=1)}


def test_a_reversal_itself_is_not_reversed(paid):
    """What took something back is never taken back; nor is the tie between the two undone."""
    hub, (first, _) = paid
    reverse_postings.reverse(hub, first.transaction_number, request(), TODAY)
    with hub.book.transaction() as tx:
        txn_id = tx.value("SELECT txn_id FROM txn WHERE kind = 'REV'")
        tie = tx.value("SELECT application_id FROM application WHERE policy = 'reversal'")
    with pytest.raises(JobRefused):
        reverse_postings.reverse(hub, f"txn:{txn_id}", request("r"), TODAY)
    with pytest.raises(JobRefused):
        reverse_postings.unapply(hub, tie, request("u"), TODAY)
    with pytest.raises(UnknownHandle):
        reverse_postings.reverse(hub, "txn:4711", request("n"), TODAY)
