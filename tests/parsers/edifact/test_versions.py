"""An original, a new version and a withdrawal, and why they are filed, in either format."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from parsers.formats import Limits, read_file
from simulator.files.declaration import Reason, new_version, withdrawal
from tests import made

LIMITS = Limits(max_file_bytes=1 << 30, max_segment_bytes=65536)
ORIGINAL = made.maker(4).declaration(lines=3)
REASONS = (Reason("R2-74-1-TT", "Goods of Mexico: O'Neill's certificate"), Reason("R5-00-COT"))
FILED = [
    ORIGINAL,
    replace(new_version(ORIGINAL, *REASONS), remark="As agreed with the officer"),
    withdrawal(ORIGINAL, Reason("R9-00-OTH")),
]
FORMATS = pytest.mark.parametrize("write", [made.cusdec, made.cad_xml])
COLUMNS = ["message", "position", "reason_code", "remark"]


def read(content: bytes, tmp_path: Path, name: str) -> pd.DataFrame:
    path = tmp_path / "file"
    path.write_bytes(content)
    batches = read_file(path, recipient="CARMHUB", limits=LIMITS)
    return pd.concat([getattr(batch, name) for batch in batches], ignore_index=True)


@FORMATS
def test_a_message_says_what_it_does(write, tmp_path: Path):
    """Each message is an original, a new version or a withdrawal, with the filer's remark."""
    rows = read(write(FILED), tmp_path, "declarations")
    assert rows["function"].tolist() == ["original", "version", "withdrawal"]
    assert rows["version"].tolist() == [1, 2, 2]
    assert rows["filer_remark"].fillna("").tolist()[1] == "As agreed with the officer"
    assert read(write(FILED), tmp_path, "findings").empty


@FORMATS
def test_reasons_come_in_the_order_given(write, tmp_path: Path):
    """Reasons are numbered from 1 in each message, in their order, with or without a remark."""
    rows = read(write(FILED), tmp_path, "reasons")[COLUMNS]
    assert [list(row) for row in rows.fillna("").itertuples(index=False)] == [
        [1, 1, "R2-74-1-TT", "Goods of Mexico: O'Neill's certificate"],
        [1, 2, "R5-00-COT", ""],
        [2, 1, "R9-00-OTH", ""],
    ]


def test_both_formats_give_equal_tables(tmp_path: Path):
    """A version and a withdrawal give the same rows, byte ranges apart, in either format."""
    for name in ("declarations", "reasons", "invoices", "lines", "charges"):
        edifact, xml = (
            read(write(FILED), tmp_path, name).drop(columns=["byte_from", "byte_to"])
            for write in (made.cusdec, made.cad_xml)
        )
        pd.testing.assert_frame_equal(edifact, xml)


@FORMATS
def test_a_withdrawal_may_leave_out_its_lines(write, tmp_path: Path):
    """A withdrawal without invoices and lines is read whole."""
    content = write(FILED[2:])
    assert read(content, tmp_path, "lines").empty and read(content, tmp_path, "invoices").empty
    assert read(content, tmp_path, "declarations")["line_count"].tolist() == [0]


def test_an_original_need_not_say_so_in_xml(tmp_path: Path):
    """Without FunctionCode a declaration is an original."""
    content = made.cad_xml([ORIGINAL]).replace(b"<FunctionCode>9</FunctionCode>", b"")
    assert read(content, tmp_path, "declarations")["function"].tolist() == ["original"]
    assert read(content, tmp_path, "findings").empty


@pytest.mark.parametrize(("write", "code"), [(made.cusdec, "EDI-103"), (made.cad_xml, "XML-007")])
def test_nine_reasons_and_no_more(write, code: str, tmp_path: Path):
    """Nine reasons are read, a tenth is a finding."""
    reasons = [Reason(f"R{number}") for number in range(10)]
    assert read(write([new_version(ORIGINAL, *reasons[:9])]), tmp_path, "findings").empty
    found = read(write([new_version(ORIGINAL, *reasons)]), tmp_path, "findings")
    assert set(found["code"]) == {code}


@pytest.mark.parametrize("cad_type", ["AB", "AD", "C", "F", "10", "21"])
@FORMATS
def test_every_type_is_read(write, cad_type: str, tmp_path: Path):
    """Whether a type is accepted is a rule of the declaration, not of the format."""
    content = write([ORIGINAL]).replace(b"AB:CADTYPE", cad_type.encode() + b":CADTYPE")
    content = content.replace(b"<TypeCode>AB<", b"<TypeCode>" + cad_type.encode() + b"<", 1)
    assert read(content, tmp_path, "declarations")["cad_type"].tolist() == [cad_type]
    assert read(content, tmp_path, "findings").empty
