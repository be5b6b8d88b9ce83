"""A debt paid late, worked out by hand: every entry and application to the cent.

The tables lie in ``tests/golden/late_payment``; its page tells the events and shows the working.
"""

import csv
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from jobs.hub import Hub
from jobs.proofs import prove_book
from jobs.questions.interest_told import as_data, interest_of
from jobs.receivables import close_day
from ledger_sync.receivables import statements
from notices import pdf, xml
from tests import made, people
from tests.bank_files import ACCOUNT
from tests.jobs.receivables.test_account_month import BROKER, cents, declaration, goods, on
from tests.jobs.receivables.test_charge_interest import pays
from tests.sending import send
from words.language import Words

FOLDER: Final = Path(__file__).parents[2] / "golden" / "late_payment"
_FURNITURE: Final = goods(1, "9403600000", "FR", "100000.00 CAD", duty="9500.00", gst="5475.00")
E: Final = declaration("000000052", on(11, 9), replace(_FURNITURE, direct_shipment_on=on(11, 6)))

_ENTRIES: Final = (
    "SELECT t.kind, a.code AS account, e.amount_cents FROM txn t JOIN entry e USING (txn_id)"
    " JOIN account a USING (account_id) ORDER BY t.txn_id, e.entry_number"
)
_APPLICATIONS: Final = (
    "SELECT d.kind AS debit_kind, c.kind AS credit_kind, p.amount_cents FROM application p"
    " JOIN item d ON d.item_id = p.debit_item_id JOIN item c ON c.item_id = p.credit_item_id"
    " ORDER BY p.application_id"
)
_STATEMENT: Final = (
    "SELECT debits_cents, credits_cents, closing_cents FROM statement_issued WHERE bn15 = :account"
)


def declares(hub: Hub) -> None:
    content = made.cad_xml([E], "R1", BROKER)
    assert send(hub, content, on(11, 10), made.broker(BROKER).partner_id).outcome == "posted"


EVENTS: Final[Mapping[int, Callable[[Hub], object]]] = {
    1: declares,
    2: lambda hub: close_day.run(hub, on(12, 24)),
    3: lambda hub: people.bill(hub, on(12, 25)),
    4: lambda hub: pays(hub, ACCOUNT, 1_497_500, on(12, 22), on(12, 28)),
    5: lambda hub: close_day.run(hub, on(12, 28)),
    6: lambda hub: pays(hub, ACCOUNT, 7_182, on(12, 31), on(12, 31)),
    7: lambda hub: close_day.run(hub, on(12, 31)),
}


def table(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows(hub: Hub, sql: str, **values: object) -> list[tuple]:
    with hub.book.transaction() as tx:
        return [tuple(row.values()) for row in tx.rows(sql, **values)]


def happened(hub: Hub) -> None:
    """Let all of it happen."""
    for happens in EVENTS.values():
        happens(hub)


def test_a_late_payment_is_what_was_worked_out_by_hand(hub: Hub):
    """Event by event its entries and applications, and the statement, to the cent."""
    entries, applications = table("entries"), table("applications")
    for event, happens in EVENTS.items():
        happens(hub)
        assert rows(hub, _ENTRIES) == [
            (row["kind"], row["account"], cents(row["debit"]) - cents(row["credit"]))
            for row in entries
            if int(row["event"]) <= event
        ], f"entries of event {event}"
        assert rows(hub, _APPLICATIONS) == [
            (row["debit_kind"], row["credit_kind"], cents(row["amount"]))
            for row in applications
            if int(row["event"]) <= event
        ], f"applications of event {event}"
    assert rows(hub, _STATEMENT, account=ACCOUNT) == [(1_505_352, 0, 1_505_352)]
    assert [result.name for result in prove_book.results(hub) if not result.holds] == []


def test_the_calculation_is_shown_line_by_line(filled):
    """The stretches that the page shows add up to what was posted."""
    hub = filled(happened)
    (found,) = interest_of(hub, ACCOUNT)
    assert [
        (each.first_on, each.last_on, each.days, each.rate_ppm, each.base_cents,
         each.interest_cents)
        for each in found.interest.stretches
    ] == [
        (on(12, 2), on(12, 22), 21, 83_000, 1_497_500, 7_167),
        (on(12, 23), on(12, 31), 9, 83_000, 7_167, 15),
    ]  # fmt: skip
    posted = [row["posted_cents"] for row in found.postings]
    assert posted == [7_852, -681, 11] and sum(posted) == found.interest.cents == 7_182
    assert as_data(found)["stretches"][0]["days"] == 21
    assert interest_of(hub, ACCOUNT, E.transaction_number)[0].item_id == found.item_id
    assert interest_of(hub, ACCOUNT, "no such document") == []


@pytest.mark.parametrize(("language", "name"), [("en", "Interest"), ("fr", "Intérêts")])
def test_statement_and_notice_carry_it_by_its_name(filled, language: str, name: str):
    """The line of interest in the PDF's words, in the language of whom it is for."""
    hub = filled(happened)
    with hub.book.reading() as tx:
        account_id = tx.value("SELECT account_id FROM account WHERE code = :bn15", bn15=ACCOUNT)
        ((_, notice),) = statements.notices(tx, on(12, 28), [account_id])
        ((_, statement),) = statements.issued(tx, on(12, 17), after=0, limit=9, lines=99)
    for lines, cents_ in ((notice.lines, -681), (statement.lines, 7_852)):
        (line,) = [each for each in lines if each.kind == "INT"]
        assert line.amount_cents == cents_ and line.document_reference == E.transaction_number
        assert Words(line.kind_en, line.kind_fr).in_(language) == name
    assert b"<TypeCode>INT</TypeCode>" in xml.statement_of_account(statement)
    assert pdf.daily_notice(notice).startswith(b"%PDF")
