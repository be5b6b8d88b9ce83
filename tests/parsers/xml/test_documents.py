import re
from pathlib import Path

import pandas as pd
import pytest
from lxml import etree

from parsers.formats import Limits, read_file
from parsers.place_finder import open_places
from parsers.xml.declaration_fields import NAMESPACE
from parsers.xml.spans import spans
from tests import made

LIMITS = Limits(max_file_bytes=1 << 30, max_segment_bytes=65536)
DECLARATIONS = [made.maker(seed).declaration(lines=2) for seed in (1, 2, 3)]


def read(path: Path, content: bytes, name: str = "findings") -> pd.DataFrame:
    path.write_bytes(content)
    batches = list(read_file(path, recipient="CARMHUB", limits=LIMITS))
    return pd.concat([getattr(batch, name) for batch in batches], ignore_index=True)


@pytest.mark.parametrize(
    "before",
    [
        "<!DOCTYPE a>",
        "<!-- <a> --><!DOCTYPE a>",
        "<!--" + "x" * 100_000 + "--><!DOCTYPE a [<!ENTITY b 'c'>]>",
        '<?xml version="1.0"?>\n<!DOCTYPE a SYSTEM "file:///etc/passwd">',
    ],
    ids=["plain", "behind a comment", "far behind", "external"],
)
def test_a_doctype_is_refused_wherever_it_stands(tmp_path: Path, before: str):
    """A DOCTYPE anywhere before the root element refuses the document."""
    found = read(tmp_path / "file", f"{before}<DeclarationBatch xmlns='{NAMESPACE}'/>".encode())
    assert found["code"].tolist() == ["XML-002"]


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "windows-1252", "ISO-8859-15", "UTF-8"])
def test_the_xml_declaration_names_the_character_set(tmp_path: Path, encoding: str):
    """Texts are read in the encoding that the document declares."""
    content = (
        made.cad_xml(DECLARATIONS).decode().replace("encoding='UTF-8'", f"encoding='{encoding}'")
    )
    content = content.replace("<Description>", "<Description>é ", 1)
    lines = read(tmp_path / "file", content.encode(encoding), "lines")
    assert lines["description"][0].startswith("é ")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_read(tmp_path: Path, encoding: str):
    """A document in UTF-16 gives the rows of the same in UTF-8, and its own places."""
    text = made.cad_xml(DECLARATIONS).decode().replace("encoding='UTF-8'", "encoding='UTF-16'")
    content = text.encode(encoding)
    lines = read(tmp_path / "file", content, "lines").drop(columns=["byte_from", "byte_to"])
    same = read(tmp_path / "file", made.cad_xml(DECLARATIONS), "lines")
    pd.testing.assert_frame_equal(lines, same.drop(columns=["byte_from", "byte_to"]))
    found = read(tmp_path / "file", content, "messages")
    for start, end in zip(found["byte_from"], found["byte_to"], strict=True):
        one = content[start:end].decode("utf-16-be" if encoding == "utf-16-be" else "utf-16-le")
        assert one.startswith("<Declaration>") and one.endswith("</Declaration>")


@pytest.mark.parametrize(
    ("named", "encoding"), [("klingon", "ascii"), ("UTF-7", "ascii"), ("EBCDIC-CP-CA", "ascii")]
)
def test_an_encoding_that_is_not_read(tmp_path: Path, named: str, encoding: str):
    """A document in an encoding that is not read is told so, by its name."""
    content = made.cad_xml(DECLARATIONS).replace(b"'UTF-8'", f"'{named}'".encode(encoding))
    found = read(tmp_path / "file", content)
    assert found[["code", "value"]].to_numpy().tolist() == [["XML-012", named]]


@pytest.mark.parametrize("blanks", [b"", b"\r\n" * 40_000], ids=["none", "many"])
def test_blanks_before_a_document_are_passed_over(tmp_path: Path, blanks: bytes):
    """However many line breaks stand before the root element, the document is read."""
    content = made.cad_xml(DECLARATIONS)
    content = blanks + content[content.index(b"<DeclarationBatch") :]
    assert read(tmp_path / "file", content)["code"].tolist() == []
    assert read(tmp_path / "file", blanks)["code"].tolist() == ["FILE-001"]


NESTED = """<Declaration><FunctionalReferenceID>N</FunctionalReferenceID></Declaration>"""


