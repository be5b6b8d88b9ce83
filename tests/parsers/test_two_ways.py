"""The quick way and the careful way of reading give the same, right or wrong."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.edifact.reading import interchanges, outlines
from parsers.formats import Limits, read_file
from parsers.message_tables import TABLES
from parsers.xml import declarations
from simulator.files.declaration import Reason, new_version, withdrawal
from tests import made

LIMITS = Limits(max_file_bytes=1 << 30, max_segment_bytes=65536)
FIRST, *OTHERS = [made.maker(seed).declaration(lines=3) for seed in (1, 2, 5)]
REASONS = (Reason("R2-74-1-TT", "T-shirts, not socks"), Reason("R5-00-COT"))
DECLARATIONS = [new_version(FIRST, *REASONS), *OTHERS, withdrawal(FIRST, *REASONS)]
EDIFACT, XML = made.cusdec(DECLARATIONS), made.cad_xml(DECLARATIONS)
PIECES = [
    "'", "+", ":", "?", "*", "\n", "x", "é", "\x00", "UNT+1+1'", "UNH+9+CUSDEC:D:13B:UN'",
    "RFF+ASF:L1'", "TAX+1+GST'", "TAX+1+SUR+++S1:SURTAX:96'", "MOA+161:1:CAD'", "LOC+27+CN::5'",
    "CST+9'", "UNS+S'", "FTX+AES++R1:REASON:96'", "FTX+AAI+++x'", "1.005",
    "99999999999999", "-1", "?'", ":", "++", ":USD", "+XYZ", ":CLASS:96", ":96", "MOA+40:1.00'",
    "NAD+CB+++++'", "?9?6", "CST", ":X", "BGM+929+1:1:2+9'",
]  # fmt: skip
EDITS = st.lists(
    st.tuples(st.integers(0, 6000), st.integers(0, 40), st.sampled_from(PIECES)), max_size=3
)
NODES = ["", "x", " ", "&amp;", "<!-- -->", "\n", "12O", "<TariffCode>9901</TariffCode>", "é",
         "<FunctionCode>5</FunctionCode>"]  # fmt: skip
NODE_EDITS = st.lists(
    st.tuples(st.integers(300, 12000), st.integers(0, 3), st.sampled_from(NODES)), max_size=2
)


def edited(content: bytes, edits: list[tuple[int, int, str]]) -> bytes:
    for place, length, piece in edits:
        at = place % len(content)
        content = content[:at] + piece.encode("latin-1") + content[at + length :]
    return content


def everything(path: Path) -> dict[str, pd.DataFrame]:
    batches = list(read_file(path, recipient="CARMHUB", limits=LIMITS))
    names = (*TABLES, "findings")
    return {
        name: pd.concat([getattr(b, name) for b in batches], ignore_index=True) for name in names
    }


def assert_same(quick: dict[str, pd.DataFrame], careful: dict[str, pd.DataFrame]) -> None:
    for name, frame in quick.items():
        pd.testing.assert_frame_equal(frame, careful[name], obj=name)


def all_wrong(profile, messages, tokens, base):
    return {}, list(range(len(messages)))


@pytest.mark.parametrize("looked_at", [1, 64])
@given(EDITS)
def test_edifact_both_ways(tmp_path_factory, looked_at: int, edits):
    """Whatever is done to an interchange, columns and the careful reader give equal tables."""
    path = tmp_path_factory.mktemp("ways") / "file"
    path.write_bytes(edited(EDIFACT, edits))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outlines, "_OUTLINES_MAX", looked_at)
        quick = everything(path)
        patch.setattr(interchanges, "read_messages", all_wrong)
        assert_same(quick, everything(path))


@given(NODE_EDITS)
def test_xml_both_ways(tmp_path_factory, edits):
    """Whatever is done to a batch, columns and the careful reader give equal tables."""
    path = tmp_path_factory.mktemp("ways") / "file"
    path.write_bytes(edited(XML, edits))
    quick = everything(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            declarations.Pending, "read", lambda self: ({}, list(range(len(self.declarations))))
        )
        assert_same(quick, everything(path))


@pytest.mark.parametrize("seed", range(4))
def test_the_quick_way_is_taken(seed: int, tmp_path: Path, monkeypatch):
    """A right declaration never needs the careful reader."""

    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(interchanges, "read_message", refuse)
    monkeypatch.setattr(declarations, "read_rows", refuse)
    maker = made.maker(seed)
    for content in (made.cusdec, made.cad_xml):
        path = tmp_path / "file"
        path.write_bytes(content([maker.declaration() for _ in range(5)]))
        assert everything(path)["findings"].empty


@pytest.mark.parametrize("charset", ["UNOC", "UNOY", "UNOD"])
def test_character_sets_both_ways(charset: str, tmp_path: Path, monkeypatch):
    """A text is read in the character set of its interchange, either way."""
    codec = {"UNOC": "latin-1", "UNOY": "utf-8", "UNOD": "iso8859-2"}[charset]
    text = EDIFACT.decode("latin-1").replace("UNOC", charset)
    path = tmp_path / "file"
    path.write_bytes(text.replace("T-shirts", "Chemisettes à é").encode(codec, "replace"))
    quick = everything(path)
    assert quick["findings"].empty
    monkeypatch.setattr(interchanges, "read_messages", all_wrong)
    assert_same(quick, everything(path))
