"""Service segments and characters are told for what they are: wrapped, wrong, or of a test."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import made
from tests.parsers.test_two_ways import assert_same, everything

DECLARATIONS = [made.maker(seed).declaration(lines=1) for seed in (1, 2, 3)]
LAST = made.maker(4).declaration(lines=1)
RIGHT = made.cusdec(DECLARATIONS).replace(b"\n", b"")
TWO = RIGHT + made.cusdec([LAST], "REF2").replace(b"\n", b"")
UNA = b"UNA:+.? '"
DIGITS = b"1" * 5000


def read(folder: Path, content: bytes) -> dict[str, pd.DataFrame]:
    path = folder / "file"
    path.write_bytes(content)
    return everything(path)


def codes(folder: Path, content: bytes) -> list[str]:
    return read(folder, content)["findings"]["code"].tolist()


@given(st.integers(1, 120), st.sampled_from([b"\n", b"\r\n"]), st.booleans())
def test_a_file_wrapped_at_any_column_is_read(tmp_path_factory, column, line_end, with_una):
    """Wherever line breaks fall, in tags, in UNA and in release characters too, all is read."""
    folder = tmp_path_factory.mktemp("wrapped")
    content = TWO if with_una else TWO.replace(UNA, b"")
    wrapped = line_end.join(content[n : n + column] for n in range(0, len(content), column))
    found, bare = read(folder, wrapped), read(folder, content)
    assert found["findings"].empty and len(found["messages"]) == 4
    placed = ["byte_from", "byte_to"]
    assert_same(
        {name: rows.drop(columns=placed) for name, rows in found.items()},
        {name: rows.drop(columns=placed) for name, rows in bare.items()},
    )


@pytest.mark.parametrize("tag", [b"UNB", b"UNH", b"UNT", b"UNZ"])
@pytest.mark.parametrize("written", [b"%bX+", b"%b1+", b"%b:1+", b"%b +", b"X%b+", b"%b\x00+"])
def test_a_service_tag_is_three_letters(tmp_path: Path, tag: bytes, written: bytes):
    """What is like a service tag is none: its segment is a fault, and nothing is accepted by it."""
    found = read(tmp_path, RIGHT.replace(tag + b"+", written % tag, 1))
    errors = found["findings"][found["findings"]["severity"] == "error"]
    assert not errors.empty
    interchanges = errors["interchange"][errors["message"].isna()].dropna()
    assert len(interchanges) or 0 in set(errors["message"]) or tag == b"UNB"


@pytest.mark.parametrize("code", ["1", "2", "3", "4", "5", "9", " 1", "1 ", "01", "X"])
@pytest.mark.parametrize("version", ["3", "4"])
def test_any_test_indicator_marks_a_test(tmp_path: Path, code: str, version: str):
    """Whatever stands in 0035, blanks around it or not, the interchange is a test."""
    date = b"20261120" if version == "4" else b"261120"
    content = RIGHT.replace(b"UNOC:4", f"UNOC:{version}".encode()).replace(b"20261120", date, 1)
    marked = content.replace(b"+REF1'", f"+REF1++++++{code}'".encode(), 1)
    found = read(tmp_path, marked)
    assert found["findings"][["code", "interchange"]].to_numpy().tolist() == [["EDI-016", 0]]
    assert found["interchanges"]["test_indicator"].tolist() == [1]
    blank = content.replace(b"+REF1'", b"+REF1++++++ '", 1)
    assert codes(tmp_path, blank) == []


@pytest.mark.parametrize(
    "una",
    [
        b"UNA:+.?'\n", b"UNA:+.?'\r\n", b"UNA:+.?'", b"UNA++.? '", b"UNA:+.+ '", b"UNA:+.?:'",
        b"UNA +.? '", b"UNA: .? '", b"UNA:+.? ", b"UNAA+.? '", b"UNA:+.?0'", b"UNA:+.? X",
        b"UNA:+:? '", b"UNA:+.? \n", b"UNA\n", b"UNA:+.'? '", b"UNA:+.? \xa7", b"UNA:+.?\x00'",
        b"UNA:+\x0c? '", b"UNA:+.\x1a '", b"UNA:+.\t '",
    ],
)  # fmt: skip
def test_a_una_that_cannot_be_is_one_finding(tmp_path: Path, una: bytes):
    """Missing, double, letters, digits, padding: the finding says UNA, and nothing is posted."""
    found = read(tmp_path, RIGHT.replace(UNA, una))["findings"]
    assert found[["code", "interchange", "segment"]].to_numpy().tolist() == [["EDI-028", 0, "UNA"]]


@pytest.mark.parametrize("una", [UNA, UNA.replace(b".", b","), b"UNA|*.! ~\n"])
@pytest.mark.parametrize("tag", [b"UNH+2", b"UNZ+"])
def test_a_una_within_an_interchange(tmp_path: Path, una: bytes, tag: bytes):
    """It stands before UNB alone: within, it strays whatever it states; what is open is refused."""
    before, behind = RIGHT.split(tag, 1)
    behind = tag + behind
    if una.startswith(b"UNA|"):
        behind = behind.translate(bytes.maketrans(b":+'", b"|*~"))
    found = read(tmp_path, before + una + behind)["findings"]
    assert found[["code", "interchange", "value"]].to_numpy().tolist() == [["EDI-007", 0, "UNA"]]
    (place,) = found["byte_from"]
    assert place == len(before)


@pytest.mark.parametrize(
    ("written", "blank", "element"),
    [(b"+REF1'", b"+  '", "0020"), (b"UNH+1+", b"UNH+ +", "0062")],
)
def test_blanks_are_no_reference(tmp_path: Path, written: bytes, blank: bytes, element: str):
    """A reference of blanks alone is none."""
    found = read(tmp_path, RIGHT.replace(written, blank, 1))["findings"]
    assert ["VAL-001", element] in found[["code", "element"]].to_numpy().tolist()


def test_a_wrong_una_costs_no_other_interchange(tmp_path: Path):
    """The interchange before is read, and the one behind by its own characters."""
    second = made.cusdec([LAST], "REF2").replace(UNA, b"UNA:+.?'")
    third = made.cusdec([made.maker(9).declaration()], "REF3")
    found = read(tmp_path, RIGHT + second + third)
    assert found["findings"][["code", "interchange"]].to_numpy().tolist() == [["EDI-028", 1]]
    assert found["interchanges"]["reference"].tolist() == ["REF1", "REF2", "REF3"]
    assert len(found["messages"]) == 5


@pytest.mark.parametrize("mark", [".", ","])
@pytest.mark.parametrize("stated", [".", ",", " "])
def test_either_decimal_mark_is_read_in_version_4(tmp_path: Path, mark: str, stated: str):
    """ISO 9735-1:1998: what UNA says of the decimal mark is for the versions before."""
    una = UNA.replace(b".", stated.encode())
    amounts = RIGHT.replace(UNA, b"").replace(b".", mark.encode()).replace(b"D,13B", b"D.13B")
    found = read(tmp_path, una + amounts)
    assert found["findings"].empty
    assert_same(
        {"lines": found["lines"].drop(columns=["byte_from", "byte_to"])},
        {"lines": read(tmp_path, RIGHT)["lines"].drop(columns=["byte_from", "byte_to"])},
    )


def test_before_version_4_the_decimal_mark_is_that_of_una(tmp_path: Path):
    """In version 3 the other mark is a fault."""
    content = RIGHT.replace(b"UNOC:4", b"UNOC:3").replace(b"20261120", b"261120", 1)
    assert codes(tmp_path, content) == []
    assert set(codes(tmp_path, content.replace(UNA, b"UNA:+,? '"))) == {"VAL-002"}


def test_two_marks_are_no_number(tmp_path: Path):
    """A mark of thousands is a fault in any version."""
    amount = RIGHT.index(b"MOA+77:") + len(b"MOA+77:")
    content = RIGHT[:amount] + b"1," + RIGHT[amount:]
    assert codes(tmp_path, content) == ["VAL-002"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"UNZ+3+", b"UNZ+%b+"), (b"UNZ+3+", b"UNZ+0000003+"), (b"+1'UNH", b"+%b'UNH"),
        (b"UNT+", b"UNT+%b"), (b"UNT+", b"UNT+0000000000"), (b":102'", b"%b:102'"),
        (b"+20261120", b"+%b"), (b"CNT+5:", b"CNT+5:%b"), (b"CNT+20:", b"CNT+20:%b"),
        (b"CNT+20:", b"CNT+20:" + b"0" * 40), (b":UN'", b":UN+A+%b:C'"), (b":UN'", b":UN+A+%b'"),
        (b"MEA+AAR++", b"MEA+AAR++%b:"), (b"MOA+77:", b"MOA+77:%b"), (b"CST+1+", b"CST+%b+"),
        (b":1+9'", b":%b+9'"), (b"DTM+204:", b"DTM+204:%b"), (b".", b".%b"),
    ],
)  # fmt: skip
def test_digits_without_end_are_findings(tmp_path: Path, before: bytes, after: bytes):
    """Counts, transfers, amounts and dates of any number of digits are told, and break nothing."""
    written = after.replace(b"%b", DIGITS)
    assert before in RIGHT
    assert codes(tmp_path, RIGHT.replace(before, written))
