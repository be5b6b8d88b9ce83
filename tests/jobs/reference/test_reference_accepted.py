"""What the readers of reference data accept, the book takes: no value is our own fault."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobs.hub import Hub
from jobs.rules.dated_tables import dated
from ledger.rates import RATE_MAX_PPM
from ledger_sync.book.connection import owners_book
from ledger_sync.reference import reference_tables
from parsers.deliveries.reference.reference_delivery import Delivery, read_delivery
from parsers.deliveries.reference.reference_tables import SHARE_MAX, TABLES, Table
from parsers.deliveries.reference.reference_values import form
from tests.parsers.deliveries.test_reference_deliveries import row_of
from tests.profiles import examples

EDGES = [
    "0", "1", "9", "100", "900", "1000000", "999999999", "0.000001", "0.0001", "9.000001",
    "100.0001", "900.0001", "0.0000001", "000000000", "٠٢", "٠٨٠٥١٠٠٠١٠", "a\ud800", "\x7f", "\x00",
    "\u2028", "1000-01-01", "2999-12-31", "9999-12-31", "KGM", "USD", "*", "[]", "true", "false",
]  # fmt: skip


def whole(folder: Path, table: Table, rows: list[dict[str, str]]) -> Delivery:
    """Return rows, by the names of CSV files, as a whole table is read from JSON."""
    element = {field.name: field.element for field in table.all_fields}
    named = [{element[name]: value for name, value in row.items()} for row in rows]
    head = {"ReferenceTable": table.name, "Delivery": "whole", "DeliveryReference": "R1"}
    path = folder / "delivery"
    path.write_text(json.dumps({**head, f"{table.element}s": named}), encoding="utf-8")
    return read_delivery(path, max_findings=100)


def is_taken(hub: Hub, table: Table, delivery: Delivery) -> bool:
    """Tell whether a delivery is accepted, and then have the book hold it for a moment."""
    if delivery.findings:
        return False
    rows = dated(delivery.rows, list(table.keys)) if table.dated else delivery.rows
    with owners_book(hub.settings.owner_url) as book, book.transaction() as tx, tx.rehearsal():
        tx.run(f"ALTER TABLE {table.name} DISABLE TRIGGER USER")
        reference_tables.stage(tx, table.name, rows)
        reference_tables.load(tx, table.name)
        assert tx.value(f"SELECT count(*) FROM {table.name}") == len(rows)
    return True


@pytest.mark.parametrize("name", TABLES)
def test_no_edge_of_a_column_is_our_fault(hub: Hub, name: str, tmp_path: Path):
    """Each column of each table, at and beyond its bounds: a finding, or the book takes it."""
    table = TABLES[name]
    for field in table.all_fields:
        taken = [
            edge
            for edge in EDGES
            if is_taken(hub, table, whole(tmp_path, table, [row_of(table) | {field.name: edge}]))
        ]
        assert taken or field.pattern, field.name


@st.composite
def deliveries(draw) -> tuple[Table, list[dict[str, str]]]:
    """A few rows of a table; some of their texts are drawn from what the column's form allows."""
    table = TABLES[draw(st.sampled_from(sorted(TABLES)))]
    rows = []
    for _ in range(draw(st.integers(1, 3))):
        drawn = draw(st.lists(st.sampled_from(table.all_fields), max_size=3, unique=True))
        row = row_of(table)
        for field in drawn:
            row[field.name] = draw(
                st.from_regex(form(field)[0], fullmatch=True) | st.sampled_from(EDGES)
            )
        rows.append(row)
    return table, rows


@given(deliveries())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(150))
def test_what_the_reader_accepts_the_book_takes(hub: Hub, tmp_path: Path, drawn):
    """Whatever a delivery says, it is refused with a finding or every CHECK of the book holds."""
    table, rows = drawn
    is_taken(hub, table, whole(tmp_path, table, rows))


def test_no_rate_is_beyond_what_a_price_can_take():
    """The largest share that is read is the largest that is priced."""
    assert SHARE_MAX == RATE_MAX_PPM


@pytest.mark.parametrize(
    ("name", "column", "value", "expected"),
    [
        ("exchange_rate", "rate", "0", "n..9.n..6, 0.000001 to 9"),
        ("exchange_rate", "rate", "1382.5", "n..9.n..6, 0.000001 to 9"),
        ("tariff_rate", "rate_percent", "900.0001", "n..9.n..4, 0 to 900"),
        ("unit_factor", "factor", "0", "n..9.n..6, 0.000001 to 1000000"),
        ("surtax_measure", "rank", "0", "n..9, 1 to 999999999"),
        ("relief", "remitted_percent", "100.0001", "n..9.n..4, 0 to 100"),
    ],
)
def test_a_number_beyond_its_bounds_is_found_at_its_place(
    name: str, column: str, value: str, expected: str, tmp_path: Path
):
    """The finding names the row, the column, the number and its bounds."""
    table = TABLES[name]
    delivery = whole(tmp_path, table, [row_of(table) | {column: value}])
    (finding,) = delivery.findings
    element = next(field.element for field in table.fields if field.name == column)
    assert (finding.code, finding.segment) == ("REF-004", f"/{table.element}s/0/{element}")
    assert (finding.value, finding.expected) == (value, expected)
