"""Deliveries of reference data in three formats: one meaning, and nothing that stops the hub."""

import datetime as dt
import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from ledger_sync.reference.reference_tables import TABLES as HELD
from ledger_sync.reference.reference_tables import TABLES as OF_THE_BOOK
from parsers.deliveries.reference.reference_delivery import BYTES_MAX, read_delivery
from parsers.deliveries.reference.reference_schema import xml_schema
from parsers.deliveries.reference.reference_tables import TABLES, Field, Kind, Table
from parsers.deliveries.reference.reference_values import form
from parsers.deliveries.reference.xml_delivery import NAMESPACE
from tests import reviewed

ROOT = Path(__file__).parents[3]
SCHEMA = ROOT / "parsers" / "deliveries" / "reference" / "delivery.xsd"
GUIDE = ROOT / "docs" / "formats" / "reference-data.md"
START = "<!-- generated from parsers/deliveries/reference/reference_tables.py -->\n"
SAMPLES = {
    Kind.DAY: "2027-01-01", Kind.WHOLE: "7", Kind.FLAG: "true", Kind.PERCENT: "6.5",
    Kind.RATE: "1.3825", Kind.DOLLARS: "0.05", Kind.TEXT: "Texte, «é» & <o>",
}  # fmt: skip
CODED = {
    "tariff_item": "0805100010", "unit": "KGM", "treatment": "02", "specific_unit": "KGM",
    "combination": "sum", "country": "US", "currency": "USD", "gst_code": "51",
    "excise_code": "E10", "origin_country": "*", "kind": "", "surtax_code": "S2401",
    "list": "licence", "code": "L-1", "charge": "gst", "from_unit": "TNE", "to_unit": "KGM",
    "province": "QC", "program": "commercial", "melt_country": "CN", "base": "value_less_content",
    "stays_subject": "9901 9903",
}  # fmt: skip


def row_of(table: Table) -> dict[str, str]:
    """Return a right row of a table, by the columns of CSV files."""
    return {field.name: sample(field) for field in table.all_fields}


def sample(field: Field) -> str:
    if field.column == "kind":
        return field.pattern.split("|")[0]
    return CODED.get(field.column) or SAMPLES[field.kind]


def as_csv(table: Table, rows: list[dict[str, str]]) -> bytes:
    head = f"#carmhub-reference table={table.name} delivery=changes reference=R1 rows={len(rows)}\n"
    return (head + pd.DataFrame(rows).to_csv(index=False)).encode()


def as_json(table: Table, rows: list[dict[str, str]]) -> bytes:
    element = {field.name: field.element for field in table.all_fields}
    named = [{element[name]: value for name, value in row.items()} for row in rows]
    head = {"ReferenceTable": table.name, "Delivery": "changes", "DeliveryReference": "R1"}
    return json.dumps({**head, f"{table.element}s": named}).encode()


def as_xml(table: Table, rows: list[dict[str, str]]) -> bytes:
    root = etree.Element(f"{{{NAMESPACE}}}ReferenceDelivery", nsmap={None: NAMESPACE})
    head = {"ReferenceTable": table.name, "Delivery": "changes", "DeliveryReference": "R1"}
    for name, value in head.items():
        etree.SubElement(root, f"{{{NAMESPACE}}}{name}").text = value
    element = {field.name: field.element for field in table.all_fields}
    for row in rows:
        at = etree.SubElement(root, f"{{{NAMESPACE}}}{table.element}")
        for name, value in row.items():
            etree.SubElement(at, f"{{{NAMESPACE}}}{element[name]}").text = value
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


FORMATS = {"csv": as_csv, "json": as_json, "xml": as_xml}


def read(folder: Path, content: bytes):
    path = folder / "delivery"
    path.write_bytes(content)
    return read_delivery(path, max_findings=1_000)


