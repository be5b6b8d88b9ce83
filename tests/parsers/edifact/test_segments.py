import io
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydifact.parser import Parser
from pydifact.segments import Segment as PydifactSegment

from parsers.edifact.syntax.blocks import (
    BLOCK_BYTES,
    SegmentTooLong,
    Unterminated,
    read_blocks,
    read_segments,
)
from parsers.edifact.syntax.pydifact_segments import as_pydifact
from parsers.edifact.syntax.segments import (
    DEFAULT_SEPARATORS,
    LEVEL_B_SEPARATORS,
    Block,
    Segment,
    Separators,
)
from parsers.edifact.syntax.tokens import tokenize
from parsers.edifact.syntax.writer import write, write_segment

LIMIT = 65536
CUSTOM = Separators("|", "*", ",", "!", "^", "~")
REPEATING = DEFAULT_SEPARATORS._replace(repetition="*")
SEPARATORS = st.sampled_from([DEFAULT_SEPARATORS, REPEATING, CUSTOM])
CHARACTERS = "AZ09 ?+:'.*!|~^,éß"
TEXT = st.text(st.sampled_from(CHARACTERS), max_size=12)
FILLED = TEXT.map(lambda text: text.strip() or "X")
TAGS = st.sampled_from(["BGM", "NAD", "FTX", "LOC"])
COMPONENTS = st.lists(FILLED, min_size=1, max_size=3)
SEGMENTS = st.lists(st.tuples(TAGS, st.lists(COMPONENTS, min_size=1, max_size=4)), max_size=12)
REPETITIONS = st.lists(st.lists(TEXT, min_size=1, max_size=3), min_size=1, max_size=3)
WHOLE_SEGMENTS = st.lists(st.tuples(TAGS, st.lists(REPETITIONS, max_size=4)), max_size=12)


def written(segments) -> bytes:
    return "".join(write_segment([tag, *parts]) for tag, parts in segments).encode("latin-1")


def read(content: bytes, limit: int = LIMIT):
    return list(read_segments(io.BytesIO(content), max_segment_bytes=limit))


def blocks(content: bytes, size: int = BLOCK_BYTES) -> list[Block]:
    events = read_blocks(io.BytesIO(content), max_segment_bytes=LIMIT, block_bytes=size)
    return [event for event in events if isinstance(event, Block)]


def split(segment: Segment, separators: Separators = DEFAULT_SEPARATORS):
    tag, *elements = segment.elements(separators, "latin-1")
    return tag[0][0], [repetitions[0] for repetitions in elements]


def raws(content: bytes) -> list[bytes]:
    return [event.raw for event in read(content) if isinstance(event, Segment)]


@given(SEGMENTS)
def test_written_then_read_is_the_same(segments):
    """What was written with release characters is read back, whatever the characters."""
    found = [split(s) for s in read(written(segments)) if isinstance(s, Segment)]
    assert found == [(tag, parts) for tag, parts in segments]


@given(WHOLE_SEGMENTS, SEPARATORS)
def test_read_then_written_is_the_same_bytes(segments, separators):
    """What was read is written again byte for byte: empty parts, repetitions, any separators."""
    if separators.repetition == " ":
        segments = [(tag, [element[:1] for element in parts]) for tag, parts in segments]
    content = write([[tag, *parts] for tag, parts in segments], separators).encode("latin-1")
    found = [event for event in read(content) if isinstance(event, Segment)]
    again = [
        [tag[0][0], *elements]
        for tag, *elements in (s.elements(separators, "latin-1") for s in found)
    ]
    assert again == [[tag, *parts] for tag, parts in segments]
    assert write(again, separators).encode("latin-1") == content


SERVICE_CHARACTERS = st.lists(
    st.sampled_from("+:?'*!|~^,;#%\x1c\x1d\x1f"), min_size=4, max_size=4, unique=True
).map(lambda four: Separators(four[0], four[1], ".", four[2], " ", four[3]))


