"""Files read as one say what each says by itself, or are left to be read by themselves."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.hub.settings import ROOT
from jobs.rules import read_rules
from mappers.intake.many_files import FileTables, of_joined, together
from parsers.formats import read_file
from parsers.joined_files import SMALL_BYTES, read_joined
from parsers.message_tables import TABLES, MessageTables
from tests import made
from tests.conftest import TODAY

LIMITS = read_rules(ROOT / "config").limits
GOOD = [
    made.cusdec([made.maker(seed).declaration(lines=seed) for _ in range(seed)], f"R{seed}")
    for seed in (1, 2, 3)
]
PARTS = made.cusdec([made.maker(9).declaration(lines=5)], "R9", lines_per_message=2)
EMPTY = b"UNB+UNOC:4+BOREALIS+CARMHUB+20261120:0730+X'UNZ+0+X'"
NOT_RIGHT = {
    "cut short": lambda good: good[:-30],
    "cut within a segment": lambda good: good[: len(good) // 2],
    "its last terminator released": lambda good: good.rstrip(b"\r\n'") + b"?'",
    "a transfer begun and not ended": lambda _good: PARTS.replace(b"+3+F", b"+3+"),
    "another separator": lambda good: good.replace(b"UNA:+.? '", b"UNA:+,? '"),
    "two interchanges": lambda good: good + good.replace(b"UNA:+.? '", b""),
    "no UNA": lambda good: good.replace(b"UNA:+.? '", b"").lstrip(b"\r\n"),
    "blanks behind": lambda good: good + b"  ",
    "lines behind": lambda good: good + b"\r\n\r\n",
    "bytes behind": lambda good: good + b"XYZ+1'",
    "an unknown currency": lambda good: good.replace(b":CAD", b":cad"),
    "a wrong count": lambda good: good.replace(b"UNZ+1+", b"UNZ+2+"),
    "nothing but an envelope": lambda _good: (
        b"UNB+UNOC:4+BOREALIS+CARMHUB+20261120:0730+X'UNZ+0+X'"
    ),
    "nothing": lambda _good: b"",
    "no file of any format": lambda _good: b"Hello'",
    "XML": lambda _good: made.cad_xml([made.maker(4).declaration()]),
    "large": lambda good: good + b"\n" * SMALL_BYTES,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where files are read from by themselves."""
    return tmp_path_factory.mktemp("alone")


def alone(folder: Path, content: bytes) -> MessageTables:
    """Read a file by itself."""
    path = folder / "file"
    path.write_bytes(content)
    (tables,) = read_file(path, recipient="CARMHUB", limits=LIMITS)
    return tables


def same_as_alone(folder: Path, contents: list[bytes]) -> frozenset[int]:
    """Hold what was read right of joined files equal to each by itself; return which these are."""
    joined = read_joined(contents, recipient="CARMHUB", limits=LIMITS)
    if joined is None:
        return frozenset()
    places = joined.places.tolist()
    said = of_joined(joined, {number: (place, TODAY) for number, place in enumerate(places)})
    each = together([FileTables(place, TODAY, alone(folder, contents[place])) for place in places])
    assert each.findings.empty and said.findings.empty
    for name in TABLES:
        assert plain(getattr(said, name)) == plain(getattr(each, name)), name
    return frozenset(places)


def plain(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as texts, whatever the types of their columns."""
    told = rows[sorted(rows)].astype(object)
    return told.where(told.notna(), None).astype(str).to_dict("records")


def test_right_files_are_read_together(folder: Path):
    """Of several declarations and interchanges, with parts, with a UNA and without."""
    without_una = GOOD[1].replace(b"UNA:+.? '", b"").lstrip(b"\r\n")
    contents = [GOOD[0], PARTS, without_una, GOOD[2] + b"\r\n", GOOD[0] + without_una]
    assert same_as_alone(folder, contents) == {0, 1, 2, 3, 4}


@pytest.mark.parametrize("kind", NOT_RIGHT)
def test_what_is_not_right_costs_no_neighbour(folder: Path, kind: str):
    """Whatever stands between two right files, they say what they say by themselves."""
    between = NOT_RIGHT[kind](GOOD[1])
    read = same_as_alone(folder, [GOOD[0], between, GOOD[2], GOOD[0]])
    assert {0, 3} <= read
    assert read_joined([between, between], recipient="CARMHUB", limits=LIMITS) is None or (
        alone(folder, between).findings.empty
    )


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*GOOD, PARTS]),
            st.lists(
                st.tuples(st.floats(0, 1), st.integers(0, 3), st.binary(max_size=3)), max_size=2
            ),
        ),
        min_size=2,
        max_size=6,
    )
)
def test_any_bytes_changed_anywhere(folder: Path, drawn):
    """What was changed is left out, or still right by itself; what was not says what it says."""
    contents = []
    for content, changes in drawn:
        changed = content
        for place, length, put in changes:
            at = int(place * len(changed))
            changed = changed[:at] + put + changed[at + length :]
        contents.append(changed)
    same_as_alone(folder, contents)
