import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.hub.settings import ROOT
from jobs.registry.load_registry import code_sets
from jobs.rules import read_rules
from parsers.deliveries.registry.registry_delivery import read_delivery
from parsers.deliveries.registry.registry_tables import KINDS, OPEN_END

CODES = code_sets(read_rules(ROOT / "config").codes)
FRAGMENTS = [
    b"bn9,effective_from,legal_name\n", b"563448984,2026-12-01,A\n", b'"', b"\n", b",", b"#", b"{",
    b'{"clients": [', b"]}", b'{"bn9": "563448984", "effective_from": "2026-12-01"}', b"\xff",
    b"\xef\xbb\xbf", b"\x00", b"1e999", b"NaN", b"9" * 5000, b"[" * 3000, b'"\\ud800"', b"\r",
]  # fmt: skip


@given(st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.binary(max_size=20)), max_size=12))
def test_any_bytes_end_in_findings_or_rows(parts: list[bytes]):
    """Reading never raises: bytes that say nothing readable give a finding, within the file."""
    content = b"".join(parts)
    read = read_delivery(content, CODES)
    rows = sum(len(frame) for frame in read.frames.values())
    assert rows or read.findings or content.strip()
    assert all(0 <= f.byte_from <= f.byte_to <= len(content) for f in read.findings)


DAYS = st.dates(dt.date(2024, 10, 21), dt.date(2030, 1, 1))
NAMES = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=40)


@given(st.lists(st.tuples(DAYS, NAMES), max_size=8, unique_by=lambda row: row[0]))
def test_csv_and_json_say_the_same(rows: list[tuple[dt.date, str]]):
    """The same rows as CSV and as JSON give the same values, in the same order."""
    lines = ["bn9,effective_from,legal_name"]
    lines += [f'563448984,{day},"{name.replace(chr(34), chr(34) * 2)}"' for day, name in rows]
    facts = [
        {"bn9": "563448984", "effective_from": f"{day}", "legal_name": name} for day, name in rows
    ]
    as_csv = read_delivery("\n".join(lines).encode(), CODES)
    as_json = read_delivery(json.dumps({"clients": facts}).encode(), CODES)
    assert as_csv.findings == as_json.findings == ()
    assert as_csv.frames["client"].equals(as_json.frames["client"])
    assert as_csv.frames["client"]["legal_name"].tolist() == [name for _, name in rows]


def test_an_open_end_and_what_is_taken_back():
    """An empty end is open; a withdrawn row needs no more than its key and day."""
    content = b"bn15,effective_from,withdrawn,partner_id,role\n563448984RM0001,2026-12-01,yes,x,\n"
    read = read_delivery(content, CODES)
    (row,) = read.frames["delegation"].to_dict("records")
    assert read.findings == () and row["effective_to"] == OPEN_END and row["withdrawn"] is True


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
def test_a_finding_points_at_its_line(ending: bytes):
    """The bytes of a finding are its line, whatever ends it; comments count as lines."""
    lines = [
        b"\xef\xbb\xbf# Sample",
        b"bn9,effective_from,legal_name",
        b"56344898X,2026-12-01,\xc3\x89",
    ]
    content = ending.join(lines)
    (finding,) = read_delivery(content, CODES).findings
    assert finding.code == "VAL-003" and finding.segment_position == 3 and finding.element == "bn9"
    assert content[finding.byte_from : finding.byte_to] == lines[2]


def test_amounts_are_never_floats():
    """A JSON amount without quotes is refused; in quotes, it is read to the cent."""
    row = {"bn15": "563448984RM0001", "agreement": "A", "effective_from": "2026-12-01"}
    row |= {"kind": "bond", "provider": "P"}
    refused = read_delivery(json.dumps({"securities": [row | {"amount": 0.1}]}).encode(), CODES)
    assert [finding.code for finding in refused.findings] == ["REG-001"]
    read = read_delivery(json.dumps({"securities": [row | {"amount": "0.10"}]}).encode(), CODES)
    assert read.frames["security"]["amount_cents"].tolist() == [10]
    nothing = read_delivery(json.dumps({"securities": [row | {"amount": "0.00"}]}).encode(), CODES)
    assert [finding.code for finding in nothing.findings] == ["VAL-003"]


def test_a_name_that_stands_twice_is_refused():
    """Of two tables or columns of one name, neither is silently lost."""
    content = b'{"clients": [], "clients": []}'
    assert [f.value for f in read_delivery(content, CODES).findings] == ["clients"]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_mandatory_values_are_asked_for(kind):
    """A row without anything gives one finding for each mandatory column."""
    names = [column.name for column in kind.columns]
    content = (",".join(names) + "\n" + "," * (len(names) - 1) + "\n").encode()
    needed = [column.name for column in kind.columns if column.mandatory]
    found = read_delivery(content, CODES).findings
    assert [(f.code, f.element) for f in found] == [("VAL-001", name) for name in needed]
