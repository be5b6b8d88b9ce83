"""Laws of names and of completeness."""

import stat
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sftp import names
from sftp.arrivals import Arrival, arrival, is_complete

NOW = datetime(2026, 3, 1, tzinfo=UTC)
claim_ids = st.from_regex(r"[A-Za-z0-9-]{1,64}", fullmatch=True)
safe_names = st.text(min_size=1).filter(names.is_safe)


@given(claim_ids, safe_names)
def test_claimed_name_splits_into_what_it_was_made_of(claim_id, name):
    """Splitting a claimed name gives back claim id and name, and it fits a file system."""
    claimed = names.claimed_name(claim_id, name)
    assert names.split_claimed_name(claimed) == (claim_id, name)
    assert len(claimed.encode()) <= 255


@given(st.text())
def test_safe_name_is_one_printable_component(name):
    """A safe name has no separator and no control character, and is no relative step."""
    if names.is_safe(name):
        assert not set("/\\\0\n\r\t\x1b") & set(name)
        assert name not in {"", ".", ".."}


@pytest.mark.parametrize(
    "name", ["déclaration n° 5.edi", "CAD 2026-03.xml", "a'b;c$(d).edi", "-rf"]
)
def test_ordinary_names_are_safe(name):
    """Spaces, accents and shell characters are no danger here."""
    assert names.is_safe(name)


@pytest.mark.parametrize("claimed", ["x.edi", "__x.edi", "a__", "a b__x.edi", "a__.."])
def test_foreign_name_is_no_claim(claimed):
    """A file that no worker named is not taken for a claim."""
    assert names.split_claimed_name(claimed) is None


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFDIR, stat.S_IFIFO, stat.S_IFSOCK, None])
def test_only_regular_files_arrive(kind):
    """A link, folder, pipe, socket or thing of no known kind is no arrival."""
    assert arrival(name="x.edi", mode=kind, size_bytes=1, modified=1) is None
    assert arrival(name="x.edi", mode=stat.S_IFREG | 0o644, size_bytes=1, modified=1) is not None


UNFINISHED = (".part", ".filepart", "~")


@pytest.mark.parametrize("name", ["x.edi.part", "X.EDI.FilePart", "x.edi~", ".x.edi"])
def test_what_is_still_written_is_no_arrival(name: str):
    """A name that clients use while they write is left alone, however it is written."""
    kind = {"mode": stat.S_IFREG | 0o644, "size_bytes": 1, "modified": 1}
    assert arrival(name=name, unfinished=UNFINISHED, **kind) is None
    assert arrival(name="x.edi", unfinished=UNFINISHED, **kind) is not None
    assert arrival(name="part.edi", unfinished=UNFINISHED, **kind) is not None


@given(st.floats(0.1, 1e6), st.floats(0, 1e6), st.floats(0, 0.999), st.floats(0, 0.999))
def test_age_never_counts_more_than_it_is(min_age_s, age_s, cut_file, cut_clock):
    """Whole-second times never make a file look older than it is."""
    modified, clock = NOW + timedelta(seconds=cut_file), NOW + timedelta(seconds=cut_file + age_s)
    seen_as = Arrival("x", 1, modified.replace(microsecond=0))
    complete = is_complete(
        seen_as, seen={}, min_age_s=min_age_s, server_now=clock - timedelta(seconds=cut_clock)
    )
    if complete:
        assert age_s >= min_age_s - 1e-5


def test_changed_file_is_not_complete():
    """Another size or another time than the earlier look's is not complete."""
    earlier = Arrival("x", 1, NOW)
    for later in (Arrival("x", 2, NOW), Arrival("x", 1, NOW + timedelta(seconds=1))):
        assert not is_complete(later, seen={"x": earlier}, min_age_s=60, server_now=NOW)
    assert is_complete(earlier, seen={"x": earlier}, min_age_s=60, server_now=NOW)
