"""What libxml2 finds wrong with a document is told in our words, whatever its type of fault."""

import re
from pathlib import Path

import pytest
from lxml import etree

from parsers.xml import declarations
from parsers.xml.schema_faults import SENTENCES
from tests import made
from tests.parsers.test_two_ways import everything

RIGHT = made.cad_xml([made.maker(1).declaration(lines=1)]).decode()
XSI = (
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:xs="http://www.w3.org/2001/XMLSchema"'
)


QUOTE = '"'


def found(folder: Path, content: str) -> list[tuple[str, str, str]]:
    path = folder / "file"
    path.write_bytes(content.encode())
    findings = everything(path)["findings"]
    return [*findings[["code", "value", "expected"]].itertuples(index=False, name=None)]


def valued(tag: str, value: str) -> str:
    return re.sub(f"<{tag}>[^<]*</{tag}>", lambda _: f"<{tag}>{value}</{tag}>", RIGHT, count=1)


def marked(tag: str, attribute: str) -> str:
    return re.sub(f"<{tag}>", f"<{tag}{XSI} {attribute}>", RIGHT, count=1)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (valued("VersionID", "one"), ("XML-016", "one", "VersionNumber")),
        (valued("TariffQuantity", "many"), ("XML-016", "many", "Quantity")),
        (valued("VersionID", "100000"), ("XML-015", "100000", "maxInclusive = 99999")),
        (valued("GoodsItemQuantity", "-1"), ("XML-016", "-1", "GoodsItemCount")),
        (valued("TariffQuantity", "1.23456"), ("XML-015", "1.23456", "fractionDigits = 3")),
        (valued("TariffQuantity", "-1"), ("XML-015", "-1", "minInclusive = 0")),
        (valued("Description", ""), ("XML-015", "", "minLength = 1")),
        (valued("ReleaseDate", "today"), ("XML-016", "today", "Day")),
        (valued("CurrencyCode", "$"), ("XML-013", "$", "[A-Z]{3}")),
        (valued("FunctionCode", "7"), ("XML-014", "7", "9, 5, 1")),
        (valued("TypeCode", "abc"), ("XML-013", "abc", "[A-Z]{1,2}|[0-9]{2}")),
        (marked("VersionID", 'xsi:nil="true"'), ("XML-003", "VersionID xsi:nil", None)),
        (marked("VersionID", 'xsi:type="xs:string"'), ("XML-003", "VersionID xsi:type", None)),
        (marked("VersionID", 'xsi:type="none"'), ("XML-003", "VersionID xsi:type", None)),
        (marked("VersionID", 'xsi:type="no:ne"'), ("XML-003", "VersionID xsi:type", None)),
        (marked("VersionID", 'xsi:nil="perhaps"'), ("XML-003", "VersionID xsi:nil", None)),
        (
            valued("CurrencyCode", f"', attribute '{{{XSI.split(QUOTE)[1]}}}nil'"),
            ("XML-013", f"', attribute '{{{XSI.split(QUOTE)[1]}}}nil'", "[A-Z]{3}"),
        ),
        (marked("VersionID", 'type="1"'), ("XML-017", "type", "-")),
        (marked("VersionID", 'unit="1"'), ("XML-017", "unit", "-")),
        (valued("VersionID", "<b/>1"), ("XML-017", "VersionID", "-")),
        (RIGHT.replace("<VersionID>", "<b/><VersionID>", 1), ("XML-007", "b", "VersionID")),
    ],
)
def test_a_fault_is_told_in_our_words(tmp_path: Path, content: str, told: tuple[str, str, str]):
    """Each type of fault has its code, with what was found and what was expected."""
    assert told in found(tmp_path, content)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("T &#1; shirts", "U+0001"),
        ("T \x01 shirts", "U+0001"),
        ("T &#xD800; shirts", "U+D800"),
        ("&a;", "&a;"),
        ("T & shirts", "<Description>T & shirts</Description"),
        ("T < shirts", "<Description>T < shirts</Description"),
        ("T ]]> shirts", "<Description>T ]]> shirts</Descript"),
        ("T &lt shirts", "<Description>T &lt shirts</Description"),
        ("<!-- -- -->", "<Description><!-- -- --></Description>"),
        ("<?xml version='1.0'?>", "<Description><?xml version='1.0'?></De"),
        ("<a:b/>", "<Description><a:b/></Description>"),
        ("<a b/>", "<Description><a b/></Description>"),
        ("<a b='1'c='2'/>", "Description><a b='1'c='2'/></Description"),
        ("<1/>", "<Description><1/></Description>"),
        ("</>", "<Description></></Description>"),
        ("<>", "<Description><></Description>"),
        ("<a>" * 300, "<a><a><a><a><a><a><a><a><a><a><a><a><a><"),
    ],
)
def test_what_is_no_xml_is_shown(tmp_path: Path, wrong: str, told: str):
    """Signs that cannot be are shown with what stands beside them, in no language."""
    description = re.compile("<Description>[^<]*<")
    content = description.sub(lambda _: f"<Description>{wrong}<", RIGHT, count=1)
    assert found(tmp_path, content) == [("XML-001", told, None)]


@pytest.mark.parametrize(("length", "expected"), [(6_000, "VersionNumber"), (100_000, "-")])
def test_a_value_longer_than_libxml2_shows(tmp_path: Path, length: int, expected: str):
    """The type of the fault is told behind a value of any length."""
    ((code, _, told),) = found(tmp_path, valued("VersionID", "a" * length))
    assert (code, told) == ("XML-016", expected)


def test_what_lacks_is_told(tmp_path: Path):
    """An element that is missing is told by its parent and its name, or by what stands there."""
    content = re.sub("<VersionID>.*?</VersionID>", "", RIGHT, count=1)
    assert found(tmp_path, content) == [("XML-007", "TypeCode", "VersionID")]
    content = re.sub(r"<Seller>.*?</Seller>", "<Seller/>", RIGHT, count=1, flags=re.DOTALL)
    assert ("XML-008", "Seller", "Name") in found(tmp_path, content)


def test_every_facet_of_the_schema_has_words():
    """What a type of ``cad.xsd`` bounds its values by is a type of fault in the table."""
    schema = etree.parse(str(Path(declarations.__file__).with_name("cad.xsd")))
    facets = {etree.QName(each).localname for each in schema.iterfind(".//{*}restriction/*")}
    assert {f"SCHEMAV_CVC_{facet.upper()}_VALID" for facet in facets} <= SENTENCES.keys()


def test_a_local_type_has_a_name():
    """Only types with a name can be told: others are of texts, which any value is."""
    schema = etree.parse(str(Path(declarations.__file__).with_name("cad.xsd")))
    bases = schema.iterfind(".//{*}element/{*}simpleType/{*}restriction")
    assert {each.get("base") for each in bases} == {"xs:token"}
