"""AFT Standard 005: characters, sequence, slots, totals a direction, returns, notices."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.hub.settings import ROOT
from parsers.aft.aft_elements import HEADER, ITEM, TOTALS
from parsers.aft.aft_items import day_of
from parsers.formats import Limits, read_file
from tests.parsers.test_readers import table

LIMITS = Limits(max_file_bytes=1 << 24, max_segment_bytes=1 << 16)
MIXED = (ROOT / "tests/golden/aft_005/credits_and_returns/input.aft").read_bytes()
ONE, OTHER = "563448984RM0001", "282676279RM0001"
DAY = "026324"
"""2026-11-20."""
PUBLISHED = "generated_cityssm_eft-generator"


def item(cents: int | str, trace: str = "", **elements: str) -> str:
    """Return a segment; elements by their names in the table of the reader."""
    told = {"code": "450", "cents": f"{cents:>010}", "day": DAY, "account": "0001234567"}
    told |= {"trace": f"{trace:>022}", "originator_name": "Payer Inc."} | elements
    text = [" "] * 240
    for name, value in told.items():
        _, first, characters = ITEM[name]
        text[first - 1 : first - 1 + characters] = value[:characters].ljust(characters)
    return "".join(text)


def file_of(*records: str, currency: str = "CAD", number: str = "0007", kinds: str = "AZ") -> str:
    """Return a file; each record a letter and segments, numbered and totalled as they are."""
    control = f"NORTCATT  {number}"
    head = f"{DAY}00320".ljust(HEADER["currency"].first - 25)
    lines = [f"{kinds[0]}{1:09}{control}{head}{currency}"]
    lines += [
        f"{record[0]}{place:09}{control}{record[1:]}" for place, record in enumerate(records, 2)
    ]
    trailer = f"{kinds[1]}{len(lines) + 1:09}{control}"
    for total in TOTALS if kinds == "AZ" else ():
        items = [each for each in records if each[0] in total.codes]
        filled = [s for each in items for s in segments(each) if s.strip()]
        cents = sum(int(each[3:13]) for each in filled if each[3:13].isdigit())
        trailer += f"{cents:014}{len(filled):08}"
    return "".join(f"{line:<1464}\r\n" for line in [*lines, trailer])


def segments(record: str) -> list[str]:
    return [record[place : place + 240] for place in range(1, len(record), 240)]


def read(path: Path, content: str | bytes) -> dict[str, pd.DataFrame]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    batches = list(read_file(path, recipient="CARMHUB", limits=LIMITS))
    names = ("interchanges", "messages", "payments", "findings")
    return {name: table(batches, name) for name in names}


def codes(folder: Path, content: str | bytes) -> list[str]:
    return read(folder / "file", content)["findings"]["code"].tolist()


def paid(folder: Path, content: str | bytes) -> list[tuple[object, ...]]:
    rows = read(folder / "file", content)["payments"]
    told = rows[["bn15", "amount_cents", "payer_name", "account_servicer_reference"]]
    return [tuple(row) for row in told.astype(object).where(told.notna(), None).to_numpy()]


CREDITS = file_of(
    "C" + item(12000, "31", sundry=ONE) + item(500, "32", sundry=OTHER),
    "C" + item(7, "33", cross_reference=f"PAY {ONE}"),
)
TRAILER = "Z000000004NORTCATT  0007"
NO_DEBITS = f"{TRAILER}{0:014}"
BOTH = [(ONE, 12000, "Payer Inc.", f"{31:022}"), (OTHER, 500, "Payer Inc.", f"{32:022}")]
ALL = [*BOTH, (ONE, 7, "Payer Inc.", f"{33:022}")]


@pytest.mark.parametrize(
    "written",
    [
        CREDITS,
        CREDITS.replace("\r\n", "\n"),
        CREDITS.replace("\r\n", ""),
        CREDITS.replace("\r\n", "") + "\r\n\x1a",
        "\ufeff\r\n" + CREDITS.rstrip("\r\n"),
        CREDITS.replace("\r\n", "\r\n\r\n"),
    ],
    ids=["lines", "unix", "unbroken", "ended", "marked", "spaced"],
)
def test_records_by_lines_or_none(tmp_path: Path, written: str):
    """Line ends, none at all, a byte order mark and what DOS ends files with change nothing."""
    assert codes(tmp_path, written) == []
    assert paid(tmp_path, written) == ALL


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
@pytest.mark.parametrize("end", ["\r\n", ""])
def test_characters_count_not_bytes(tmp_path: Path, encoding: str, end: str):
    """Accents before an amount move no element, in either encoding; bytes are those of the file."""
    accents = item(100, "41", sundry=ONE, originator_name="Ébénisterie Québécoise")
    content = file_of("C" + accents + item(23, "42", sundry=OTHER), "C" + accents)
    content = content.replace(f"{41:022}", f"{43:022}").replace(f"{43:022}", f"{41:022}", 1)
    raw = content.replace("\r\n", end).encode(encoding)
    rows = read(tmp_path / "file", raw)
    assert rows["findings"].empty
    assert rows["payments"]["payer_name"].tolist() == [
        "Ébénisterie Québécoise", "Payer Inc.", "Ébénisterie Québécoise",
    ]  # fmt: skip
    for row in rows["payments"].to_dict("records"):
        within = raw[row["byte_from"] : row["byte_to"]].decode(encoding)
        assert len(within) == 240 and int(within[3:13]) == row["amount_cents"]


def test_what_each_kind_of_item_comes_to(tmp_path: Path):
    """Credits post, and what takes one back; returns, debits and notices wait; totals tie."""
    found = read(tmp_path / "file", MIXED)
    assert found["payments"]["amount_cents"].tolist() == [12000, 5000, -300]
    told = found["findings"][["code", "segment", "element", "value", "expected"]]
    assert [tuple(row) for row in told.where(told.notna(), None).to_numpy()] == [
        ("PAY-001", "C", "C/18", None, None),
        ("AFT-015", "D", "D/04", "D 450", None),
        ("AFT-015", "F", "F/04", "F 450", None),
        ("AFT-010", "I", "I/04", "922", "2026-11-20"),
        ("AFT-010", "J", "J/04", "901", "2026-11-20"),
        ("AFT-010", "J", "J/04", "915", "2026-11-20"),
        ("AFT-010", "J", "J/04", "999", "2026-11-20"),
        ("AFT-016", "S", None, None, None),
    ]
    assert found["interchanges"]["reference"].tolist() == ["026324-0007", "026324-0008"]


@pytest.mark.parametrize(
    ("before", "after", "code", "element"),
    [
        ("Z000000004", "Z000000005", "AFT-004", "Z/02"),
        ("C000000003", "C000000002", "AFT-004", "C/02"),
        ("C000000003NORTCATT  0007", "C000000003NORTCATT  0008", "AFT-005", "C/03"),
        ("00000000012507", "00000000012508", "AFT-006", "Z/06"),
        ("0000000001250700000003", "0000000001250700000002", "AFT-007", "Z/07"),
        (NO_DEBITS, f"{TRAILER}{'':14}", None, None),
        (NO_DEBITS, f"{TRAILER}0000000000000 ", None, None),
        (NO_DEBITS, f"{TRAILER}000000000001  ", "AFT-006", "Z/04"),
        (NO_DEBITS, f"{TRAILER}0000000000000X", "AFT-006", "Z/04"),
        ("CAD", "USD", "AFT-009", "A/08"),
        ("CAD", "   ", "AFT-009", "A/08"),
        (f"0007{DAY}", "0007026999", "VAL-004", "A/05"),
        ("C000000003", "X000000003", "AFT-001", None),
        ("C000000003", "S000000003", "AFT-001", None),
    ],
)
def test_what_does_not_tie_falls(
    tmp_path: Path, before: str, after: str, code: str | None, element: str | None
):
    """A header and all its items stand or fall together; the finding says where."""
    assert before in CREDITS
    rows = read(tmp_path / "file", CREDITS.replace(before, after, 1) + file_of(number="0009"))
    wide = rows["findings"][rows["findings"]["message"].isna()]
    told = wide[["code", "element"]].astype(object).where(wide[["code", "element"]].notna(), None)
    assert ((code, element) in [tuple(row) for row in told.to_numpy()]) == (code is not None)
    assert set(wide["interchange"]) <= {0} and len(rows["interchanges"]) == 2


def test_lengths_slots_and_ends(tmp_path: Path):
    """Another length, a blank segment before a filled one, and a file that is cut short."""
    lines = CREDITS.splitlines(keepends=True)
    assert codes(tmp_path, CREDITS.replace("CAD ", "CAD", 1)) == ["AFT-003"]
    assert codes(tmp_path, CREDITS.replace("CAD ", "CAD  ", 1)) == ["AFT-003"]
    assert codes(tmp_path, "".join(lines[:-1])) == ["AFT-002"]
    assert codes(tmp_path, "".join(lines[:-1]) + CREDITS) == ["AFT-002"]
    assert codes(tmp_path, CREDITS + lines[-1]) == ["AFT-001"]
    gap = file_of("C" + item(1, "1", sundry=ONE) + " " * 240 + item(2, "2", sundry=ONE))
    (found,) = read(tmp_path / "file", gap)["findings"].to_dict("records")
    assert (found["code"], found["value"], found["segment_position"]) == ("AFT-008", "3", 2)


def test_notices_move_no_money(tmp_path: Path):
    """A file of notices has no currency and no totals, and no item stands in it."""
    notice = "S" + "0001234567 MOVED"
    assert codes(tmp_path, file_of(notice, notice, currency="   ", kinds="UV")) == ["AFT-016"] * 2
    assert codes(tmp_path, file_of("C" + item(5, sundry=ONE), kinds="UV")) == ["AFT-001"]
    assert codes(tmp_path, file_of(notice)) == ["AFT-001"]


def test_a_gap_in_the_numbers_is_told_once(tmp_path: Path):
    """A lost record is told where it is missing, and its money in the total."""
    lines = CREDITS.splitlines(keepends=True)
    assert codes(tmp_path, lines[0] + lines[2] + lines[3]) == ["AFT-004", "AFT-006", "AFT-007"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (item("00000120.0", "51", sundry=OTHER), "VAL-002"),
        (item("          ", "51", sundry=OTHER), "VAL-002"),
        (item(0, "51", sundry=OTHER), "PAY-006"),
        (item(5, "51", sundry=OTHER, day="026366"), "PAY-006"),
        (item(5, "51", sundry=OTHER, day="      "), "PAY-006"),
    ],
)
def test_items_that_are_no_payment_fall_alone(tmp_path: Path, wrong: str, code: str):
    """No amount and no day post nothing; the neighbour posts."""
    content = file_of("C" + item(9, "50", sundry=ONE) + wrong)
    assert codes(tmp_path, content) == [code]
    assert [row[1] for row in paid(tmp_path, content)] == [9]


def test_days_are_of_the_year(tmp_path: Path):
    """The 366th day is one of leap years alone, and no year has a day 0."""
    assert day_of("028366") == dt.date(2028, 12, 31)
    assert day_of("024060") == dt.date(2024, 2, 29)
    assert [day_of(text) for text in ("026366", "026000", "126001", "26324", "0²6001")] == [
        None
    ] * 5


def test_a_trace_that_several_bear_names_none(tmp_path: Path):
    """Items that differ and share a trace number are payments each; one that comes twice is one."""
    shared = file_of("C" + item(7, "61", sundry=ONE) + item(3, "61", sundry=ONE))
    assert [row[-1] for row in paid(tmp_path, shared)] == [None, None]
    twice = file_of("C" + item(7, "61", sundry=ONE) * 2)
    assert [row[-1] for row in paid(tmp_path, twice)] == [f"{61:022}"] * 2


def test_a_payment_of_two_accounts_is_held(tmp_path: Path):
    """Two accounts in one item name none."""
    content = file_of("C" + item(7, "61", sundry=ONE, cross_reference=OTHER))
    assert codes(tmp_path, content) == ["PAY-001"]
    assert [row[0] for row in paid(tmp_path, content)] == [None]


@pytest.mark.parametrize(
    ("name", "segments_found"),
    [("debit_50", 103), ("credit_50", 97), ("mixed_500", 981), ("small_mixed", 6)],
)
def test_the_generated_samples_read_to_the_cent(
    corpora: Path, tmp_path: Path, name: str, segments_found: int
):
    """Their values tie; their trailers count the records of a direction, where segments count."""
    content = (corpora / PUBLISHED / f"cpa005_{name}.txt").read_bytes()
    found = read(tmp_path / "file", content)
    wide = found["findings"][found["findings"]["message"].isna()]
    assert set(wide["code"]) == {"AFT-007"}
    assert len(found["messages"]) == segments_found


def test_the_published_sample_is_refused_where_it_is_wrong(corpora: Path, tmp_path: Path):
    """Three records are short, and the credits come to another sum than the trailer's."""
    (path,) = (corpora / "moov-io+cadeft" / "sample_files").glob("*.txt")
    found = read(tmp_path / "file", path.read_bytes())["findings"]
    wide = found[found["message"].isna()]
    assert wide[["code", "value", "expected"]].to_numpy().tolist() == [
        ["AFT-003", "58", "1464"], ["AFT-003", "1224", "1464"], ["AFT-003", "112", "1464"],
        ["AFT-006", "00000000072220", "160146"],
    ]  # fmt: skip


