"""Deliveries in CSV and JSON: what is no content is passed over, and what is none is refused."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.hub.settings import ROOT
from jobs.registry.seed_registry import code_sets
from jobs.rules import read_rules
from parsers.deliveries.delivery_text import lines
from parsers.deliveries.reference.reference_delivery import Delivery
from parsers.deliveries.reference.reference_tables import TABLES
from parsers.deliveries.registry import registry_delivery
from parsers.findings import Finding, shown
from parsers.formats import Limits, read_file
from tests.parsers.deliveries.test_reference_deliveries import FORMATS, row_of
from tests.parsers.test_padding import FILLERS, MARK

LIMITS = Limits(max_file_bytes=1 << 30, max_segment_bytes=65536)
CODES = code_sets(read_rules(ROOT / "config").codes)
RATES = TABLES["exchange_rate"]
REFERENCE = {
    kind: write(RATES, [row_of(RATES), row_of(RATES) | {"currency": "EUR"}])
    for kind, write in FORMATS.items()
}
CSV, JSON = REFERENCE["csv"], REFERENCE["json"]
REGISTRY = {
    "csv": b"bn9,effective_from,legal_name\n563448984,2026-12-01,A\n563448984,2026-12-02,B\n",
    "json": b'{"clients": [{"bn9": "563448984", "effective_from": "2026-12-01",\n"legal_name": "A"'
    b'}, {"bn9": "563448984", "effective_from": "2026-12-02", "legal_name": "B"}]}',
}


def delivered(folder: Path, content: bytes) -> tuple[list[Finding], Delivery | None]:
    """Read a file as the hub does; return what is found, and the delivery if it is one."""
    path = folder / "delivery"
    path.write_bytes(content)
    (tables,) = read_file(path, recipient="CARMHUB", limits=LIMITS)
    return tables.findings.to_dict("records"), tables.delivery


def registered(content: bytes) -> registry_delivery.Delivery:
    return registry_delivery.read_delivery(content, CODES)


@pytest.mark.parametrize("filler", FILLERS, ids=repr)
@pytest.mark.parametrize("kind", REFERENCE)
def test_padding_of_reference_data(tmp_path: Path, kind: str, filler: bytes):
    """Padding before and behind changes no row of a table, and is no finding."""
    content = REFERENCE[kind]
    found, padded = delivered(tmp_path, filler + content + filler)
    _, bare = delivered(tmp_path, content)
    assert found == [] and len(bare.rows) == 2
    pd.testing.assert_frame_equal(padded.rows, bare.rows)


@pytest.mark.parametrize("filler", FILLERS, ids=repr)
@pytest.mark.parametrize("kind", REGISTRY)
def test_padding_of_the_registry(kind: str, filler: bytes):
    """Padding before and behind changes no fact, and is no finding."""
    padded, bare = registered(filler + REGISTRY[kind] + filler), registered(REGISTRY[kind])
    assert padded.findings == () and len(bare.frames["client"]) == 2
    pd.testing.assert_frame_equal(padded.frames["client"], bare.frames["client"])


@pytest.mark.parametrize(
    "end", [b"\r", b"\r\n", b"\n\n", b"\n\x0c\n", b"\r\n \t\r", b"\n\x00\x1a\n"]
)
def test_ends_of_lines(tmp_path: Path, end: bytes):
    """A line ends as on any system, and one that holds nothing but padding is none."""
    found, reference = delivered(tmp_path, CSV.replace(b"\n", end))
    assert found == [] and len(reference.rows) == 2
    facts = registered(REGISTRY["csv"].replace(b"\n", end))
    assert facts.findings == () and len(facts.frames["client"]) == 2


def test_the_last_line_needs_no_end(tmp_path: Path):
    """What is written without a last line end is the same, with the end of a file of DOS too."""
    for content in (CSV.rstrip(), CSV.rstrip() + b"\x1a"):
        found, reference = delivered(tmp_path, content)
        assert found == [] and len(reference.rows) == 2


@given(
    st.lists(
        st.sampled_from([b"\r", b"\n", b"\r\n", b"\x0c", b" ", b"\x00", MARK, b"a", b"\xc3\xa9"]),
        max_size=30,
    )
)
def test_a_line_is_found_in_its_bytes(parts: list[bytes]):
    """Each line is what stands between its bytes, in order, and nothing else holds content."""
    content = b"".join(parts)
    found = [*lines(content.decode())]
    assert all(content[line.byte_from : line.byte_to].decode() == line.text for line in found)
    left, at = b"", 0
    for line in found:
        left, at = left + content[at : line.byte_from], line.byte_to
    assert not (left + content[at:]).decode().strip("\r\n \x0c\x00\ufeff")
    assert [line.number for line in found] == sorted({line.number for line in found})


HEAD = CSV[: CSV.index(b"\n") + 1]
COLUMNS = CSV[len(HEAD) : CSV.index(b"\n", len(HEAD)) + 1]
ROW = CSV[len(HEAD) + len(COLUMNS) :]
REFUSED = {
    "UTF-16": (CSV.decode().encode("utf-16"), "FILE-002"),
    "UTF-16 without a mark": (CSV.decode().encode("utf-16-le"), "FILE-002"),
    "UTF-32": (CSV.decode().encode("utf-32"), "FILE-002"),
    "JSON in UTF-16": (JSON.decode().encode("utf-16"), "FILE-002"),
    "JSON in UTF-16 without a mark": (JSON.decode().encode("utf-16-le"), "REF-001"),
    "JSON in UTF-16, the other half first": (JSON.decode().encode("utf-16-be"), "REF-001"),
    "ISO 8859-1": (CSV.replace(b"EUR", b"\xc9UR"), "REF-001"),
    "JSON in ISO 8859-1": (JSON.replace(b"EUR", b"\xc9UR"), "REF-001"),
    "a comma behind each line": (CSV.replace(b"\n", b",\n"), "REF-007"),
    "a comma behind a row": (CSV[:-1] + b",\n", "REF-001"),
    "a heading twice": (HEAD + COLUMNS.replace(b"rate", b"currency") + ROW, "REF-001"),
    "no heading": (HEAD, "REF-001"),
    "a line end within quotes": (CSV.replace(b"EUR", b'"E\nUR"'), "REF-001"),
    "another line end within quotes": (CSV.replace(b"EUR", b'"E\rUR"'), "REF-001"),
    "a quote without end": (CSV.replace(b"EUR", b'"EUR'), "REF-001"),
    "text behind a quote": (CSV.replace(b"EUR", b'"EUR"x'), "REF-001"),
    "a value of any length": (CSV.replace(b"1.3825", b"9" * 200_000), "REF-001"),
    "digits of another script": (CSV.replace(b"2027", "٢٠٢٧".encode()), "REF-004"),
    "an exponent": (CSV.replace(b"1.3825", b"1e400"), "REF-004"),
    "no number": (CSV.replace(b"1.3825", b"NaN"), "REF-004"),
    "a NUL in a value": (CSV.replace(b"EUR", b"E\x00R"), "REF-004"),
    "the year 0": (CSV.replace(b"2027", b"0000"), "REF-004"),
    "no such day": (CSV.replace(b"01-01", b"02-29"), "REF-004"),
    "rows without end": (CSV.replace(b"rows=2", b"rows=" + b"1" * 5_000), "REF-006"),
    "a reference without end": (CSV.replace(b"R1", b"R" * 5_000), "REF-002"),
    "a name twice": (JSON.replace(b'"Delivery"', b'"Delivery": "whole", "Delivery"'), "REF-001"),
    "NaN": (JSON.replace(b'"1.3825"', b"NaN"), "REF-001"),
    "-Infinity": (JSON.replace(b'"1.3825"', b"-Infinity"), "REF-001"),
    "1e400": (JSON.replace(b'"1.3825"', b"1e400"), "REF-004"),
    "digits without end": (JSON.replace(b'"1.3825"', b"9" * 100_000), "REF-004"),
    "depth": (JSON.replace(b'"1.3825"', b"[" * 900 + b"]" * 900), "REF-001"),
    "depth without end": (b'{"a":' * 50_000, "REF-001"),
    "a comma too many": (JSON.replace(b"}]", b"},]"), "REF-001"),
    "a comment": (b"{/**/" + JSON[1:], "REF-001"),
    "two objects": (JSON + JSON, "REF-001"),
    "half a sign": (JSON.replace(b"EUR", b"\\ud800"), "REF-001"),
    "an escaped NUL": (JSON.replace(b"EUR", b"\\u0000"), "REF-004"),
    "an array": (b"[" + JSON + b"]", "FILE-002"),
    "cut": (JSON[:-10], "REF-001"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_delivery_is_refused(tmp_path: Path, name: str):
    """Each is told by a code, in texts that can be kept."""
    content, code = REFUSED[name]
    found, _ = delivered(tmp_path, content)
    assert code in {finding["code"] for finding in found}
    assert all(finding["severity"] == "error" for finding in found)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ISO 8859-1", "0xC9 ≠ UTF-8"),
        ("a comma behind a row", "5 ≠ 4: EUR,1.3825,2027-01-01,2027-01-01,"),
        ("a heading twice", "currency, currency"),
        ("a line end within quotes", '"E'),
        ("a name twice", '"Delivery": …, "Delivery": …'),
        ("NaN", "NaN"),
        ("depth", "{{{{{…"),
        ("a comment", '{/**/"ReferenceTable"'),
        ("half a sign", "\\ud800"),
    ],
)
def test_what_cannot_be_read_is_shown_in_its_own_signs(tmp_path: Path, name: str, told: str):
    """What stands in a sentence of either language is of no language itself."""
    found, _ = delivered(tmp_path, REFUSED[name][0])
    assert [finding["value"] for finding in found] == [told]


FACTS = REGISTRY["json"]
REFUSED_FACTS = {
    "UTF-16": (REGISTRY["csv"].decode().encode("utf-16"), "REG-001"),
    "UTF-16 without a mark": (REGISTRY["csv"].decode().encode("utf-16-le"), "REG-003"),
    "a comma behind each line": (REGISTRY["csv"].replace(b"\n", b",\n"), "REG-003"),
    "a heading twice": (REGISTRY["csv"].replace(b"legal_name", b"bn9"), "REG-003"),
    "a line end within quotes": (REGISTRY["csv"].replace(b",A", b',"A\nB"'), "REG-010"),
    "a quote without end": (REGISTRY["csv"].replace(b",A", b',"A'), "REG-010"),
    "a NUL in a value": (REGISTRY["csv"].replace(b",A", b",A\x00B"), "VAL-008"),
    "another end of a line": (REGISTRY["csv"].replace(b",A", ",A\u2028B".encode()), "VAL-008"),
    "a value of any length": (REGISTRY["csv"].replace(b",A", b"," + b"A" * 200_000), "REG-010"),
    "a name twice": (FACTS.replace(b'"bn9"', b'"bn9": "", "bn9"', 1), "REG-005"),
    "NaN": (FACTS.replace(b'"A"', b"NaN"), "REG-001"),
    "1e400": (FACTS.replace(b'"A"', b"1e400"), "REG-001"),
    "digits without end": (FACTS.replace(b'"A"', b"9" * 100_000), "REG-001"),
    "depth": (FACTS.replace(b'"A"', b"[" * 900 + b"]" * 900), "REG-001"),
    "depth without end": (b'{"clients":' * 50_000, "REG-001"),
    "half a sign": (FACTS.replace(b'"A"', b'"\\ud800"'), "VAL-008"),
    "an escaped NUL": (FACTS.replace(b'"A"', b'"a\\u0000"'), "VAL-008"),
    "half a sign as a name": (FACTS.replace(b"clients", b"\\ud800"), "REG-002"),
    "two objects": (FACTS + FACTS, "REG-001"),
    "an array": (b"[" + FACTS + b"]", "REG-003"),
}


@pytest.mark.parametrize("name", REFUSED_FACTS)
def test_what_is_no_delivery_of_facts_is_refused(name: str):
    """Each is told by a code, in texts that can be kept."""
    content, code = REFUSED_FACTS[name]
    found = registered(content).findings
    assert code in {finding.code for finding in found}
    assert all(finding.value == shown(finding.value) for finding in found)


PARTS = st.one_of(
    st.sampled_from(FILLERS),
    st.sampled_from(
        [b"\r", b",", b'"', b"#", b"{", b"}", b"[", b"]", b":", b"\\ud800", b"\\u0000"]
    ),
    st.sampled_from([HEAD, COLUMNS, ROW, JSON, b"NaN", b"1e400", b"-", b"\xff\xfe", b"9" * 5_000]),
    st.binary(max_size=8),
)


@given(st.sampled_from([CSV, JSON, HEAD + COLUMNS, b"{"]), st.lists(PARTS, max_size=12))
def test_whatever_is_put_together_is_read_or_refused(tmp_path_factory, start, parts: list[bytes]):
    """Rows come of right files alone, and all that is found or read can be kept in a book."""
    found, delivery = delivered(tmp_path_factory.getbasetemp(), start + b"".join(parts))
    for finding in found:
        for name in ("value", "expected", "segment"):
            assert finding[name] is None or "\x00" not in finding[name].encode().decode()
    if delivery is not None and not found:
        for value in delivery.rows.to_numpy().ravel().tolist():
            assert not isinstance(value, str) or "\x00" not in value.encode().decode()