@given(SEGMENTS, SERVICE_CHARACTERS, st.sampled_from(["", "\n", "\r\n"]), st.integers(1, 9))
def test_pydifact_reads_the_same_segments(segments, separators, line_break, column):
    """Where pydifact reads a message, ours gives the same segments, and can be had as its own.

    Whatever UNA says, and whatever the release character frees. Ours is wrapped at any column,
    which pydifact does not know.
    """
    text = "".join(write_segment([tag, *parts], separators) for tag, parts in segments)
    una = "UNA" + "".join(separators)
    theirs = [s for s in Parser().parse(una + text) if s.tag != "UNA"] if segments else []
    wrapped = line_break.join(text[n : n + column] for n in range(0, len(text), column))
    found = [s for s in read((una + wrapped).encode("latin-1")) if isinstance(s, Segment)]
    ours = [as_pydifact(s, separators, "latin-1") for s in found]
    assert all(isinstance(segment, PydifactSegment) for segment in ours)
    assert [(s.tag, s.elements) for s in ours] == [(s.tag, s.elements) for s in theirs]


@given(SEGMENTS, st.integers(0, 3))
def test_every_segment_knows_its_place(segments, blanks):
    """The bytes at a segment's offset are the segment, whatever line breaks stand between."""
    content = written(segments).replace(b"'", b"'" + b"\r\n" * blanks)
    for segment in read(content):
        if isinstance(segment, Segment):
            assert content[segment.offset : segment.end - 1] == segment.raw


@given(st.text(st.sampled_from("AUN?+:'\n \x00*"), max_size=120), st.integers(1, 40))
def test_blocks_may_be_cut_anywhere(text, size):
    """Blocks of any size give the same segments at the same places."""
    content = ("UNB+UNOC:4'" + text).encode()
    found = [s for block in blocks(content, size) for s in block.segments()]
    assert found == [s for block in blocks(content) for s in block.segments()]


@given(st.text(st.sampled_from("AUN?+:'\n \x00*é"), max_size=120), SEPARATORS)
def test_the_columnar_view_shows_the_same(text, separators):
    """Places as arrays are the places that splitting gives, for segments and components."""
    content = ("UNA" + "".join(separators) + text + separators.terminator).encode("latin-1")
    for block in blocks(content):
        tokens = tokenize(block)
        segments = list(block.segments())
        assert [tokens.segment(n) for n in range(len(tokens))] == segments
        for number, segment in enumerate(segments):
            if not tokens.odd[number] and separators.release.encode() not in segment.raw:
                _compare_components(tokens, number, segment, separators)


def _compare_components(tokens, number: int, segment: Segment, separators: Separators):
    elements = segment.elements(separators, "latin-1")
    for element, component in product(range(1, 4), range(1, 4)):
        (start,), (end,) = tokens.component(np.array([number]), element, component)
        there = element < len(elements) and component <= len(elements[element][0])
        expected = elements[element][0][component - 1] if there else ""
        assert tokens.block.content[start:end].decode("latin-1") == expected


@given(SEGMENTS)
def test_elements_of_a_block_are_those_of_its_segments(segments):
    """The quick way to elements splits as the careful one does, release characters in place."""
    for block in blocks(written(segments)):
        quick = list(block.elements())
        assert b"".join(b"+".join(parts) + b"'" for parts in quick) == block.content
        assert [len(parts) for parts in quick] == [
            len(s.elements(DEFAULT_SEPARATORS, "latin-1")) for s in block.segments()
        ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (b"FTX+?''", "'"),
        (b"FTX+A??'", "A?"),
        (b"FTX+???''", "?'"),
        (b"FTX+?+?:??'", "+:?"),
        (b"FTX+?UNA:?+.? x'", "UNA"),
        (b"FTX+UNA'", "UNA"),
        (b"FTX+A?'UNA?:?+.??'", "A'UNA:+.?"),
        (b"FTX+?'", None),
    ],
)
def test_release_characters_in_every_position(text: bytes, found: str | None):
    """A release character frees the one after it and nothing else; no text starts a UNA."""
    segments = [s for s in read(b"UNB+UNOC:4'" + text) if isinstance(s, Segment)][1:]
    assert [split(s)[1][0][0] for s in segments] == ([] if found is None else [found])


