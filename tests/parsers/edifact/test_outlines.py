"""Values stand where the profile names them, and nowhere else, whichever reader reads."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.edifact.profile.cusdec import CUSDEC_D13B
from parsers.edifact.profile.structure import uses
from parsers.edifact.reading import outlines
from parsers.edifact.reading.outlines import misplaced
from parsers.edifact.syntax.segments import (
    DEFAULT_SEPARATORS,
    LEVEL_B_SEPARATORS,
    Block,
    Separators,
)
from parsers.edifact.syntax.tokens import tokenize
from parsers.edifact.syntax.writer import write_segment
from parsers.formats import Limits, read_file
from parsers.values import Codes

LIMITS = Limits(max_file_bytes=1 << 30, max_segment_bytes=65536)
RIGHT = (Path(__file__).parents[2] / "golden" / "cusdec" / "two_lines" / "input.edi").read_text()
USES = [use for use, _ in uses(CUSDEC_D13B.root) if use.tag != "UNH"]


def findings(folder: Path, before: str, after: str) -> list[tuple[str, str, str, str]]:
    assert before in RIGHT
    path = folder / "file"
    path.write_text(RIGHT.replace(before, after, 1))
    (batch,) = read_file(path, recipient="CARMHUB", limits=LIMITS)
    columns = ["code", "segment", "element", "value"]
    return [tuple(row) for row in batch.findings[columns].itertuples(index=False)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("1194.48:CAD", "1194.48:USD", ("VAL-005", "MOA", "6345 currency", "USD")),
        (":CLASS:96", ":FOO:96", ("VAL-005", "CST", "1131 code list of the tariff item", "FOO")),
        (":CLASS:96", ":CLASS:5", ("VAL-005", "CST", "3055 agency of the tariff item", "5")),
        ("0497::96", "0497:X:96", ("EDI-105", "LOC", "2.2", "X")),
        ("CN::5", "CN::6", ("VAL-005", "LOC", "3055 agency of the country", "6")),
        ("+13:VFD:96'", "+13:VFD:96++X:SIMA:96'", ("EDI-105", "CST", "7.1", "X")),
        ("NAD+CB'", "NAD+CB+XYZ'", ("EDI-105", "NAD", "2.1", "XYZ")),
        ("NAD+CB'", "NAD+CB+++FOO'", ("EDI-105", "NAD", "4.1", "FOO")),
        ("NAD+CB'", "NAD+CB:X'", ("EDI-105", "NAD", "1.2", "X")),
        (
            "Portable computers'",
            "Portable:computers'",
            ("EDI-029", "FTX", "4440 text", "Portable computers"),
        ),
        ("Portable computers'", "A:::::computers'", ("EDI-105", "FTX", "4.6", "computers")),
        ("UNS+D'", "UNS:X+D'", ("EDI-105", "UNS", "0.2", "X")),
    ],
)
def test_a_value_elsewhere_is_found(
    tmp_path: Path, before: str, after: str, expected: tuple[str, str, str, str]
):
    """What the guide does not name at its place is a finding, not silence."""
    assert findings(tmp_path, before, after) == [expected]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("1194.48:CAD", "1194.48"),
        (":CLASS:96", ""),
        (":CLASS:96", ":CLASS"),
        ("CN::5", "CN"),
        ("NAD+CB'", "NAD+CB+++'"),
        ("NAD+CB'", "NAD+CB::+:'"),
        ("DTM+204:20261106:102", "DTM+204:20261106:1?02"),
    ],
)
def test_what_may_be_left_out_may_be_left_out(tmp_path: Path, before: str, after: str):
    """Code list, agency and currency may be left out; empty elements and components say nothing."""
    assert findings(tmp_path, before, after) == []


TEXTS = st.text(st.sampled_from("AZ09 +:'?*!é"), min_size=1, max_size=5)
SEPARATORS = st.sampled_from(
    [DEFAULT_SEPARATORS, LEVEL_B_SEPARATORS, Separators("|", "*", ",", "!", " ", "~")]
)


@given(st.sampled_from(USES), SEPARATORS, st.data())
def test_the_outline_is_the_profiles(use, separators: Separators, data):
    """A segment is built as its use if, and only if, its values stand where it names them."""
    forbidden = set(separators) if separators.release == " " else set()
    texts = TEXTS.filter(forbidden.isdisjoint)
    coded = {each.at: each for each in use.checked if isinstance(each.convert, Codes)}
    elements, right = [[use.tag]], True
    for element in range(
        1, max(element for element, _ in use.places) + data.draw(st.integers(0, 2))
    ):
        components = []
        for component in range(1, 2 + data.draw(st.integers(0, 3))):
            at = (element, component)
            listed = coded[at].convert.values if at in coded else ()
            text = data.draw(st.one_of(st.just(""), texts, st.sampled_from(listed or ("",))))
            right &= not text or (at in use.places and (at not in coded or text in listed))
            components.append(text)
        elements.append(components)
    filled = {(e, c) for e, parts in enumerate(elements) for c, text in enumerate(parts, 1) if text}
    right &= all(at in filled for at, each in coded.items() if each.mandatory)
    raw = write_segment(elements, separators).encode("latin-1")
    tokens = tokenize(Block(0, raw, separators))
    assert misplaced(use, tokens, np.array([0])).tolist() == [not right]


@pytest.mark.parametrize("most", [1, outlines._OUTLINES_MAX])
def test_what_is_written_otherwise_is_still_looked_at(most: int, monkeypatch):
    """More ways of writing a use than are looked at together are told as such, never as right."""
    monkeypatch.setattr(outlines, "_OUTLINES_MAX", most)
    use = next(use for use in USES if use.tag == "LOC")
    ways = [f"LOC{'+' * number}XYZ:A:B'" for number in range(2, 2 + 2 * most)]
    tokens = tokenize(Block(0, "".join(ways).encode(), DEFAULT_SEPARATORS))
    assert misplaced(use, tokens, np.arange(len(ways))).all()


def test_a_sender_fills_no_memory():
    """However many ways a sender writes a segment in, so many are remembered, and no more."""
    use = next(use for use in USES if use.tag == "LOC")
    for outline in range(1, 2 * outlines._REMEMBERED):
        outlines._parts(use, outline)
    assert outlines._parts.cache_info().currsize <= outlines._REMEMBERED
