"""Whatever prefixes and name spaces a document has, reading it gives rows and findings."""

import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.xml.declaration_fields import NAMESPACE
from tests import made
from tests.parsers.test_two_ways import NODES, edited, everything

RIGHT = made.cad_xml([made.maker(seed).declaration(lines=2) for seed in (1, 2, 3)])
PREFIXES = st.sampled_from(["w", "é", "a.b-c", "ns0", "xsi"])
NAMES = ["urn:x", "urn:a}b", "urn:{a}b}c", "http://example.org/a b", NAMESPACE + "}", "urn:é", "x"]
FOREIGN = st.builds(
    "<{p}:{n} xmlns:{p}='{u}' {p}:k='1'>{t}</{p}:{n}>".format,
    p=PREFIXES,
    n=st.sampled_from(["Foo", "Declaration", "ID", "GoodsShipment", "é"]),
    u=st.sampled_from(NAMES),
    t=st.sampled_from(["", "x", "<ID/>", "<a xmlns=''/>", "&#x80;", "<![CDATA[<x>]]>"]),
)
EDITS = st.lists(
    st.tuples(
        st.integers(250, 14_000), st.integers(0, 2), st.one_of(st.sampled_from(NODES), FOREIGN)
    ),
    max_size=3,
)


def prefixed(content: bytes, prefix: str) -> bytes:
    """Return a document with a prefix in each of its tags."""
    text = re.sub(r"<(/?)(?=\w)", rf"<\1{prefix}:", content.decode())
    return text.replace(" xmlns=", f" xmlns:{prefix}=").encode()


def read(folder: Path, content: bytes) -> dict[str, pd.DataFrame]:
    path = folder / "file"
    path.write_bytes(content)
    return everything(path)


@pytest.mark.parametrize("prefix", ["w", "é", "a.b-c"])
def test_a_fault_in_a_prefixed_document_costs_no_neighbour(tmp_path: Path, prefix: str):
    """Prefixed or not, a fault is of its declaration alone, and at the same path."""
    wrong = RIGHT.replace(b"<ValueAmount>", b"<ValueAmount>S", 1)
    found = [read(tmp_path, each) for each in (wrong, prefixed(wrong, prefix))]
    told = [each["findings"].drop(columns=["byte_from", "byte_to"]) for each in found]
    pd.testing.assert_frame_equal(*told)
    assert told[0]["code"].tolist() == ["XML-016"] and told[0]["message"].tolist() == [0]
    assert [len(each["declarations"]) for each in found] == [3, 3]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("place", ["<VersionID>", "<Description>", "<Declaration>"])
def test_an_element_of_any_name_space_is_a_fault(tmp_path: Path, name: str, place: str):
    """A foreign element, whatever its name space is called, refuses what it stands in."""
    foreign = f"<q:Foo xmlns:q='{name}' q:a='1'/>"
    found = read(tmp_path, RIGHT.replace(place.encode(), (foreign + place).encode(), 1))
    assert set(found["findings"]["code"]) <= {"XML-001", "XML-007"}
    assert not found["findings"].empty


@given(EDITS, st.none() | PREFIXES)
def test_names_of_any_kind_end_in_findings(tmp_path_factory, edits, prefix):
    """Whatever elements and prefixes are put into a batch, it is read to rows and findings."""
    content = RIGHT if prefix is None else prefixed(RIGHT, prefix)
    for place, length, piece in edits:
        content = edited(content.decode("latin-1").encode("latin-1"), [(place, length, "")])
        at = place % len(content)
        content = content[:at] + piece.encode() + content[at:]
    found = read(tmp_path_factory.mktemp("names"), content)
    assert len(found["messages"]) <= 4 and len(found["interchanges"]) <= 1
