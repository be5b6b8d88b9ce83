from pathlib import Path

import pandas as pd
import pytest

from parsers.formats import Limits, read_file
from parsers.xml.declaration_fields import NAMESPACE
from parsers.xml.document import spans
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
    assert set(read(tmp_path / "file", content)["code"]) == {"XML-003"}


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
