"""What ``cad.xsd`` calls valid is read as it says; what it cannot say is a finding all the same."""

import re
from pathlib import Path

import pandas as pd
import pytest

from tests import made
from tests.parsers.test_two_ways import assert_same, everything

DECLARATIONS = [made.maker(seed).declaration(lines=2) for seed in (1, 2)]
RIGHT = made.cad_xml(DECLARATIONS)
PLACED = ["byte_from", "byte_to"]


def read(folder: Path, content: bytes) -> dict[str, pd.DataFrame]:
    path = folder / "file"
    path.write_bytes(content)
    return {name: rows.drop(columns=PLACED) for name, rows in everything(path).items()}


def codes(folder: Path, content: bytes) -> list[str]:
    return read(folder, content)["findings"]["code"].tolist()


def test_every_value_on_a_line_of_its_own(tmp_path: Path):
    """White space around a value, a moment's too, changes nothing."""
    leaf = re.compile(rb">([^<>\s][^<>]*)</")
    assert_same(read(tmp_path, leaf.sub(rb">\n\t \1\r\n  </", RIGHT)), read(tmp_path, RIGHT))


def test_white_space_in_a_text_is_one_blank(tmp_path: Path):
    """A text that a printer wrapped is the text, as ``xs:token`` has it."""
    content = RIGHT.replace(b"<Description>", b"<Description>A \n\t  text, ", 1)
    lines = read(tmp_path, content)["lines"]
    assert lines["description"][0].startswith("A text, ")


@pytest.mark.parametrize(
    "written",
    ["+12.5", "12.50", "012.5", "+12.500", " 12.5 ", "12.5" + "0" * 40, "0" * 40 + "12.5"],
)
def test_a_decimal_is_read_as_the_schema_has_it(tmp_path: Path, written: str):
    """Plus, zeros on either side and blanks say nothing of an amount."""
    start = RIGHT.index(b"<ValueAmount>") + len(b"<ValueAmount>")
    end = RIGHT.index(b"<", start)
    content = RIGHT[:start] + written.encode() + RIGHT[end:]
    found = read(tmp_path, content)
    assert found["findings"].empty
    assert found["lines"]["value_for_currency_conversion_cents"][0] == 1250


@pytest.mark.parametrize(
    ("written", "cents"),
    [(".50", 50), ("3150.", 315_000), ("-0.00", 0), ("-0", 0), ("+.5", 50), ("-.0", 0)],
)
def test_a_bare_mark_and_a_negative_nothing(tmp_path: Path, written: str, cents: int):
    """A mark needs digits on one side only, and nothing may bear a minus."""
    content = RIGHT.replace(b"<PaymentAmount>", b"<PaymentAmount>!", 1)
    start = content.index(b"!")
    content = content[:start] + written.encode() + content[content.index(b"<", start) :]
    found = read(tmp_path, content)
    assert found["findings"].empty and found["charges"]["declared_cents"][0] == cents


@pytest.mark.parametrize("written", ["-1", "-0.01", ".", "+", "1,5", "1 5", "1e3", "", "NaN"])
def test_what_the_schema_refuses_is_refused(tmp_path: Path, written: str):
    """A number that is none, or less than nothing, is a fault of the schema."""
    start = RIGHT.index(b"<ValueAmount>") + len(b"<ValueAmount>")
    content = RIGHT[:start] + written.encode() + RIGHT[RIGHT.index(b"<", start) :]
    assert set(codes(tmp_path, content)) <= {"XML-015", "XML-016"} and codes(tmp_path, content)


@pytest.mark.parametrize("again", ["1", " 1", "\n1\n"])
def test_a_reference_is_unique_in_the_batch(tmp_path: Path, again: str):
    """The second declaration of one reference is refused, the first stands."""
    two = f"<FunctionalReferenceID>{again}<".encode()
    content = RIGHT.replace(b"<FunctionalReferenceID>2<", two)
    found = read(tmp_path, content)["findings"]
    assert found[["code", "message", "segment"]].to_numpy().tolist() == [
        ["XML-021", 1, "/DeclarationBatch/Declaration[2]/FunctionalReferenceID"]
    ]


@pytest.mark.parametrize(("kind", "told"), [("CUD", ["XML-020"]), ("GST", [])])
def test_a_rate_code_is_never_dropped(tmp_path: Path, kind: str, told: list[str]):
    """A rate code fills its column, or is a finding beside a charge that has none."""
    fee = f"<TypeCode>{kind}</TypeCode>".encode()
    found = read(tmp_path, RIGHT.replace(fee, fee + b"<RateCode>5</RateCode>", 1))
    assert found["findings"]["code"].tolist() == told
    assert (found["lines"]["gst_code"] == "5").any() == (not told)


@pytest.mark.parametrize(
    ("before", "after", "named", "line"),
    [
        ("encoding='UTF-8'", "encoding='utf-16'", "utf-16", 1),
        ("encoding='UTF-8'", "encoding='UTF-16LE'", "UTF-16LE", 1),
        ("encoding='UTF-8'", "encoding='klingon'", "klingon", 1),
    ],
)
def test_a_declared_encoding_that_the_bytes_are_not(tmp_path, before, after, named, line):
    """The encoding is named, with the line that says so."""
    content = RIGHT.decode().replace(before, after).encode()
    found = read(tmp_path, content)["findings"]
    assert found[["code", "value", "segment_position"]].to_numpy().tolist() == [
        ["XML-012", named, line]
    ]


@pytest.mark.parametrize("declared", ["UTF-8", "US-ASCII"])
@pytest.mark.parametrize("lines", [0, 30_000])
def test_bytes_that_are_not_in_the_encoding(tmp_path: Path, declared: str, lines: int):
    """Bytes of another encoding are told with their line, however far down."""
    content = RIGHT.replace(b"UTF-8", declared.encode()).replace(
        b"<Description>", b"\n" * lines + b"<Description>\xe9", 1
    )
    line = content[: content.index(b"\xe9")].count(b"\n") + 1
    found = read(tmp_path, content)["findings"]
    assert found[["code", "value", "segment_position"]].to_numpy().tolist() == [
        ["XML-012", declared, line]
    ]


@pytest.mark.parametrize("entity", ["&nbsp;", "&eacute;", "&x;"])
def test_an_undefined_entity_is_named(tmp_path: Path, entity: str):
    """An entity that nothing declares is named with its line."""
    content = RIGHT.replace(b"<Description>", f"<Description>{entity}".encode(), 1)
    line = content[: content.index(entity.encode())].count(b"\n") + 1
    found = read(tmp_path, content)["findings"]
    assert found[["code", "value", "segment_position"]].to_numpy().tolist() == [
        ["XML-001", entity, line]
    ]
