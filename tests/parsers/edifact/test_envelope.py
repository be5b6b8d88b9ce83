"""The envelope of an interchange, read by its own character set, formats and bounds."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from parsers.formats import Limits, read_file
from tests import made

LIMITS = Limits(max_file_bytes=1 << 30, max_segment_bytes=65536)


def interchange(
    reference: str = "R1", version: str = "4", sets: str = "UNOC", seed: int = 7
) -> str:
    text = made.cusdec([made.maker(seed).declaration(lines=1)], "R1").decode("latin-1")
    return text.replace("UNOC:4", f"{sets}:{version}").replace("R1'", f"{reference}'")


def found(folder: Path, content: bytes, **limits: int) -> tuple[list[tuple], list[str | None]]:
    """Return code, interchange and element of each finding, and the references read."""
    path = folder / "file"
    path.write_bytes(content)
    batches = list(read_file(path, recipient="CARMHUB", limits=replace(LIMITS, **limits)))
    findings = [
        tuple(None if value != value else value for value in row)  # noqa: PLR0124 - NaN
        for batch in batches
        for row in batch.findings[["code", "interchange", "element"]].itertuples(index=False)
    ]
    return findings, [r for batch in batches for r in batch.interchanges["reference"]]


@pytest.mark.parametrize(
    ("sets", "codec", "reference"),
    [("UNOY", "utf-8", "RÉF1"), ("UNOW", "utf-8", "РЕФ1"), ("UNOD", "iso8859-2", "RŁ1")],
)
def test_the_header_is_read_in_its_own_character_set(
    tmp_path: Path, sets: str, codec: str, reference: str
):
    """UNB says its character set, and UNB itself is in it, as UNZ is."""
    content = interchange(reference, sets=sets).encode(codec)
    assert found(tmp_path, content) == ([], [reference])


@pytest.mark.parametrize("tag", ["UNB", "UNZ", "UNH", "UNT"])
@pytest.mark.parametrize("wrong", [b"\xff", b"\x07"])
def test_service_segments_keep_to_the_character_set(tmp_path: Path, tag: str, wrong: bytes):
    """Bytes outside the character set are told wherever they stand, once a segment."""
    content = interchange(sets="UNOY").encode()
    start = content.index(tag.encode() + b"+")
    place = content.index(b"'", start)
    findings, _ = found(tmp_path, content[:place] + b"+" + wrong + content[place:])
    assert [code for code, _, _ in findings] == ["EDI-014"]


LONG = "A" * 69


@pytest.mark.parametrize(
    ("before", "after", "version", "expected"),
    [
        ("R1'", "ABCDEFGHIJKLMN'", "4", []),
        ("R1'", "ABCDEFGHIJKLMNO'", "4", [("VAL-003", "0020")]),
        ("UNZ+1+R1'", f"UNZ+1+{LONG}'", "4", [("EDI-003", "0020")]),
        ("+BOREALIS+", f"+{'B' * 36}+", "4", [("VAL-003", "S002/0004")]),
        ("+CARMHUB+", f"+{'B' * 36}+", "4", [("VAL-003", "S003/0010"), ("EDI-011", "S003/0010")]),
        ("+20261106:0930", "+20269999:0930", "4", [("VAL-004", "S004/0017")]),
        ("+20261106:0930", "+261106:0930", "4", [("VAL-004", "S004/0017")]),
        ("+20261106:0930", "+261106:0930", "3", []),
        ("+20261106:0930", "+20261106:0930", "3", [("VAL-004", "S004/0017")]),
        ("+20261106:0930", "+20261106:9999", "4", [("VAL-003", "S004/0019")]),
        ("+20261106:0930", "+", "4", [("VAL-001", "S004/0017"), ("VAL-001", "S004/0019")]),
        ("UNH+1+", f"UNH+{'1' * 15}+", "4", [("VAL-003", "0062"), ("EDI-005", "0062")]),
        ("UNH+1+", "UNH++", "4", [("VAL-001", "0062"), ("EDI-005", "0062")]),
    ],
)
def test_the_envelope_keeps_to_its_formats(
    tmp_path: Path, before: str, after: str, version: str, expected: list[tuple[str, str]]
):
    """References, parties, date and time have the formats of their syntax version."""
    text = re.sub("[0-9]{8}:[0-9]{4}", "20261106:0930", interchange(version=version), count=1)
    content = text.replace(before, after)
    findings, _ = found(tmp_path, content.encode())
    assert [(code, element) for code, _, element in findings] == expected


def test_references_are_compared_whole(tmp_path: Path):
    """References that differ behind what a finding shows of them differ."""
    content = interchange(LONG + "12").replace(f"UNZ+1+{LONG}12", f"UNZ+1+{LONG}34")
    findings, _ = found(tmp_path, content.encode())
    assert ("EDI-003", 0, "0020") in findings


def three(second: str) -> bytes:
    first, third = interchange("R1", seed=1), interchange("R3", seed=3)
    return f"{first}{second}{third}".encode()


def test_a_segment_too_long_costs_its_interchange_only(tmp_path: Path):
    """What follows a segment over the limit is read from the next interchange on."""
    long = interchange("R2", seed=2).replace("FTX+AAA+++", "FTX+AAA+++" + "x" * 2_000_000)
    assert found(tmp_path, three(long)) == ([("EDI-010", 1, None)], ["R1", "R2", "R3"])


def test_a_message_too_long_costs_its_interchange_only(tmp_path: Path):
    """What follows a message without end is read from the next interchange on."""
    start, end = interchange("R2", seed=2).split("UNT+")
    long = start + "FTX+AAA+++x'" * 200_000 + "UNT+" + end
    findings, references = found(tmp_path, three(long), max_message_bytes=1_000_000)
    assert findings == [("EDI-020", 1, None)] and references == ["R1", "R2", "R3"]


def test_too_many_findings_refuse_the_interchange_they_stop_in(tmp_path: Path):
    """Where the reading stops, UNZ is not said to be missing; the interchange is refused."""
    text = interchange()
    head, rest = text.split("UNH+", 1)
    message, tail = rest.split("UNZ+")
    many = ("UNH+" + message.replace("MOA+77:", "MOA+77:x")) * 20_000
    findings, references = found(tmp_path, (head + many + "UNZ+" + tail).encode(), max_findings=50)
    codes = [code for code, _, _ in findings]
    assert "EDI-001" not in codes and findings[-1] == ("FILE-009", 0, None)
    assert references == ["R1"]


def test_a_trailer_without_its_terminator_is_told_as_such(tmp_path: Path):
    """UNZ is there, only its terminator is not."""
    findings, references = found(tmp_path, interchange().rstrip()[:-1].encode())
    assert findings == [("EDI-015", 0, None)] and references == ["R1"]


def test_a_message_that_is_cut_off_lends_its_ordinal_to_no_other(tmp_path: Path):
    """Findings of a message that never ends are not those of the next interchange's first."""
    cut = interchange("R1", seed=1).split("UNT+")[0].replace("UNH+1+", "UNH++")
    path = tmp_path / "file"
    path.write_bytes((cut + interchange("R2", seed=2)).encode())
    (batch,) = read_file(path, recipient="CARMHUB", limits=LIMITS)
    (ordinal,) = batch.messages["message"]
    assert ordinal not in batch.findings["message"].tolist()
    assert set(batch.findings["code"]) == {"VAL-001", "EDI-001"}