@pytest.mark.parametrize("name", TABLES)
def test_three_formats_say_one_thing(name: str, tmp_path: Path):
    """A row of every table reads alike from CSV, JSON and XML, and is right by the schema."""
    table = TABLES[name]
    rows = [row_of(table)]
    found = {kind: read(tmp_path, write(table, rows)) for kind, write in FORMATS.items()}
    for kind, delivery in found.items():
        assert delivery.findings == (), kind
        assert (delivery.table, delivery.whole, delivery.reference) == (name, False, "R1")
        pd.testing.assert_frame_equal(delivery.rows, found["csv"].rows)
    etree.XMLSchema(etree.fromstring(SCHEMA.read_bytes())).assertValid(
        etree.fromstring(as_xml(table, rows))
    )


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", TABLES)
def test_a_wrong_value_is_found_where_it_stands(name: str, kind: str, tmp_path: Path):
    """Each column of each table, in each format: a value that it cannot have is REF-004."""
    table = TABLES[name]
    for field in table.all_fields:
        rows = [row_of(table), row_of(table)]
        rows[1][field.name] = "?" * 500
        delivery = read(tmp_path, FORMATS[kind](table, rows))
        found = [finding for finding in delivery.findings if finding.code == "REF-004"]
        where = {
            "csv": f"line 4/{field.name}",
            "json": f"/{table.element}s/1/{field.element}",
            "xml": f"/ReferenceDelivery/{table.element}[2]/{field.element}",
        }
        assert [finding.segment for finding in found] == [where[kind]]


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", TABLES)
def test_a_delivery_of_no_rows_is_read(name: str, kind: str, tmp_path: Path):
    """Nothing is a number of rows like any other."""
    table = TABLES[name]
    content = FORMATS[kind](table, [])
    if kind == "csv":
        content += ",".join(field.name for field in table.all_fields).encode() + b"\n"
    delivery = read(tmp_path, content)
    assert (delivery.findings, len(delivery.rows)) == ((), 0)


def test_an_xml_row_is_found_in_its_bytes(tmp_path: Path):
    """A finding of an XML row bounds the row's element."""
    table = TABLES["unit_factor"]
    rows = [row_of(table), row_of(table) | {"factor": "1,000"}]
    content = as_xml(table, rows)
    (finding,) = [f for f in read(tmp_path, content).findings if f.code == "REF-004"]
    cut = content[finding.byte_from : finding.byte_to]
    assert cut.startswith(b"<UnitFactor>") and cut.endswith(b"</UnitFactor>") and b"1,000" in cut


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"#carmhub-reference\n", "REF-002"),
        (b"#carmhub-reference table=waiver delivery=part reference=R\nkind\n", "REF-002"),
        (b"#carmhub-reference table=waiver delivery=whole reference=R\n", "REF-001"),
        (b"#carmhub-reference table=waiver delivery=whole reference=R\nkind,kind\n", "REF-001"),
        (b"#carmhub-reference table=waiver delivery=whole reference=R\nkind\na,b\n", "REF-001"),
        (b'#carmhub-reference table=waiver delivery=whole reference=R\nkind\n"a\n', "REF-001"),
        (b"#carmhub-reference table=waiver delivery=whole reference=R\nkind\n\xff\n", "REF-001"),
        (b"{" * 100_000, "REF-001"),
        (b'{"a":' * 100_000, "REF-001"),
        (b'{"ReferenceTable": NaN}', "REF-001"),
        (b'{"Delivery": "whole", "Delivery": "changes"}', "REF-001"),
        (b'{"ReferenceTable": {"Value": {"Value": {"Value": {"Value": 1}}}}}', "REF-001"),
        (b'{"ReferenceTable": "waiver", "a": "\\ud800"}', "REF-001"),
        (b'{"ForeignExchangeRates": [1]}', "REF-002"),
        (b'{"ForeignExchangeRates": {}}', "REF-002"),
        (b"<a/>", "REF-001"),
        (b"<a>" * 1_000, "REF-001"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "REF-001"),
    ],
)
def test_what_cannot_be_read_is_a_finding(content: bytes, code: str, tmp_path: Path):
    """Whatever the bytes are, reading gives findings and never an exception."""
    assert {finding.code for finding in read(tmp_path, content).findings} == {code}


