import io

from hypothesis import given
from hypothesis import strategies as st
from pydifact.parser import Parser

from parsers.edifact.segments import (
    BLOCK_BYTES,
    DEFAULT_SEPARATORS,
    Segment,
    SegmentTooLong,
    Separators,
    Unterminated,
    read_segments,
    split_components,
    split_elements,
)

LIMIT = 65536
TEXT = st.text(st.sampled_from("AZ09 ?+:'.éß"), min_size=1, max_size=12).map(
    lambda text: text.strip("\n ") or "X"
)
SEGMENTS = st.lists(
    st.tuples(
        st.sampled_from(["BGM", "NAD", "FTX", "LOC"]),
        st.lists(st.lists(TEXT, min_size=1, max_size=3), min_size=1, max_size=4),
    ),
    min_size=1,
    max_size=12,
)


def escaped(text: str) -> str:
    for character in "?+:'":
        text = text.replace(character, "?" + character)
    return text


def written(segments) -> bytes:
    return "".join(
        f"{tag}+" + "+".join(":".join(escaped(c) for c in e) for e in parts) + "'"
        for tag, parts in segments
    ).encode("latin-1")


def read(content: bytes, limit: int = LIMIT):
    return list(read_segments(io.BytesIO(content), max_segment_bytes=limit))


def split(segment: Segment):
    first, *rest = split_elements(segment.raw.decode("latin-1"), DEFAULT_SEPARATORS)
    return first, [split_components(e, DEFAULT_SEPARATORS) for e in rest]


@given(SEGMENTS)
def test_written_then_read_is_the_same(segments):
    """What was written with release characters is read back, whatever the characters."""
    found = [split(s) for s in read(written(segments)) if isinstance(s, Segment)]
    assert found == [(tag, parts) for tag, parts in segments]


@given(SEGMENTS)
def test_pydifact_reads_the_same_segments(segments):
    """Where pydifact reads a message, ours gives the same tags, elements and components."""
    content = written(segments)
    theirs = [
        (s.tag, [e if isinstance(e, list) else [e] for e in s.elements])
        for s in Parser().parse("UNA:+.? '" + content.decode("latin-1"))
        if s.tag != "UNA"
    ]
    ours = [split(s) for s in read(content) if isinstance(s, Segment)]
    assert ours == theirs


@given(SEGMENTS, st.integers(0, 3))
def test_every_segment_knows_its_place(segments, blanks):
    """The bytes at a segment's offset are the segment, whatever line breaks stand between."""
    content = written(segments).replace(b"'", b"'" + b"\r\n" * blanks)
    for segment in read(content):
        if isinstance(segment, Segment):
            assert content[segment.offset : segment.end - 1] == segment.raw


def test_a_segment_may_cross_a_chunk():
    """Segments are whole wherever the 64 KB chunks happen to cut, release characters too."""
    body = b"".join(b"FTX+AAA+++" + b"?'" * n + b"x" * (n * 7 % 90) + b"'" for n in range(3000))
    found = [s for s in read(body) if isinstance(s, Segment)]
    assert len(found) == 3000
    assert [split(s)[1][3][0].count("'") for s in found] == list(range(3000))


def test_custom_separators_and_byte_order_mark():
    """UNA sets the service characters; a byte order mark and blanks before it do no harm."""
    events = read(b"\xef\xbb\xbf  UNA|*,! ~UNB*UNOC|4~BGM*9!*29~")
    assert events[0] == Separators("|", "*", ",", "!", " ", "~")
    assert [e.raw for e in events[1:]] == [b"UNB*UNOC|4", b"BGM*9!*29"]


def test_an_endless_segment_stops_the_reading():
    """A segment over the limit ends the reading with an event, not with memory."""
    events = read(b"UNB+" + b"x" * 3_000_000)
    assert isinstance(events[-1], SegmentTooLong)
    assert events[-1].seen_bytes <= BLOCK_BYTES


def test_what_follows_the_last_terminator_is_told():
    """Bytes after the last terminator are an event with their place."""
    assert read(b"BGM+1'CUT+SH")[-1] == Unterminated(6, b"CUT+SH")
