"""An application has two days: that of the book, and that from which the debt counts as paid."""

import datetime as dt
from dataclasses import replace

from jobs.acts import reverse_postings
from jobs.hub import Hub
from jobs.proofs import prove_book
from ledger_sync.book.acts import Request
from simulator.files.declaration import Declaration, Reason, new_version
from tests import made
from tests.bank_files import settlement
from tests.conftest import TODAY
from tests.sending import send

IMPORTER = made.broker().importers[0]
FIRST, SECOND = (
    made.with_importer(made.maker(seed).declaration(lines=2), IMPORTER) for seed in (3, 4)
)
PAID_ON = dt.date(2026, 11, 18)
LATER = TODAY + dt.timedelta(days=1)


def file(hub: Hub, *declarations: Declaration, reference: str = "A1", on: dt.date = TODAY) -> None:
    content = made.cusdec(list(declarations), reference)
    assert send(hub, content, on, made.broker().partner_id).outcome == "posted"


def pay(hub: Hub, amount: str, on: dt.date = TODAY) -> None:
    content = settlement("CS-1", f"P1 {amount} {IMPORTER}", paid_at=str(PAID_ON))
    assert send(hub, content, on).outcome == "posted"


def lower(declaration: Declaration) -> Declaration:
    """The declaration without its first line's value: the next version owes less."""
    void = replace(declaration.lines[0], value="0.00", quantity="0")
    lines = (void, *declaration.lines[1:])
    return new_version(replace(declaration, lines=lines), Reason("R2-74-1-TT"))


def applied(hub: Hub) -> list[dict[str, object]]:
    """The applications, in order; every proof holds."""
    assert [result.name for result in prove_book.results(hub) if not result.holds] == []
    with hub.book.transaction() as tx:
        rows = tx.rows(
            "SELECT a.application_id, a.applied_on, a.counts_on, a.reason, d.effective_on"
            " FROM application a JOIN item d ON d.item_id = a.debit_item_id ORDER BY 1"
        )
        return [dict(row) for row in rows]


def test_a_payment_counts_from_the_day_on_which_it_was_paid(hub: Hub):
    """It is applied when it is posted, and pays from the payer's day."""
    file(hub, FIRST)
    pay(hub, "20.00", LATER)
    (row,) = applied(hub)
    assert (row["reason"], row["applied_on"], row["counts_on"]) == ("payment", LATER, PAID_ON)


def test_a_declarations_own_credit_counts_as_if_it_never_owed_more(hub: Hub):
    """A version that owes less lowers the debt of the one before from its own day."""
    file(hub, FIRST)
    file(hub, lower(FIRST), reference="A2", on=LATER)
    (row,) = applied(hub)
    assert (row["reason"], row["applied_on"]) == ("correction", LATER)
    assert row["counts_on"] == row["effective_on"]


def test_a_credit_of_another_declaration_counts_from_the_day_that_it_is_set_off(hub: Hub):
    """What the first paid too much pays of the second on the day of the application."""
    file(hub, FIRST)
    pay(hub, "20000.00")
    file(hub, lower(FIRST), reference="A2")
    with hub.book.transaction() as tx:
        left = tx.value("SELECT sum(open_cents) FROM item_balance WHERE NOT is_debit")
    file(hub, SECOND, reference="A3", on=LATER)
    rows = applied(hub)
    assert left and {row["reason"] for row in rows} >= {"payment", "choice"}
    assert all(row["counts_on"] == LATER for row in rows if row["reason"] == "choice")


def test_what_is_undone_is_undone_from_the_same_day(hub: Hub):
    """The row that undoes an application bears its day and reason, on a book date of its own."""
    file(hub, FIRST)
    pay(hub, "20.00")
    (row,) = applied(hub)
    request = Request("u", "officer", "a test")
    reverse_postings.unapply(hub, row["application_id"], request, LATER)
    (_, undone) = applied(hub)
    assert (undone["counts_on"], undone["reason"]) == (PAID_ON, "payment")
    assert undone["applied_on"] == LATER
