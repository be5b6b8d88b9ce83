"""BAI2: continuations anywhere, funds types, totals and counts at three levels, codes."""

import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.hub.settings import ROOT
from parsers.formats import Limits, read_file
from tests.parsers.test_readers import table

LIMITS = Limits(max_file_bytes=1 << 24, max_segment_bytes=1 << 16)
TWO = (ROOT / "tests/golden/bai2/two_accounts/input.bai2").read_text(encoding="ascii")
ONE, OTHER = "563448984RM0001", "282676279RM0001"
COLUMNS = ["bn15", "amount_cents", "value_on", "bank_account", "account_servicer_reference"]


def report(*details: str, summaries: str = "", currency: str = "CAD", records: int = 0) -> str:
    """Return a file of one account, its totals and counts as they are."""
    text = "".join(f"{each}\n" for each in details)
    fields = re.sub(r"\n88,", "", text)
    total = sum(int(each) for each in re.findall(r"(?m)^16,\w*,([+-]?\d+)", fields))
    total += sum(int(each) for each in re.findall(r"\d{3},(-?\d+)", summaries))
    count = records or text.count("\n") + 2
    return (
        f"01,NORTCATT,CARMHUB,261120,1800,7,80,10,2/\n02,CARMHUB,NORTCATT,1,261120,1800,"
        f"{currency},2/\n03,0001,,{summaries}/\n{text}49,{total},{count}/\n"
        f"98,{total},1,{count + 2}/\n99,{total},1,{count + 4}/\n"
    )


def read(path: Path, content: str | bytes) -> dict[str, pd.DataFrame]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode("latin-1"))
    batches = list(read_file(path, recipient="CARMHUB", limits=LIMITS))
    names = ("interchanges", "messages", "payments", "findings")
    return {name: table(batches, name) for name in names}


def paid(folder: Path, content: str) -> list[list[object]]:
    rows = read(folder / "file", content)["payments"]
    rows["value_on"] = [str(day.date()) for day in rows["value_on"]]
    told = rows[COLUMNS].astype(object)
    return told.where(told.notna(), None).to_numpy().tolist()


def codes(folder: Path, content: str) -> list[str]:
    return read(folder / "file", content)["findings"]["code"].tolist()


@pytest.mark.parametrize(
    "detail",
    [
        f"16,195,12000,,B1,C1,{ONE}/",
        f"16,195,12000,,B1,C1,{ONE}",
        f"16,195,12000,0,B1,C1,{ONE}/",
        f"16,195,12000,Z,B1,C1,{ONE}/",
        f"16,195,12000,S,1000,1000,10000,B1,C1,{ONE}/",
        f"16,195,12000,D,3,0,2000,1,4000,2,6000,B1,C1,{ONE}/",
        f"16,195,12000,V,261120,,B1,C1,{ONE}/",
        f"16,195,120\n88,00,,B1,C1,{ONE}/",
        f"16,195,12000,/\n88,B1,C1,{ONE}/",
        f"16,195,12000,\n88,,B1,C1\n88,,{ONE}",
        f"16,195,12000,,B1,C1,/\n88,/REMI/{ONE}",
        f"16,195,12000,,B1,C1,text\n88, with, commas / and slashes\n88,/{ONE}",
        f"16,195,12000,D,2,0,2000/\n88,1,10000,B1,C1/\n88,{ONE}",
    ],
)
def test_a_detail_says_the_same_however_it_is_written(tmp_path: Path, detail: str):
    """Funds types, continuations inside an amount and elsewhere, a slash or none."""
    content = report(detail)
    assert codes(tmp_path, content) == []
    assert paid(tmp_path, content) == [[ONE, 12000, "2026-11-20", "0001", "B1"]]


def test_several_records_a_line_and_none_with_line_ends(tmp_path: Path):
    """Records end with a slash; lines are padded, or there is but one."""
    one_line = TWO.replace("\n88,00", "\n88,00").replace("/\n", "/")
    assert paid(tmp_path, one_line.replace("1500,\n", "1500\n")) == paid(tmp_path, TWO)
    padded = "".join(f"{line:<80}\r\n" for line in TWO.splitlines() if line)
    assert codes(tmp_path, padded.replace("50" + " " * 73 + "\r\n88", "50\r\n88")) == codes(
        tmp_path, TWO
    )


def test_two_accounts(tmp_path: Path):
    """V's date is the value date; a debit is none of ours; the group's currency holds."""
    assert codes(tmp_path, TWO) == ["PAY-001", "PAY-005"]
    assert paid(tmp_path, TWO) == [
        [ONE, 12000, "2026-11-23", "0001234567", "B1"],
        [None, 5000, "2026-11-20", "0001234567", "B2"],
        [OTHER, 1500, "2026-11-20", "0009876543", None],
    ]


