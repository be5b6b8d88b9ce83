"""What is no content stands anywhere between the parts of a file, in every format."""

from pathlib import Path

import pandas as pd
import pytest

from tests import made
from tests.parsers.test_two_ways import assert_same, everything

MARK = b"\xef\xbb\xbf"
FILLERS = [
    MARK,
    MARK * 2,
    b"\r\n",
    b"\n\n",
    b"\x1a",
    b"\x00" * 700,
    b"\x0c",
    b" \t",
    b"\x1a\x00\x0c\n",
]
DECLARATIONS = [made.maker(seed).declaration(lines=2) for seed in (1, 2)]
CONTENTS = {
    "EDIFACT": made.cusdec(DECLARATIONS),
    "EDIFACT without UNA": made.cusdec(DECLARATIONS).split(b"\n", 1)[1],
    "XML": made.cad_xml(DECLARATIONS),
    "XML without a declaration": made.cad_xml(DECLARATIONS).split(b"\n", 1)[1],
    "camt.054": made.payments([("563448984RM0001", "1.00"), ("563448984RM0001", "2.00")]),
}
PLACED = ["byte_from", "byte_to"]


def rows(path: Path) -> dict[str, pd.DataFrame]:
    return {name: rows.drop(columns=PLACED) for name, rows in everything(path).items()}


@pytest.mark.parametrize("filler", FILLERS, ids=repr)
@pytest.mark.parametrize("kind", CONTENTS)
def test_before_and_behind(tmp_path: Path, kind: str, filler: bytes):
    """Padding before and behind the content changes no row, and is no finding."""
    path, bare = tmp_path / "padded", tmp_path / "bare"
    bare.write_bytes(CONTENTS[kind])
    path.write_bytes(filler + CONTENTS[kind] + filler)
    assert_same(rows(path), rows(bare))
    messages = everything(path)["messages"]
    shift = len(filler)
    assert messages["byte_from"].tolist() == [
        start + shift for start in everything(bare)["messages"]["byte_from"]
    ]


@pytest.mark.parametrize("filler", FILLERS, ids=repr)
def test_between_segments(tmp_path: Path, filler: bytes):
    """Padding between segments, and between interchanges, changes no row."""
    content = CONTENTS["EDIFACT"] + made.cusdec([made.maker(5).declaration()], "REF2")
    path, bare = tmp_path / "padded", tmp_path / "bare"
    bare.write_bytes(content)
    path.write_bytes(content.replace(b"'\n", b"'" + filler + b"\n"))
    assert_same(rows(path), rows(bare))


@pytest.mark.parametrize("filler", [b"\n", b"\r\n\r\n", b"\x0c\n\x1a"], ids=repr)
def test_lines_count_as_in_the_file(tmp_path: Path, filler: bytes):
    """A fault of a document is told with its line in the file, whatever stands before it."""
    content = CONTENTS["XML"].replace(b"<VersionID>1<", b"<VersionID>none<", 1)
    path = tmp_path / "file"
    path.write_bytes(filler + content)
    line = (filler + content)[: (filler + content).index(b"none")].count(b"\n") + 1
    assert everything(path)["findings"]["segment_position"].tolist() == [line]


@pytest.mark.parametrize("content", [MARK, b"\x1a", b"\x00" * 70_000, MARK * 3 + b"\r\n\x0c\x1a"])
def test_nothing_but_padding_is_an_empty_file(tmp_path: Path, content: bytes):
    """A file that holds nothing else is empty."""
    path = tmp_path / "file"
    path.write_bytes(content)
    assert everything(path)["findings"]["code"].tolist() == ["FILE-001"]


def test_the_first_half_of_a_sign_is_no_padding(tmp_path: Path):
    """A document in UTF-16 without a mark begins with a NUL, one in UTF-8 behind NULs does not."""
    text = made.cad_xml(DECLARATIONS).decode()
    wide = text.replace("UTF-8", "UTF-16")
    for content in (wide.encode("utf-16-be"), b"\x00" + text.encode(), wide.encode("utf-16")):
        path = tmp_path / "file"
        path.write_bytes(content)
        assert everything(path)["findings"].empty