@given(st.data())
def test_a_damaged_delivery_never_raises(tmp_path_factory, data: st.DataObject):
    """Cut or altered anywhere, a delivery is read or refused, never a failure of ours."""
    table = TABLES[data.draw(st.sampled_from(sorted(TABLES)))]
    content = bytearray(
        FORMATS[data.draw(st.sampled_from(sorted(FORMATS)))](table, [row_of(table)])
    )
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    read(tmp_path_factory.getbasetemp(), bytes(content[: cut or None]))


def test_a_delivery_is_bounded(tmp_path: Path):
    """A file beyond the bound is refused unread."""
    path = tmp_path / "delivery"
    with path.open("wb") as stream:
        stream.truncate(BYTES_MAX + 1)
    assert [f.code for f in read_delivery(path, max_findings=10).findings] == ["FILE-003"]


def test_a_number_is_read_as_written(tmp_path: Path):
    """JSON numbers are exact, and what is finer than a millionth is refused."""
    row = row_of(TABLES["exchange_rate"])
    for rate, ppm in (("0.000001", 1), ("1.1", 1_100_000), ("0.0000001", None)):
        content = as_json(TABLES["exchange_rate"], [row]).replace(b'"1.3825"', rate.encode())
        assert read(tmp_path, content).rows["rate_ppm"].tolist() == [ppm]


def published(*stamps: tuple[str, str]) -> bytes:
    """Return rates of one currency as the agency publishes them, each from moment to moment."""
    rates = [
        {
            "Rate": f"1.{number}",
            "ExchangeRateEffectiveTimestamp": first,
            "ExchangeRateExpiryTimestamp": last,
            "FromCurrency": {"Value": "USD"},
            "ToCurrency": {"Value": "CAD"},
        }
        for number, (first, last) in enumerate(stamps, start=1)
    ]
    return json.dumps({"ForeignExchangeRates": rates}).encode()


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2026-11-21T00:00:00", "2026-11-21T23:59:59"),
        ("2026-11-21T00:00:00", "2026-11-22T00:00:00"),
        ("2026-11-21 00:00", "2026-11-21 23:59:59.999"),
        ("2026-11-21", "2026-11-21"),
        ("2026-11-21T05:00:00Z", "2026-11-22T04:59:59Z"),
        ("2026-11-21T05:00:00.000Z", "2026-11-22T05:00:00.000Z"),
        ("2026-11-21T05:00:00+00:00", "2026-11-22T04:59:59+0000"),
        ("2026-11-21T00:00:00-05:00", "2026-11-22T00:00:00-05:00"),
        ("2026-11-21T00:00:00Z", "2026-11-21T23:59:59Z"),
        ("2026-11-21T08:30:00", "2026-11-22T08:29:59"),
    ],
)
def test_a_published_rate_is_that_of_the_day_whose_noon_it_holds_at(
    first: str, last: str, tmp_path: Path
):
    """Midnight, the last second, UTC or another zone: all say the 21st in Toronto."""
    delivery = read(tmp_path, published((first, last)))
    assert delivery.findings == ()
    periods = delivery.rows[["effective_from", "effective_to"]].to_numpy().tolist()
    assert periods == [["2026-11-21", "2026-11-21"]]


def test_days_published_in_utc_are_not_of_two_days(tmp_path: Path):
    """A feed of consecutive days around the end of summer time has one rate a day."""
    days = [("2026-10-31T04:00:00Z", "2026-11-01T04:00:00Z"),
            ("2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"),
            ("2026-11-02T05:00:00Z", "2026-11-03T04:59:59Z")]  # fmt: skip
    delivery = read(tmp_path, published(*days))
    assert delivery.findings == ()
    assert delivery.rows["effective_from"].tolist() == ["2026-10-31", "2026-11-01", "2026-11-02"]
    assert delivery.rows["effective_to"].tolist() == ["2026-10-31", "2026-11-01", "2026-11-02"]


