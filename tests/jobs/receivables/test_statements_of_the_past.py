"""Statements of the past: rebuilt exactly as issued, and separately as now known."""

import datetime as dt

import pytest

from jobs.acts import reverse_postings
from jobs.hub import Hub
from jobs.proofs import prove_book
from jobs.receivables import close_day, run_billing_cycle
from ledger_sync.book.acts import Request
from notices import pdf, xml
from simulator.files.declaration import Declaration
from tests import made, people
from tests.sending import send

TODAY = dt.date(2026, 11, 20)
NOVEMBER, DECEMBER = dt.date(2026, 11, 25), dt.date(2026, 12, 25)


IMPORTER = made.broker().importers[0]


def three() -> tuple[Declaration, ...]:
    """Declarations of one importer."""
    maker = made.maker(3)
    return tuple(made.with_importer(maker.declaration(lines=2), IMPORTER) for _ in range(3))


def bill_twice(hub: Hub) -> None:
    """Bill in November; post a late declaration of that cycle, take one back, bill again."""
    first, second, late = three()
    send(hub, made.cusdec([first, second], "R1"), TODAY)
    send(hub, made.payments([(IMPORTER, "12.00")]), TODAY)
    close_day.run(hub, NOVEMBER - dt.timedelta(days=1))
    people.bill(hub, NOVEMBER)
    send(hub, made.cusdec([late], "R2"), dt.date(2026, 12, 1))
    request = Request("k", "an officer", "entered twice")
    reverse_postings.reverse(hub, first.transaction_number, request, dt.date(2026, 12, 2))
    close_day.run(hub, DECEMBER - dt.timedelta(days=1))
    people.bill(hub, DECEMBER)


@pytest.fixture
def two_cycles(filled):
    """An importer billed in November; then a late declaration of that cycle, and a reversal."""
    return filled(bill_twice), IMPORTER, *three()


def kept(hub: Hub, name: str) -> bytes:
    with hub.book.transaction() as tx:
        digest = tx.value("SELECT sha256 FROM outbox WHERE name = :name", name=name)
    return hub.kept.get(bytes(digest))


@pytest.mark.parametrize("issued_on", [NOVEMBER, DECEMBER])
def test_a_statement_rebuilds_exactly_as_issued(two_cycles, issued_on: dt.date):
    """Drawn up anew from the facts, it is the document that was sent, byte for byte."""
    hub, importer, *_ = two_cycles
    rebuilt = run_billing_cycle.as_issued(hub, importer, issued_on)
    name = f"SOA_{importer}_{issued_on}_v1"
    assert xml.statement_of_account(rebuilt) == kept(hub, f"{name}.xml")
    assert pdf.statement_of_account(rebuilt) == kept(hub, f"{name}.pdf")
    assert all(result.holds for result in prove_book.results(hub))


def test_a_statement_as_now_known_bears_late_facts_in_their_own_cycle(two_cycles):
    """The late declaration and the reversal belong to November; December has the penalty alone."""
    hub, importer, first, second, late = two_cycles
    known_on = DECEMBER
    november = run_billing_cycle.as_known(hub, importer, NOVEMBER, known_on)
    kinds = sorted((line.kind, line.document_reference) for line in november.lines)
    assert kinds == sorted(
        [
            ("CAD", first.transaction_number),
            ("CAD", second.transaction_number),
            ("CAD", late.transaction_number),
            ("REV", first.transaction_number),
            ("PMT", "B0001"),
        ]
    )
    owed = int((second.payable + late.payable) * 100) - 1200
    assert november.closing_cents == owed and november.restated_on == known_on
    december = run_billing_cycle.as_known(hub, importer, DECEMBER, known_on)
    assert [(line.kind, line.document_reference) for line in december.lines] == [
        ("LAP", late.transaction_number)
    ]
    assert (december.opening_cents, december.closing_cents) == (owed, owed + 10_000)
    assert b"RestatementDate" in xml.statement_of_account(november)


def test_what_was_known_then_is_what_was_issued(two_cycles):
    """As known on the eve of its date, a statement has the lines it was issued with."""
    hub, importer, *_ = two_cycles
    issued = run_billing_cycle.as_issued(hub, importer, NOVEMBER)
    known = run_billing_cycle.as_known(hub, importer, NOVEMBER, NOVEMBER - dt.timedelta(days=1))
    assert (known.lines, known.closing_cents) == (issued.lines, issued.closing_cents)


def test_there_is_no_statement_that_was_not_issued(two_cycles):
    """An account or a date without a statement is said to have none."""
    hub, importer, *_ = two_cycles
    with pytest.raises(LookupError, match="no statement"):
        run_billing_cycle.as_issued(hub, importer, dt.date(2026, 10, 25))
    with pytest.raises(LookupError, match="no account"):
        run_billing_cycle.as_known(hub, "000000000RM0001", NOVEMBER, NOVEMBER)
