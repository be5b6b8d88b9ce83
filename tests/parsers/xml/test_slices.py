"""A declaration that is read in slices gives what it gives when it is read whole."""

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from parsers.formats import Limits, read_file
from parsers.message_tables import TABLES
from parsers.xml import declarations, document_bytes, growing
from simulator.files.declaration import Reason, new_version
from tests import made
from tests.parsers.test_two_ways import NODES, assert_same, edited, everything

MAKER = made.maker(21)
LONG = new_version(MAKER.declaration(lines=30), Reason("R5-00-COT"))
CONTENT = made.cad_xml([MAKER.declaration(lines=2), LONG, MAKER.declaration(lines=9)])
EDITS = st.lists(
    st.tuples(st.integers(300, len(CONTENT)), st.integers(0, 3), st.sampled_from(NODES)), max_size=2
)
LIMITS = Limits(max_file_bytes=1 << 30, max_segment_bytes=65536)


@pytest.fixture(params=[1, 3000, 9000])
def in_slices(request, monkeypatch) -> None:
    """Cut what is larger than this; the file is fed in small pieces."""
    for module in (document_bytes, growing):
        monkeypatch.setattr(module, "CHUNK_BYTES", 700)
    monkeypatch.setattr(declarations, "_SLICE_BYTES", request.param)


def sliced(path: Path, size: int) -> dict[str, pd.DataFrame]:
    with pytest.MonkeyPatch.context() as patch:
        for module in (document_bytes, growing):
            patch.setattr(module, "CHUNK_BYTES", 700)
        patch.setattr(declarations, "_SLICE_BYTES", size)
        return everything(path)


@pytest.mark.parametrize("size", [1, 3000, 9000, 40_000])
def test_slices_give_the_same_tables(tmp_path: Path, size: int):
    """Wherever it is cut, a declaration gives the rows of the whole, each invoice once."""
    path = tmp_path / "file"
    path.write_bytes(CONTENT)
    whole = everything(path)
    assert whole["findings"].empty and len(whole["lines"]) == 41
    assert_same(sliced(path, size), whole)


@given(EDITS, st.sampled_from([1, 3000, 9000]))
def test_slices_find_a_fault_where_the_whole_does(tmp_path_factory, edits, size: int):
    """Whatever is done to a batch, a slice is right or wrong as the whole declaration is."""
    path = tmp_path_factory.mktemp("slices") / "file"
    path.write_bytes(edited(CONTENT, edits))
    whole, cut = everything(path), sliced(path, size)
    refused = [set(each["findings"]["message"].dropna()) for each in (whole, cut)]
    assert refused[0] == refused[1]
    if whole["findings"]["message"].isna().any():  # the document as a whole is refused
        return
    for name in TABLES:
        if "message" in whole[name]:
            rows = [each[name][~each[name]["message"].isin(refused[0])] for each in (whole, cut)]
            pd.testing.assert_frame_equal(*(each.reset_index(drop=True) for each in rows))


def test_a_fault_is_placed_in_the_whole_declaration(tmp_path: Path, in_slices):
    """The path and line of a wrong value are those of the document, not of the slice."""
    content = made.cad_xml([LONG])
    place = content.index(b"<DirectShipmentDate>", content.index(b"<SequenceNumeric>25<"))
    day = slice(
        place + len(b"<DirectShipmentDate>"), content.index(b"</DirectShipmentDate>", place)
    )
    content = content[: day.start] + b"2026-00-00" + content[day.stop :]
    path = tmp_path / "file"
    path.write_bytes(content)
    (found,) = everything(path)["findings"].to_dict("records")
    assert found["segment_position"] == content[:place].count(b"\n") + 1
    path_of_any_namespace = re.sub(r"/(\w+)", r"/*[local-name()='\1']", found["segment"])
    (element,) = etree.fromstring(content).xpath(path_of_any_namespace)
    assert element.text == "2026-00-00"


def test_lines_are_bounded(tmp_path: Path, in_slices):
    """A declaration of more lines than the bound is a finding; its neighbours are read."""
    path = tmp_path / "file"
    path.write_bytes(CONTENT)
    limits = replace(LIMITS, max_declaration_lines=20)
    batches = list(read_file(path, recipient="CARMHUB", limits=limits))
    found = pd.concat([batch.findings for batch in batches])
    assert found[["code", "message"]].to_numpy().tolist() == [["XML-015", 1]]
    assert set(pd.concat([batch.declarations for batch in batches])["message"]) == {0, 1, 2}