@pytest.mark.parametrize(
    ("before", "inside"),
    [
        ("<Foo>{one}</Foo>", ""),
        ("", "{one}"),
        ("<x:Declaration xmlns:x='y'><a/></x:Declaration>", ""),
        ("<DeclarationBatch><BatchID>B</BatchID>{one}</DeclarationBatch>", ""),
    ],
    ids=["in another element", "in a declaration", "of another name space", "in a batch"],
)
def test_only_children_of_the_batch_are_declarations(tmp_path: Path, before: str, inside: str):
    """A declaration elsewhere is no declaration of the batch, and moves no other's place."""
    content = made.cad_xml(DECLARATIONS).decode()
    start = content.index("<Declaration>")
    end = content.index("</Declaration>")
    one = content[start:end] + "</Declaration>"
    content = (
        content[:start] + before.format(one=one) + content[start:end] + inside.format(one=one)
        + content[end:]
    )  # fmt: skip
    messages = read(tmp_path / "file", content.encode(), "messages")
    assert len(messages) == len(DECLARATIONS)
    for row in messages.itertuples():
        element = content.encode()[row.byte_from : row.byte_to]
        assert element.startswith(b"<Declaration>") and element.endswith(b"</Declaration>")
        assert f"<FunctionalReferenceID>{row.reference}<".encode() in element
    found = read(tmp_path / "file", content.encode())
    assert set(found["code"]) == {"XML-007"}
    assert set(found["message"].dropna()) == ({0} if inside else set())


def test_a_value_of_the_batch_comes_once(tmp_path: Path):
    """A second BatchID, and one behind the declarations, is refused by name and told once."""
    content = made.cad_xml(DECLARATIONS)
    again = b"<BatchID>X</BatchID>" * 9
    for place in (b"<SubmitterID>", b"</DeclarationBatch>"):
        found = read(tmp_path / "file", content.replace(place, again + place))
        assert found[["code", "value"]].to_numpy().tolist() == [["XML-007", "BatchID"]]


def test_a_fault_of_the_schema_is_located(tmp_path: Path):
    """A fault of the schema names its line, its XPath and its declaration, and costs no other."""
    content = made.cad_xml(DECLARATIONS).replace(b"<VersionID>1<", b"<VersionID>none<", 2)
    content = content.replace(b"<VersionID>none<", b"<VersionID>1<", 1)
    found = read(tmp_path / "file", content)
    assert set(found["message"]) == {1}
    assert set(found["segment"]) == {"/DeclarationBatch/Declaration[2]/VersionID"}
    line = content[: content.index(b"<VersionID>none")].count(b"\n") + 1
    assert set(found["segment_position"]) == {line}
    assert len(read(tmp_path / "file", content, "declarations")) == 3


def test_one_fee_of_a_type(tmp_path: Path):
    """A duty or tax that comes twice on a line is a fault of the schema."""
    content = made.cad_xml(DECLARATIONS[:1]).replace(b"<TypeCode>GST<", b"<TypeCode>CUD<", 1)
    assert set(read(tmp_path / "file", content)["code"]) == {"XML-019"}


def test_depth_is_bounded(tmp_path: Path):
    """A document nested deeper than any declaration is a finding."""
    content = f"<DeclarationBatch xmlns='{NAMESPACE}'>".encode() + b"<a>" * 100_000
    assert read(tmp_path / "file", content)["code"].tolist() == ["XML-001"]


@pytest.mark.parametrize("prefix", ["", "d:"])
def test_places_of_declarations(tmp_path: Path, prefix: str):
    """Places are those of the elements, not of what comments and CDATA hold; prefixes or not."""
    one = f"<{prefix}Declaration a='1'>x</{prefix}Declaration>"
    text = (
        f"<{prefix}DeclarationBatch><!-- {one} -->{one}<![CDATA[{one}]]><?pi {one}?>"
        f"<{prefix}DeclarationOffice/><{prefix}Declaration/></{prefix}DeclarationBatch>"
    )
    path = tmp_path / "file"
    path.write_text(text, encoding="ascii")
    found = [text[s.byte_from : s.byte_to] for s in spans(path, "Declaration")]
    assert found == [one, f"<{prefix}Declaration/>"]


def test_a_rules_finding_has_a_path_to_its_element(tmp_path: Path):
    """What a rule finds by column and line is told with the XPath and the bytes of its element."""
    maker = made.maker(8)
    content = made.cad_xml([maker.declaration(lines=2), maker.declaration(lines=3)])
    path = tmp_path / "file"
    path.write_bytes(content)
    (tables,) = read_file(path, recipient="CARMHUB", limits=LIMITS)
    message = tables.messages.iloc[1]
    of_message = {"message": 1, "byte_from": message["byte_from"], "byte_to": message["byte_to"]}
    rest = {"code": "CAD-003", "segment": None, "segment_position": None, "expected": None}
    document = etree.fromstring(content)
    with open_places(path) as places:
        for element, line, value in (
            ("tariff item", 3, None),
            ("unit", 1, None),
            ("importer", None, None),
            ("invoice number", 2, None),
            ("duty", 2, None),
            ("gst", 1, None),
        ):
            found = of_message | rest | {"element": element, "line_number": line, "value": value}
            place = places.place(found)
            assert place.path is not None
            steps = re.sub(r"(^|/)(\w+)", r"\1d:\2", place.path).replace("[TypeCode", "[d:TypeCode")
            (at,) = document.xpath(steps, namespaces={"d": NAMESPACE})
            if element not in {"duty", "gst"}:  # those are found by their amounts
                assert at.text.encode() == content[place.byte_from : place.byte_to]
