"""One account's month, worked out by hand: every entry, item and application to the cent.

The tables lie in ``tests/golden/account_month``; its page tells the month and shows the working.
"""

import csv
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Final

from jobs.acts import reverse_postings, review_versions
from jobs.acts.review_versions import APPROVED
from jobs.hub import Hub
from jobs.proofs import prove_book
from jobs.receivables import close_day
from ledger_sync.book.acts import Request
from simulator.files import camt
from simulator.files.declaration import Declaration, Line, Reason, new_version, withdrawal
from tests import made, people
from tests.bank_files import (
    ACCOUNT,
    PARTS,
    balance_report,
    credit_file,
    payment_order,
    returned,
)
from tests.bank_files import camt as bank_file
from tests.sending import send

FOLDER: Final = Path(__file__).parents[2] / "golden" / "account_month"
BROKER: Final = 1
FILER: Final = made.broker(BROKER).filer


def on(month: int, day: int) -> dt.date:
    return dt.date(2026, month, day)


def goods(number: int, item: str, origin: str, value: str, **stated: str) -> Line:
    """Return a line: ``value`` with its currency; its filer worked out the duty and the GST."""
    amount, currency = value.split()
    return Line(
        line_number=number,
        invoice_number="INV-1",
        tariff_item=item,
        description="Goods",
        origin_country=origin,
        export_country=origin,
        direct_shipment_on=on(11, 18),
        treatment=stated.get("treatment", "02"),
        vfd_code="13",
        quantity="10",
        unit=stated.get("unit", "NMB"),
        currency=currency,
        value=amount,
        duty=Decimal(stated["duty"]),
        gst=Decimal(stated["gst"]),
    )


def declaration(number: str, released: dt.date, *lines: Line) -> Declaration:
    return Declaration(
        transaction_number=f"{FILER}{number}",
        importer=ACCOUNT,
        filer=FILER,
        release_on=released,
        office="0497",
        cargo_control_number=f"1234CCN{number}",
        vendors={"INV-1": "Maker"},
        lines=lines,
        line_count=len(lines),
    )


A = declaration(
    "000000011",
    on(11, 19),
    goods(1, "9403600000", "FR", "12345.67 CAD", duty="1172.84", gst="675.93"),
)
A_CORRECTED = replace(
    new_version(A, Reason("R5-00-COT")),
    lines=(goods(1, "9403600000", "FR", "12545.67 CAD", duty="1191.84", gst="686.88"),),
)
B = declaration(
    "000000029",
    on(11, 20),
    goods(1, "1806320000", "DE", "4000.00 EUR", unit="KGM", duty="361.01", gst="318.89"),
    goods(2, "8471300000", "JP", "1234567.00 JPY", duty="0.00", gst="568.64"),
)
C = declaration(
    "000000037",
    on(11, 20),
    goods(1, "8471300000", "US", "2000.00 CAD", treatment="10", duty="0.00", gst="100.00"),
)
D = declaration(
    "000000045",
    on(11, 24),
    goods(1, "9403600000", "FR", "1000.00 CAD", duty="95.00", gst="54.75"),
)
D_WITHDRAWN = withdrawal(D, Reason("R2-74-1-TT"))
NAMES: Final = {
    each.transaction_number: name for name, each in zip("ABCD", (A, B, C, D), strict=True)
}
"""The declarations by the letters of the page."""

_ENTRIES: Final = (
    "SELECT t.kind, a.code AS account, e.amount_cents FROM txn t JOIN entry e USING (txn_id)"
    " JOIN account a USING (account_id) ORDER BY t.txn_id, e.entry_number"
)
_APPLICATIONS: Final = (
    "SELECT d.document_reference AS debit, d.kind AS debit_kind, c.document_reference AS credit,"
    " c.kind AS credit_kind, p.amount_cents FROM application p"
    " JOIN item d ON d.item_id = p.debit_item_id JOIN item c ON c.item_id = p.credit_item_id"
    " ORDER BY p.application_id"
)
_ITEMS: Final = (
    "SELECT i.kind, i.document_reference AS document, i.amount_cents, i.due_on, i.amount_cents"
    " - coalesce((SELECT sum(p.amount_cents) * sign(i.amount_cents) FROM application p"
    "  WHERE i.item_id IN (p.debit_item_id, p.credit_item_id)), 0)::bigint AS open_cents"
    " FROM item i JOIN account a USING (account_id) WHERE a.code = :account ORDER BY i.item_id"
)
_LINES: Final = (
    "SELECT i.kind, i.document_reference AS document, l.amount_cents FROM statement_line l"
    " JOIN item i USING (item_id) JOIN account a USING (account_id) WHERE a.code = :account"
)
_STATEMENT: Final = (
    "SELECT opening_cents, debits_cents, credits_cents, closing_cents, due_on"
    " FROM statement_issued WHERE bn15 = :account"
)


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of the month."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cents(dollars: str) -> int:
    return int(Decimal(dollars or "0") * 100)


class Month:
    """The hub in which the month happens, and what was told of the book by now."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self._reversed = 0

    def rows(self, sql: str, **values: object) -> list[dict[str, object]]:
        with self.hub.book.transaction() as tx:
            return [dict(row) for row in tx.rows(sql, **values)]

    def declares(self, each: Declaration, day: dt.date, *, xml: bool = False) -> None:
        write = made.cad_xml if xml else made.cusdec
        content = write([each], f"R{day:%d}{each.version}{each.function}", BROKER)
        assert send(self.hub, content, day, made.broker(BROKER).partner_id).outcome == "posted"

    def receives(self, content: bytes, day: dt.date, outcome: str = "posted") -> int:
        file_id, came_to = send(self.hub, content, day)
        assert came_to == outcome
        return file_id

    def approves_the_withdrawal(self) -> None:
        (review,) = review_versions.waiting(self.hub)
        request = Request("w1", "officer", "the goods went back")
        review_versions.decide(self.hub, review["review_id"], APPROVED, request, on(12, 4))

    def takes_back(self) -> None:
        """Receive what is not the account's, the event before, and take it back."""
        request = Request("r1", "officer", "not theirs")
        reverse_postings.reverse(self.hub, f"file:{self._reversed}", request, on(12, 9))

    def receives_in_error(self) -> None:
        self._reversed = self.receives(bank_file("camt.053", "S4", ["E4"]), on(12, 8))


