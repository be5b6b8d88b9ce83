"""Openings and receipts as they are read: padded, in two syntaxes, at their lines."""

from pathlib import Path

import pytest

from parsers.formats import Limits, read_file
from parsers.message_tables import MessageTables
from tests.submitted import opening, receipt

LIMITS = Limits(max_file_bytes=1 << 25, max_segment_bytes=1 << 16)
PADDING = b"\xef\xbb\xbf\r\n\x00\x1a"
CONTENTS = {
    "opening": opening(),
    "receipt in JSON": receipt(),
    "receipt in XML": receipt(markup=True),
}


def read(path: Path, content: bytes) -> MessageTables:
    path.write_bytes(content)
    (tables,) = read_file(path, recipient="CARMHUB", limits=LIMITS)
    return tables


@pytest.mark.parametrize("name", CONTENTS)
def test_padding_changes_nothing(tmp_path: Path, name: str):
    """What is no content, before and behind, is no finding and no value."""
    bare = read(tmp_path / "bare", CONTENTS[name])
    padded = read(tmp_path / "padded", PADDING + CONTENTS[name] + b"\r\n\x1a\x00")
    assert padded.findings.empty and bare.findings.empty
    assert padded.submission is not None and bare.submission is not None
    assert padded.submission.comes_to == bare.submission.comes_to
    assert padded.submission.reference == bare.submission.reference


def test_a_receipt_says_the_same_in_both_syntaxes(tmp_path: Path):
    """But for where its values stand."""
    told = [read(tmp_path / "r", receipt(markup=markup)).submission for markup in (False, True)]
    one, other = ({**each.said.__dict__, "places": None} for each in told if each is not None)
    assert one == other and one["amount_cents"] == 5000


def test_an_element_twice_is_told_at_its_line(tmp_path: Path):
    """Neither of the two counts."""
    content = receipt(markup=True).replace(b"<Amount>", b"\n<Amount>1.00</Amount>\n<Amount>")
    tables = read(tmp_path / "r", content)
    rows = tables.findings[["code", "value", "segment", "segment_position"]].to_numpy().tolist()
    assert rows == [["RCP-001", "Amount", "/ManualReceipt/Amount", 2]]
    assert tables.submission is None


def test_items_keep_their_lines(tmp_path: Path):
    """A remark before an item moves it down."""
    content = opening().replace(b"penalty,3", b"# by hand\npenalty,3")
    submission = read(tmp_path / "o", content).submission
    assert submission is not None
    lines = [item.place.line for item in submission.said.items]
    assert lines == [3, 3, 3, 4, 5, 7, 8]