@given(st.integers(0, len(MIXED)), st.integers(0, 1500), st.binary(max_size=12))
def test_whatever_is_broken_ends_in_findings(tmp_path_factory, at: int, less: int, more: bytes):
    """Bytes lost and bytes put in raise nothing; what is posted is what a total bears."""
    broken = MIXED[:at] + more + MIXED[at + less :]
    found = read(tmp_path_factory.getbasetemp() / "broken_aft", broken)
    errors = found["findings"][found["findings"]["severity"] == "error"]
    fallen = set(errors[errors["message"].isna()]["interchange"].dropna())
    messages = found["messages"]
    standing = messages[~messages["interchange"].isin(fallen)]
    posted = found["payments"][found["payments"]["message"].isin(standing["message"])]
    assert posted["amount_cents"].sum() in {0, -300, 4_700, 5_000, 11_700, 12_000, 16_700, 17_000}


@given(st.binary(max_size=6000), st.sampled_from(["", "\r\n"]))
def test_any_bytes_behind_a_header_end_in_findings(tmp_path_factory, more: bytes, end: str):
    """Whatever follows a header, by lines or none, no end or one of another length refuses it."""
    header = CREDITS[:1464] + end
    found = read(tmp_path_factory.getbasetemp() / "any_aft", header.encode() + more)
    wide = found["findings"][found["findings"]["message"].isna()]
    assert {"AFT-002", "AFT-003"} & set(wide["code"][wide["interchange"] == 0])