def line_of_500() -> bytes:
    """Return the bank's statement with the line of what event 5 told."""
    entry = camt.BankEntry("B0001", Decimal("500.00"), "", "Payer")
    return camt.statement(
        [entry], reference="S1", bic="NORTCATT", value_on=on(11, 20), opening=Decimal("1000.00")
    )


EVENTS: Final[Mapping[int, Callable[[Month], object]]] = {
    1: lambda m: m.declares(A, on(11, 23), xml=True),
    2: lambda m: m.declares(B, on(11, 24)),
    3: lambda m: m.declares(D, on(11, 26)),
    4: lambda m: m.declares(A_CORRECTED, on(11, 26), xml=True),
    5: lambda m: m.receives(made.payments([(ACCOUNT, "500.00")], "N1"), on(11, 27)),
    6: lambda m: close_day.run(m.hub, on(11, 27)),
    7: lambda m: m.receives(line_of_500(), on(11, 30)),
    8: lambda m: m.declares(C, on(12, 1)),
    9: lambda m: close_day.run(m.hub, on(12, 1)),
    10: lambda m: m.receives(payment_order("1", "E1", PARTS), on(12, 2)),
    11: lambda m: m.receives(bank_file("camt.053", "S2", ["E1"], whom=None), on(12, 3)),
    12: lambda m: m.declares(D_WITHDRAWN, on(12, 3)),
    13: lambda m: m.approves_the_withdrawal(),
    14: lambda m: m.receives(bank_file("camt.053", "S3", ["E3"], whom=None), on(12, 4)),
    15: lambda m: m.receives(payment_order("2", "E3", {ACCOUNT: "50.00"}), on(12, 7)),
    16: lambda m: m.receives_in_error(),
    17: lambda m: m.takes_back(),
    18: lambda m: m.receives(
        bank_file("camt.053", "S5", ["E4"], spaced="\n "), on(12, 10), "duplicate"
    ),
    19: lambda m: m.receives(credit_file("7", "E6"), on(12, 14)),
    20: lambda m: m.receives(balance_report("8", "E6"), on(12, 15)),
    21: lambda m: close_day.run(m.hub, on(12, 24)),
    22: lambda m: people.bill(m.hub, on(12, 25)),
    23: lambda m: m.receives(made.payments([(ACCOUNT, "2697.26")], "N9", "C"), on(12, 28)),
    24: lambda m: close_day.run(m.hub, on(12, 31)),
    25: lambda m: m.receives(returned("S6", "E6"), dt.date(2027, 1, 4)),
}
STATEMENT: Final = 22


def named(document: object) -> str:
    return NAMES.get(str(document), str(document))


def posted(month: Month) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in month.rows(_ENTRIES)]


def applied(month: Month) -> list[tuple[object, ...]]:
    return [
        (named(row["debit"]), row["debit_kind"], named(row["credit"]), row["credit_kind"],
         row["amount_cents"])
        for row in month.rows(_APPLICATIONS)
    ]  # fmt: skip


def open_items(month: Month) -> list[tuple[object, ...]]:
    return [
        (row["kind"], named(row["document"]), row["amount_cents"],
         str(row["due_on"] or ""), row["open_cents"])
        for row in month.rows(_ITEMS, account=ACCOUNT)
    ]  # fmt: skip


def told_of_items(through: int, column: str) -> list[tuple[object, ...]]:
    return [
        (row["kind"], row["document"], cents(row["amount"]), row["due_on"], cents(row[column]))
        for row in table("items")
        if int(row["event"]) <= through
    ]


def test_an_accounts_month_is_what_was_worked_out_by_hand(hub: Hub):
    """Event by event its entries and applications; its items and statement, to the cent."""
    month = Month(hub)
    entries, applications = table("entries"), table("applications")
    for event, happens in EVENTS.items():
        happens(month)
        assert posted(month) == [
            (row["kind"], row["account"], cents(row["debit"]) - cents(row["credit"]))
            for row in entries
            if int(row["event"]) <= event
        ], f"entries of event {event}"
        assert applied(month) == [
            (row["debit"], row["debit_kind"], row["credit"], row["credit_kind"],
             cents(row["amount"]))
            for row in applications
            if int(row["event"]) <= event
        ], f"applications of event {event}"  # fmt: skip
        if event == STATEMENT:
            assert open_items(month) == told_of_items(event, "open_before_statement")
    assert open_items(month) == told_of_items(max(EVENTS), "open_at_end")
    assert sorted(
        (row["kind"], named(row["document"]), row["amount_cents"])
        for row in month.rows(_LINES, account=ACCOUNT)
    ) == sorted((row["kind"], row["document"], cents(row["amount"])) for row in table("statement"))
    assert month.rows(_STATEMENT, account=ACCOUNT) == [
        {
            "opening_cents": 0,
            "debits_cents": 352_701,
            "credits_cents": 82_975,
            "closing_cents": 269_726,
            "due_on": on(12, 31),
        }
    ]
    assert [result.name for result in prove_book.results(hub) if not result.holds] == []