@pytest.mark.parametrize("column", range(1, 12))
def test_wrapping_may_stand_behind_a_release_character(column: int):
    """A line break between a release character and the one it frees changes nothing."""
    content = "UNB+UNOC:3'FTX+?'?''FTX+??'BGM'"
    wrapped = "\n".join(content[n : n + column] for n in range(0, len(content), column))
    segments = [s for s in read(wrapped.encode()) if isinstance(s, Segment)]
    assert [split(s)[1] for s in segments[1:]] == [[["''"]], [["?"]], []]
    (block,) = blocks(wrapped.encode())
    assert [tokenize(block).segment(n) for n in range(4)] == segments


@pytest.mark.parametrize("line_break", ["\r\n", "\n", "\r"])
def test_lines_wrapped_at_80_columns(line_break: str):
    """Line breaks inside a segment are wrapping: elements are the same as without."""
    content = "UNB+UNOC:3+A+B'" + "FTX+AAA+++" + "O?'Neill & Sons " * 20 + "'UNZ+1+1'"
    wrapped = line_break.join(content[n : n + 80] for n in range(0, len(content), 80))
    plain, found = (
        [split(s) for s in read(text.encode()) if isinstance(s, Segment)]
        for text in (content, wrapped)
    )
    assert found == plain and len(plain) == 3


def test_line_feeds_as_terminators():
    """Without UNA, line feeds end the segments of a file that has no apostrophe after UNB."""
    content = b"UNB+UNOA:1+A+B\nUNH+1+ORDERS:D:96A:UN\nUNT+2+1\nUNZ+1+1\n"
    assert raws(content) == [line for line in content.split(b"\n") if line]
    by_returns = content.replace(b"\n", b"\r\n")
    assert raws(by_returns) == raws(content)
    for lines in (by_returns, b"UNA:+.? \n" + by_returns):
        (block,) = blocks(lines)
        tokens = tokenize(block)
        assert [tokens.segment(n) for n in range(len(tokens))] == list(block.segments())
        assert not tokens.odd.any()
        assert [parts[0] for parts in block.elements()] == [b"UNB", b"UNH", b"UNT", b"UNZ"]


def test_separators_of_level_b():
    """Level B has its own separators, with or without a UNA that says so."""
    content = b"UNB\x1dUNOB\x1f1\x1dA\x1dB\x1cBGM\x1d9?\x1f1\x1c"
    events = read(content)
    assert events[0] == LEVEL_B_SEPARATORS
    assert split(events[2], LEVEL_B_SEPARATORS) == ("BGM", [["9?", "1"]])


def test_repetition_is_told_from_syntax_version_4():
    """Without UNA, an asterisk repeats in version 4 and is text in version 3."""
    for version, separator in (("4", "*"), ("3", " ")):
        events = read(f"UNB+UNOC:{version}+A'".encode())
        assert events[0].repetition == separator


def test_separators_change_between_interchanges():
    """Each UNA between segments sets the separators from there on; places stay right."""
    content = b"UNB+UNOC:4'UNZ+0+1'\r\nUNA|*,! ~UNB*UNOC|4~UNZ*0*1~UNA:+.? 'UNB+UNOC'"
    assert raws(content) == [
        b"UNB+UNOC:4", b"UNZ+0+1", b"UNB*UNOC|4", b"UNZ*0*1", b"UNB+UNOC",
    ]  # fmt: skip
    for segment in read(content):
        if isinstance(segment, Segment):
            assert content[segment.offset : segment.end - 1] == segment.raw


FIRST = "UNB+UNOC:{}+A+B'UNH+1*2'UNZ+0+1'\n"
SECOND = FIRST.replace("UNZ+0+1", "UNZ+0+2")