def test_a_published_rate_without_an_end_has_none(tmp_path: Path):
    """The end of time is the end of time in any zone, and no expiry is no end."""
    last = ["9999-12-31T23:59:59", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-05:00", ""]
    for each in last:
        delivery = read(tmp_path, published(("2026-11-21T05:00:00Z", each)))
        assert delivery.findings == ()
        assert delivery.rows["effective_to"].iloc[0] in {"9999-12-31", None}


@pytest.mark.parametrize(
    "stamp", ["tomorrow", "2026-13-01T00:00:00Z", "2026-11-21T25:00:00", "0001-01-01T00:00:00Z"]
)
def test_what_is_no_moment_is_found_as_written(stamp: str, tmp_path: Path):
    """A stamp that names no moment is a wrong value at its place."""
    (finding,) = read(tmp_path, published((stamp, ""))).findings
    assert (finding.code, finding.value) == ("REF-004", stamp)
    assert finding.segment == "/ForeignExchangeRates/0/ExchangeRateEffectiveTimestamp"


@given(st.integers(0, 5_000_000), st.integers(-14, 14))
def test_the_zone_of_a_moment_does_not_matter(tmp_path_factory, minutes: int, hours: int):
    """One moment, written in Toronto's time without a zone or in any zone, starts one day."""
    moment = dt.datetime(2020, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=minutes)
    written = [
        moment.astimezone(ZoneInfo("America/Toronto")).replace(tzinfo=None),
        moment.astimezone(dt.timezone(dt.timedelta(hours=hours))),
    ]
    folder = tmp_path_factory.getbasetemp()
    here, there = (read(folder, published((each.isoformat(), ""))).rows for each in written)
    assert here["effective_from"].tolist() == there["effective_from"].tolist()


@pytest.mark.parametrize("levels", [5, 200, 400, 900, 950, 990])
def test_no_depth_of_nesting_is_our_fault(levels: int, tmp_path: Path):
    """However deep objects stand in one another, it is a finding."""
    content = b'{"a":' * levels + b"1" + b"}" * levels
    assert [f.code for f in read(tmp_path, content).findings] == ["REF-001"]


@pytest.mark.parametrize("field", ["sender", "prepared_at"])
def test_what_a_delivery_says_of_itself_is_short_and_printable(field: str, tmp_path: Path):
    """A name or moment that no book could hold is found, not tripped over."""
    for value in (b"a\0b", b"x" * 36):
        head = b"#carmhub-reference table=waiver delivery=whole reference=R " + field.encode()
        (finding,) = read(
            tmp_path, head + b"=" + value + b"\nkind,source,effective_from\n"
        ).findings
        assert (finding.code, finding.element) == ("REF-002", field)


def test_the_tables_of_files_are_the_books():
    """Every versioned table of the book has a table of files with the same columns and keys."""
    assert set(HELD) == {*TABLES, "partner"}
    for name, table in TABLES.items():
        keys, others = OF_THE_BOOK[name]
        assert set(keys) == {*table.keys, *(["effective_from"] if table.dated else [])}
        assert {*keys, *others} == set(table.columns)


def test_the_schema_and_the_guide_are_the_tables():
    """delivery.xsd and the guide's list of columns are what the tables say."""
    reviewed.same_bytes(SCHEMA, xml_schema())
    reviewed.same_part(GUIDE, START, listing())


def listing() -> str:
    """Return every table's columns as Markdown."""
    lines = []
    for table in TABLES.values():
        lines += [f"### `{table.name}`: rows `{table.element}`", ""]
        lines += ["| CSV | JSON, XML | form | when not given |", "|---|---|---|---|"]
        for field in table.all_fields:
            name = f"**`{field.name}`**" if field.key else f"`{field.name}`"
            shown_as = form(field)[1].replace("|", "\\|")
            if field.optional:
                absent = "open" if field.name == "effective_to" else "none"
            else:
                absent = "refused" if field.blank is None else f"“{field.blank}”"
            lines.append(f"| {name} | `{field.element}` | {shown_as} | {absent} |")
        lines.append("")
    return "\n".join(lines)
