"""Texts hold what their character set has, and are told for what they are where they do not."""

from pathlib import Path

import pandas as pd
import pytest

from parsers.values import Fault, text
from tests import made
from tests.parsers.test_two_ways import everything

DECLARATION = made.maker(2).declaration(lines=1)
NAME = DECLARATION.lines[0].description
EDIFACT = made.cusdec([DECLARATION])
XML = made.cad_xml([DECLARATION])


def read(folder: Path, content: bytes) -> dict[str, pd.DataFrame]:
    path = folder / "file"
    path.write_bytes(content)
    return everything(path)


def told(folder: Path, content: bytes) -> list[tuple[str, str | None]]:
    found = read(folder, content)["findings"]
    return [(code, value) for code, value in zip(found["code"], found["value"], strict=True)]


def edifact(description: bytes, syntax: bytes = b"UNOC") -> bytes:
    return EDIFACT.replace(NAME.encode(), description).replace(b"UNOC", syntax)


@pytest.mark.parametrize("written", ["A\u00a0: b", "A\u202fb", "A\u00adb", "A\u3000b", "A\u200db"])
def test_blanks_of_any_kind_are_text(tmp_path: Path, written: str):
    """No-break spaces and soft hyphens are characters of the sets that hold them."""
    content = edifact(written.replace(":", "?:").encode(), b"UNOY")
    for each in (content, XML.replace(NAME.encode(), written.encode())):
        found = read(tmp_path, each)
        assert found["findings"].empty and found["lines"]["description"].tolist() == [written]
    if written.isascii() or ord(max(written)) < 256:
        found = read(tmp_path, edifact(written.replace(":", "?:").encode("latin-1")))
        assert found["findings"].empty and found["lines"]["description"].tolist() == [written]


@pytest.mark.parametrize("blanks", [" ", "    ", "\u00a0", "\u202f \u200b", "\u00ad"])
def test_blanks_alone_are_no_text(tmp_path: Path, blanks: str):
    """A text of blanks is a text that is missing, in either format."""
    assert told(tmp_path, edifact(blanks.encode(), b"UNOY"))[0][0] == "VAL-001"
    found = told(tmp_path, XML.replace(NAME.encode(), blanks.encode()))
    assert found[0][0] in {"VAL-001", "XML-015"}


def test_blanks_around_a_text_say_nothing(tmp_path: Path):
    """Outer blanks are left out of a text, and inner ones are one, in either format."""
    padded = f"  {NAME.replace(' ', '   ')} ".encode()
    for content in (edifact(padded), XML.replace(NAME.encode(), padded)):
        found = read(tmp_path, content)
        assert found["findings"].empty and found["lines"]["description"].tolist() == [NAME]


@pytest.mark.parametrize(
    ("syntax", "written", "named"),
    [
        (b"UNOC", b"\x93Best\x94", "0x93 (Windows-1252 “)"),
        (b"UNOC", b"Prix \x80", "0x80 (Windows-1252 €)"),
        (b"UNOC", "l’été".encode(), "0xE2 0x80 0x99 (UTF-8 ’)"),
        (b"UNOA", b"\xe9t\xe9", "0xE9 (ISO 8859-1 é)"),
        (b"UNOA", "été".encode(), "0xC3 0xA9 (UTF-8 é)"),
        (b"UNOY", b"\xe9t\xe9", "0xE9 (ISO 8859-1 é)"),
        (b"UNOY", "a\u0085b".encode(), "0xC2 0x85"),
        (b"UNOC", b"a\x00b", "0x00"),
        (b"UNOC", b"a\x7fb", "0x7F"),
    ],
)
def test_a_character_outside_the_set_is_told(tmp_path: Path, syntax, written, named):
    """The bytes are named, and the character of another set that they most likely are."""
    assert told(tmp_path, edifact(written, syntax)) == [("EDI-014", named)]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Müller".encode(), ["EDI-027"]),
        ("Œuvre".encode(), ["EDI-014"]),
        (b"M\xfcller", []),
        (b"SANT\xc9\xa0?: 1", []),
        (b"\xabSANT\xc9\xbb", []),
    ],
)
def test_utf_8_in_another_set_is_warned_of(tmp_path: Path, written: bytes, found: list[str]):
    """Letters that read as UTF-8 are read as declared, and told; true words of the set are not."""
    assert [code for code, _ in told(tmp_path, edifact(written))] == found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("a\u202eb", Fault("VAL-008", "U+202E")),
        ("a\ufeffb", Fault("VAL-008", "U+FEFF")),
        ("a\x85b", Fault("VAL-008", "U+0085")),
        ("a\ue000", Fault("VAL-008", "U+E000")),
        ("abcdef", Fault("VAL-003", "an..5")),
        ("a  b ", "a b"),
        ("\u00a0", Fault("VAL-001", "")),
    ],
)
def test_what_a_text_may_hold(value: str, found: str | Fault):
    """Controls, private characters and those that turn the direction are no text."""
    assert text(5)(value, ".") == found


@pytest.mark.parametrize("place", [b"UNS+D", b"NAD+IM", b"CST+1", b"UNS+S"])
def test_an_unread_message_keeps_its_number(tmp_path: Path, place: bytes):
    """A message that is not read for its characters is still named by its declaration's number."""
    found = read(tmp_path, EDIFACT.replace(place, b"FTX+AAA+++\x93'" + place, 1))
    assert set(found["findings"]["code"]) == {"EDI-004", "EDI-014"}
    named = found["declarations"][["transaction_number", "version"]].to_numpy().tolist()
    assert named == [[DECLARATION.transaction_number, 1]]