@pytest.mark.parametrize("size", [1, 40, 600, BLOCK_BYTES])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("UNA:+.? ~" + FIRST.format(4).replace("'", "~"), SECOND.format(4)),
        (FIRST.format(3), SECOND.format(4)),
        (FIRST.format(4), SECOND.format(3)),
        (FIRST.format(4).replace("'", "\n"), SECOND.format(4)),
        ("UNA:+.? ~UIB+UNOA:4~UIT+1~UIZ+1~", SECOND.format(4)),
        (FIRST.format(3), "UNB\x1dUNOB\x1f1\x1dA\x1dB\x1cUNH\x1d1\x1cUNZ\x1d0\x1d2\x1c"),
    ],
)
def test_an_interchange_does_not_inherit_separators(first: str, second: str, size: int):
    """An interchange without UNA has the standard's separators, whatever the one before had."""
    alone = [blocks(text.encode(), size) for text in (first, second)]
    together = blocks((first + second).encode(), size)
    split_alone, split_together = (
        [s.elements(block.separators, "latin-1") for block in each for s in block.segments()]
        for each in ([*alone[0], *alone[1]], together)
    )
    assert split_together == split_alone and len(split_alone) >= 6


def test_what_begins_no_interchange_changes_no_separators():
    """Segments that stray behind an interchange are told in its separators."""
    assert raws(b"UNA|*,! ~UNB*UNOC|4~UNZ*0*1~BGM*1~")[-1] == b"BGM*1"


def test_a_segment_of_released_separators_is_one_text():
    """However many separators are released, none of them parts the text."""
    segment = Segment(0, b"FTX+" + b"?+" * 100_000)
    assert segment.elements(DEFAULT_SEPARATORS, "latin-1")[1] == [["+" * 100_000]]


def test_a_segment_may_cross_a_block():
    """Segments are whole wherever the blocks happen to cut, release characters too."""
    body = b"".join(b"FTX+AAA+++" + b"?'" * n + b"x" * (n * 7 % 90) + b"'" for n in range(3000))
    found = [s for s in read(body) if isinstance(s, Segment)]
    assert len(found) == 3000
    assert [split(s)[1][3][0].count("'") for s in found] == list(range(3000))


def test_custom_separators_and_byte_order_mark():
    """UNA sets the service characters; a byte order mark and blanks before it do no harm."""
    events = read(b"\xef\xbb\xbf  UNA|*,! ~UNB*UNOC|4~BGM*9!*29~")
    assert events[0] == Separators("|", "*", ",", "!", " ", "~")
    assert [e.raw for e in events[1:]] == [b"UNB*UNOC|4", b"BGM*9!*29"]


@pytest.mark.parametrize(
    ("tail", "behind"),
    [(b"", []), (b"'UNZ+1+1'", [b"UNZ+1+1"]), (b"?'X'BGM'", [b"BGM"]), (b"?" * 65_535, [])],
)
def test_a_segment_of_megabytes_is_passed_over(tail: bytes, behind: list[bytes]):
    """A segment over the limit is an event, not memory; reading goes on behind its end."""
    events = read(b"UNB+UNOC:4'UNH+" + b"x" * 2_000_000 + tail)
    (told,) = (event for event in events if isinstance(event, SegmentTooLong))
    assert told.offset == 11 and told.seen_bytes <= BLOCK_BYTES
    assert [e.raw for e in events if isinstance(e, Segment)] == [b"UNB+UNOC:4", *behind]


def test_a_una_behind_a_segment_too_long_is_reached():
    """What stands behind a segment over the limit has its own separators."""
    events = read(b"UNB+UNOC:4'X" + b"x" * 100_000 + b"'UNA|*,! ~UNB*UNOC|4~")
    assert [e.raw for e in events if isinstance(e, Segment)] == [b"UNB+UNOC:4", b"UNB*UNOC|4"]
    assert SegmentTooLong(11, 100_001) in events


@given(st.integers(1, 300), st.integers(1, 300))
def test_the_limit_of_a_segment_is_exact(length: int, before: int):
    """A segment is too long when it is longer than the limit, wherever it stands."""
    events = read(b"A" * (before % 50 + 1) + b"'" + b"B" * length + b"'", limit=100)
    assert any(isinstance(event, SegmentTooLong) for event in events) == (length > 100)


def test_what_follows_the_last_terminator_is_told():
    """Bytes after the last terminator are an event with their place."""
    assert read(b"BGM+1'CUT+SH")[-1] == Unterminated(6, b"CUT+SH")