@pytest.mark.parametrize(
    ("before", "after", "refused"),
    [
        ("49,29000,5", "49,29001,5", {0: "BAI-003"}),
        ("49,29000,5", "49,29000,4", {0: "BAI-006"}),
        ("49,2800,5", "49,2800,6", {1: "BAI-006"}),
        ("98,31800,2,12", "98,31800,3,12", {0: "BAI-006", 1: "BAI-006"}),
        ("98,31800,2,12", "98,31800,,12", {0: "BAI-006", 1: "BAI-006"}),
        ("98,31800,2,12", "98,31801,2,12", {0: "BAI-003", 1: "BAI-003"}),
        ("99,31800,1,14", "99,31800,2,14", {0: "BAI-006", 1: "BAI-006"}),
        ("99,31800,1,14/\n", "", {0: "BAI-002", 1: "BAI-002"}),
        ("NORTCATT,1,261120", "NORTCATT,4,261120", {0: "BAI-004", 1: "BAI-004"}),
        ("80,10,2/", "80,10,3/", {0: "BAI-004", 1: "BAI-004"}),
        ("03,0009876543,CAD", "03,0009876543,USD", {1: "PAY-021"}),
    ],
)
def test_what_does_not_tie_falls_and_its_neighbours_stand(
    tmp_path: Path, before: str, after: str, refused: dict[int, str]
):
    """An account falls alone; a group or a file falls with all its accounts."""
    assert before in TWO
    found = read(tmp_path / "file", TWO.replace(before, after))["findings"]
    wide = found[found["message"].isna()]
    told = dict(zip(wide["interchange"], wide["code"], strict=True))
    assert {number: code for number, code in told.items() if code in refused.values()} == refused


def test_a_reference_that_all_bear_is_none(tmp_path: Path):
    """Details that differ and share a reference are payments each; one that comes twice is one."""
    content = report(f"16,195,700,,DEPOSIT,C1,{ONE}/", f"16,195,300,,DEPOSIT,C2,{ONE}/")
    assert [row[-1] for row in paid(tmp_path, content)] == [None, None]
    twice = report(*[f"16,195,700,,B1,C1,{ONE}/"] * 2)
    assert [row[-1] for row in paid(tmp_path, twice)] == ["B1", "B1"]


def test_an_unknown_type_is_told_and_the_rest_posts(tmp_path: Path):
    """The totals still tie; an item of a deposit is no payment beside the deposit."""
    content = report(
        f"16,115,700,,B1,,{ONE}/", f"16,116,300,,B2,,{ONE}/", f"16,116,400,,B3,,{ONE}/",
        f"16,299,5,,B4,,{ONE}/", f"16,X,6,,B5,,{ONE}/", f"16,255,7,,B6,,{ONE}/",
    )  # fmt: skip
    assert codes(tmp_path, content) == ["PAY-020"] * 4 + ["PAY-013"]
    assert [row[1] for row in paid(tmp_path, content)] == [700]


@pytest.mark.parametrize(
    ("detail", "code"),
    [
        (f"16,195,12.00,,B1,,{ONE}/", "VAL-002"),
        (f"16,195,,,B1,,{ONE}/", "VAL-002"),
        (f"16,195,0,,B1,,{ONE}/", "PAY-006"),
        (f"16,195,100,V,269999,,B1,,{ONE}/", "PAY-006"),
        (f"16,195,-100,,B1,,{ONE}/", "PAY-013"),
    ],
)
def test_details_that_are_no_payment(tmp_path: Path, detail: str, code: str):
    """No amount, no day, and what is less than nothing post nothing."""
    content = report(f"16,195,5,,B0,,{ONE}/", detail)
    found = read(tmp_path / "file", content)
    assert code in found["findings"]["code"].tolist()
    assert found["payments"]["amount_cents"].tolist() == [5]


def test_the_public_samples_tie(corpora: Path, tmp_path: Path):
    """Their totals and counts are as published; their money is no money of ours."""
    for path in sorted((corpora / "ministryofjustice+bai2" / "tests" / "data").glob("*.bai2")):
        found = read(tmp_path / "file", path.read_bytes())
        codes_ = set(found["findings"]["code"])
        assert not codes_ & {"BAI-001", "BAI-002", "BAI-003", "BAI-005"}, path.name
        assert len(found["messages"]) == path.read_bytes().count(b"\n16,"), path.name
        assert codes_ & {"PAY-021"}, path.name


@given(st.integers(0, len(TWO)), st.integers(0, 40), st.binary(max_size=12))
def test_whatever_is_broken_ends_in_findings(tmp_path_factory, at: int, less: int, more: bytes):
    """Bytes lost and bytes put in raise nothing; what is posted is what a total bears."""
    content = TWO.encode()
    broken = content[:at] + more + content[at + less :]
    found = read(tmp_path_factory.getbasetemp() / "broken", broken)
    errors = found["findings"][found["findings"]["severity"] == "error"]
    fallen = set(errors[errors["message"].isna()]["interchange"].dropna())
    messages = found["messages"]
    standing = messages[~messages["interchange"].isin(fallen)]
    paid_ = found["payments"][found["payments"]["message"].isin(standing["message"])]
    assert paid_["amount_cents"].sum() <= 31_800
