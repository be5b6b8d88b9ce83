"""One declaration carried by several messages of an interchange."""

import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.edifact.reading import interchanges
from parsers.formats import Limits, read_file
from parsers.message_tables import TABLES
from tests import made
from tests.parsers.test_two_ways import all_wrong, assert_same, everything

LIMITS = Limits(max_file_bytes=1 << 30, max_segment_bytes=65536)
MAKER = made.maker(3)
DECLARATIONS = [MAKER.declaration(lines=count) for count in (3, 11, 2)]
PARTS = made.cusdec(DECLARATIONS, lines_per_message=4)
"""Messages 1 and 5 are declarations of their own; 2, 3 and 4 carry one between them."""
MESSAGES = re.findall(rb"UNH.*?UNT[^\n]*\n", PARTS, re.DOTALL)


def read(content: bytes, path: Path, **changes: int) -> dict[str, pd.DataFrame]:
    path.write_bytes(content)
    limits = Limits(**{**LIMITS.__dict__, **changes})
    batches = list(read_file(path, recipient="CARMHUB", limits=limits))
    names = (*TABLES, "findings")
    return {n: pd.concat([getattr(b, n) for b in batches], ignore_index=True) for n in names}


def with_messages(*messages: bytes) -> bytes:
    """Return the interchange with these messages, counted right."""
    start, end = PARTS.index(b"UNH"), PARTS.index(b"UNZ")
    trailer = PARTS[end:].replace(b"UNZ+5", b"UNZ+%d" % len(messages))
    return PARTS[:start] + b"".join(messages) + trailer


@pytest.mark.parametrize("batch_lines", [1, 4, 10_000])
def test_parts_give_one_declaration(tmp_path: Path, batch_lines: int):
    """A declaration in parts gives the tables that it gives in one message, whatever the batch."""
    whole = read(made.cusdec(DECLARATIONS), tmp_path / "whole")
    parts = read(PARTS, tmp_path / "parts", batch_lines=batch_lines)
    assert parts["findings"].empty
    for name in ("messages", "declarations", "reasons", "invoices", "lines", "charges"):
        places = ["byte_from", "byte_to", "reference"]
        pd.testing.assert_frame_equal(
            parts[name].drop(columns=places, errors="ignore"),
            whole[name].drop(columns=places, errors="ignore"),
        )


def test_the_row_of_the_message_spans_its_parts(tmp_path: Path):
    """The message row bears the first message's reference and the bytes of all of them."""
    row = read(PARTS, tmp_path / "file")["messages"].iloc[1]
    assert row["reference"] == "2"
    assert PARTS[row["byte_from"] : row["byte_to"]] == b"".join(MESSAGES[1:4]).rstrip()


def test_parts_are_held_together_in_a_batch(tmp_path: Path):
    """No batch ends between two parts of a declaration."""
    path = tmp_path / "file"
    path.write_bytes(PARTS)
    limits = Limits(**{**LIMITS.__dict__, "batch_lines": 1})
    for batch in read_file(path, recipient="CARMHUB", limits=limits):
        counts = batch.lines.groupby("message").size().to_dict()
        stated = batch.declarations.set_index("message")["line_count"].to_dict()
        assert counts == stated and set(batch.messages["message"]) == set(stated)


FIRST, SECOND, THIRD, LAST, ALONE = MESSAGES


OTHER_HEAD = THIRD.replace(b":1+9'", b":2+9'")
HEADED = THIRD.replace(b"UNS+D'\n", b"DTM+204:20261106:102'\nUNS+D'\n", 1)
HEAD = re.search(rb"BGM\+929\+(\d{14}):1\+9", SECOND)
NUMBER = HEAD[1].decode()
NAMELESS = SECOND.replace(f"+{NUMBER}+1:C".encode(), b"++1:C")


def misplaced(number: str, due: str = "1:C") -> tuple[str, str, str]:
    return ("EDI-023", number, due)


def unended(due: str) -> tuple[str, None, str]:
    return ("EDI-024", None, due)


@pytest.mark.parametrize(
    ("messages", "found"),
    [
        pytest.param((SECOND, LAST), [misplaced("3:F", "2")], id="gap"),
        pytest.param(
            (SECOND, LAST, THIRD),
            [misplaced("3:F", "2"), misplaced("2"), unended("3:F")],
            id="out of order",
        ),
        pytest.param((THIRD, LAST), [misplaced("2")], id="no first"),
        pytest.param((SECOND, THIRD), [unended("3:F")], id="no last"),
        pytest.param((SECOND, THIRD, ALONE), [unended("3:F")], id="no last before another"),
        pytest.param(
            (SECOND, SECOND, THIRD, LAST), [unended("2:F"), ("EDI-009", "2", None)], id="two firsts"
        ),
        pytest.param(
            (SECOND, ALONE, LAST), [unended("2:F"), misplaced("3:F")], id="another between"
        ),
        pytest.param(
            (SECOND, OTHER_HEAD, LAST),
            [("EDI-026", f"BGM+929+{NUMBER}:2+9", f"BGM+929+{NUMBER}:1+9")],
            id="two heads",
        ),
        pytest.param(
            (SECOND, HEADED, LAST),
            [("EDI-004", None, None), ("EDI-102", "DTM+204", None)],
            id="a heading again",
        ),
        pytest.param(
            (NAMELESS, THIRD),
            [("VAL-001", None, None), unended("2:F"), misplaced("2"), unended("3:F")],
            id="no reference",
        ),
    ],
)
def test_what_is_wrong_with_a_sequence(tmp_path: Path, messages, found):
    """A part that is missing, out of order, of another head or heading refuses its declaration."""
    rows = read(with_messages(FIRST, *messages), tmp_path / "file")["findings"]
    told = [
        (code, None, None) if code == "EDI-004" else (code, value, expected)
        for code, value, expected in zip(rows["code"], rows["value"], rows["expected"], strict=True)
    ]
    assert told == found
    assert 0 not in set(rows["message"])


def test_no_more_parts_than_a_declaration_needs(tmp_path: Path):
    """What comes after the eleventh message of a declaration is a finding, and is not read."""
    content = made.cusdec([MAKER.declaration(lines=13)], lines_per_message=1)
    tables = read(content, tmp_path / "file")
    assert tables["findings"]["code"].tolist() == ["EDI-025", "EDI-025"]
    assert len(tables["lines"]) == 11


PIECES = [
    "'",
    "+",
    ":F",
    ":C",
    "UNH+9+CUSDEC:D:13B:UN+A+2'",
    "UNT+1+1'",
    "\n",
    "UNZ+1+REF1'",
    "BGM+929'",
]
EDITS = st.lists(
    st.tuples(st.integers(0, len(PARTS)), st.integers(0, 30), st.sampled_from(PIECES)), max_size=3
)


@given(EDITS)
def test_parts_both_ways(tmp_path_factory, edits):
    """Whatever is done to the parts, columns and the careful reader give equal tables."""
    content = PARTS
    for place, length, piece in edits:
        content = content[:place] + piece.encode() + content[place + length :]
    path = tmp_path_factory.mktemp("parts") / "file"
    path.write_bytes(content)
    quick = everything(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(interchanges, "read_messages", all_wrong)
        assert_same(quick, everything(path))
