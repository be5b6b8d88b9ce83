"""Details that are read many at once say what they say one by one."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.bai2 import account_reports, bai2_records
from tests.parsers.bai2 import test_account_reports
from tests.parsers.bai2.test_account_reports import LIMITS, ONE, OTHER, TWO, read, report

DETAILS = [
    f"16,195,12000,,B1,C1,{ONE} PAYER",
    f"16,115,50,0,B2,C2,{OTHER}/",
    f"16,195,7,Z,B3,,PAYMENT {ONE}, WITH COMMAS / AND SLASHES /",
    f"16,175,999999999999999,1,,C4,{ONE}",
    f"16,399,5,2,B 5-x,c.6,{OTHER} TWICE {ONE[:-1]}",
    f"16,195,1,,NOTPROVIDED,000,{ONE}",
    f"16,475,300,,B7,CHQ9,{ONE}",
    "16,195,300,,B8,C8,NOBODY",
    f"16,195,300,,B9,C9,{ONE} AND {OTHER}",
    f"16,195,300,V,261123,,B10,,{ONE}",
    f"16,195,300,S,100,100,100,B11,C11,{ONE}/",
    f"16,195,300,,  B12 , C12 ,{ONE} {'LONG ' * 12}",
    f"16,195,300,,B13,,{ONE} {'9' * 60}",
    f"16,195,300,,{'B' * 68}1,C14,{ONE}/",
]
RIGHT = [f"16,195,{n}00,,B{n},C{n},{ONE} PAYER {n}" for n in range(1, 41)]
MANY = report(*DETAILS * 2, *RIGHT, *DETAILS)
ALL_RIGHT = report(*RIGHT)
PIECES = [
    "\n", "\r", "\r\n", "/\n", ",", "/", " ", "  ", "\t", "\x00", "é", "1", "0", "-", "88,",
    "\n88,x", "\n88,/x\n", "16,", "/16,195,1,,B,C,D/", "/ 49,1,1/", "03,0002,,/\n", "49,5,1/\n",
    "RM", ONE, f"x{ONE}", f"{ONE}0", "NONREF", "0", ",,", "\n\n", "V", "S", "D,1,2,3",
    "16,195,5,,B3,C3,X\n", "\n16,", "\n99,",
]  # fmt: skip
EDITS = st.lists(
    st.tuples(st.integers(0, 1 << 16), st.integers(0, 12), st.sampled_from(PIECES)), max_size=4
)


def both_ways(path: Path, content: str) -> dict[str, pd.DataFrame]:
    """Read a file as it is read, and record by record alone; return what it says."""
    quick = read(path, content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bai2_records, "_FEW", 1 << 30)
        careful = read(path, content)
    for name, frame in quick.items():
        pd.testing.assert_frame_equal(frame, careful[name], obj=name)
    return quick


@pytest.mark.parametrize("few", [1, 3, 16])
@given(st.sampled_from([MANY, ALL_RIGHT, TWO]), st.sampled_from(["\n", "\r\n"]), EDITS)
def test_both_ways(tmp_path_factory, few: int, content: str, line_end: str, edits):
    """Whatever is done to details, both ways find and pay the same."""
    content = content.replace("\n", line_end)
    for at, less, more in edits:
        place = at % len(content)
        content = content[:place] + more + content[place + less :]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bai2_records, "_FEW", few)
        patch.setattr(bai2_records, "_BLOCK_BYTES", 1 << 11)
        both_ways(tmp_path_factory.getbasetemp() / "details", content)


@given(st.lists(st.sampled_from([*DETAILS, *RIGHT[:3]]), min_size=20, max_size=60))
def test_both_ways_in_any_order(tmp_path_factory, details: list[str]):
    """References that come twice are the same, or are shared, either way."""
    both_ways(tmp_path_factory.getbasetemp() / "details", report(*details))


def test_right_details_are_read_at_once(tmp_path: Path, monkeypatch):
    """None of them is looked at by itself, whatever they are worth."""

    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(account_reports, "detail_of", refuse)
    said = read(tmp_path / "details", ALL_RIGHT)
    assert said["findings"].empty
    assert said["payments"]["amount_cents"].tolist() == [n * 100 for n in range(1, 41)]
    assert said["payments"]["entry_reference"].tolist() == [f"B{n}" for n in range(1, 41)]
    assert set(said["payments"]["bn15"]) == {ONE}


def test_a_reference_of_two_that_differ_names_neither(tmp_path: Path):
    """However far apart they stand."""
    details = [*RIGHT, *RIGHT[:1], f"16,195,1,,B2,C,{ONE}"]
    said = both_ways(tmp_path / "details", report(*details))["payments"]
    own = said["account_servicer_reference"]
    assert own.isna().tolist() == [n in {1, 41} for n in range(42)]
    assert said["entry_reference"].tolist()[1] == "261120-7#2"


@pytest.mark.parametrize("most", [0, 1, 39, 40])
def test_bounds_hold_both_ways(tmp_path: Path, monkeypatch, most: int):
    """One detail or finding more than may be read ends the reading, however they are read."""
    monkeypatch.setattr(test_account_reports, "LIMITS", replace(LIMITS, max_messages=most))
    found = both_ways(tmp_path / "details", ALL_RIGHT)["findings"]["code"].tolist()
    assert ("FILE-011" in found) == (most < 40)
    monkeypatch.setattr(test_account_reports, "LIMITS", replace(LIMITS, max_findings=most))
    both_ways(tmp_path / "details", MANY)


@pytest.mark.parametrize("length", [1 << 11, 1 << 16, (1 << 16) + 1, 3 << 16])
def test_lines_of_any_length_both_ways(tmp_path: Path, length: int):
    """A line that is longer than is read at a time is cut where it was."""
    long = f"16,195,100,,B,C,{ONE} ".ljust(length, "x")
    both_ways(tmp_path / "details", report(*RIGHT, long, *RIGHT))


def test_totals_beyond_64_bits_both_ways(tmp_path: Path):
    """Amounts of fifteen digits come to more than numbers of a machine hold, and to no fault."""
    details = [f"16,195,{'9' * 15},,B{n},C,{ONE}" for n in range(9_300)]
    said = both_ways(tmp_path / "details", report(*details))
    assert len(said["payments"]) == len(details)
    assert set(said["findings"]["code"]) == {"VAL-002"}  # a total has fifteen digits at most


def test_a_day_that_is_none_both_ways(tmp_path: Path):
    """Without the day of the group no detail is a payment."""
    content = ALL_RIGHT.replace("NORTCATT,1,261120", "NORTCATT,1,269920")
    said = both_ways(tmp_path / "details", content)
    assert set(said["findings"]["code"]) == {"PAY-006"} and said["payments"].empty
