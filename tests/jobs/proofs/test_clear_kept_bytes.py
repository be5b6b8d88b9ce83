"""Orphans among kept bytes go; what a row names, or a run is about to name, stays."""

import datetime as dt
import logging
import os
import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from jobs.hub import Hub, JobRefused
from jobs.intake import collect_files
from jobs.proofs import clear_kept_bytes, prove_book
from jobs.proofs.clear_kept_bytes import Cleared
from ledger_sync.intake import named_bytes
from tests.stack.test_backup import fill

OLD_S = 8 * 86_400


@pytest.fixture
def kept(filled) -> Hub:
    """A hub whose book names kept bytes, all of them old."""
    hub = filled(fill)
    for digest in hub.kept.digests():
        _age(hub, digest)
    return hub


def _age(hub: Hub, digest: bytes) -> None:
    """Make bytes look as if they were kept more than a week ago."""
    os.utime(hub.kept.path(digest), (time.time() - OLD_S,) * 2)


def _orphan(hub: Hub, content: bytes) -> bytes:
    digest = hub.kept.put(content)
    _age(hub, digest)
    return digest


def test_old_bytes_that_no_row_names_go_and_are_told(kept: Hub, caplog):
    """Orphans go, each told by its name; files, documents and what is young stay."""
    caplog.set_level(logging.WARNING)
    named = list(kept.kept.digests())
    orphans = [_orphan(kept, b"one"), _orphan(kept, b"three")]
    young = kept.kept.put(b"in flight")
    assert clear_kept_bytes.run(kept) == Cleared(2, 8)
    assert sorted(kept.kept.digests()) == sorted([*named, young])
    assert all(digest.hex() in caplog.text for digest in orphans)
    assert not any(digest.hex() in caplog.text for digest in [*named, young])
    assert clear_kept_bytes.run(kept) == Cleared(0, 0)
    assert all(result.holds for result in prove_book.results(kept))


@pytest.mark.parametrize("how", ["put", "settle"])
def test_bytes_that_a_run_keeps_anew_stay(kept: Hub, monkeypatch, how: str):
    """A run that keeps the same bytes after the book was asked, and names them later, has them."""
    digest = _orphan(kept, b"again")

    def asked(tx, digests):
        found = unnamed(tx, digests)
        if how == "put":
            kept.kept.put(b"again")
        else:
            with kept.kept.incoming() as (stream, place):
                stream.write(b"again")
                kept.kept.settle(stream, place)
        return found

    unnamed = named_bytes.unnamed
    monkeypatch.setattr(named_bytes, "unnamed", asked)
    assert clear_kept_bytes.run(kept) == Cleared(0, 0)
    assert kept.kept.get(digest) == b"again"


def test_a_file_that_comes_again_after_its_orphan_went_is_kept(kept: Hub, tmp_path):
    """Clearing is no memory: bytes that come after it are kept, recorded and proved as any."""
    content = b"not a format of ours"
    _orphan(kept, content)
    assert clear_kept_bytes.run(kept).files == 1
    (tmp_path / "x.txt").write_bytes(content)
    file_id = collect_files.ingest(kept, tmp_path / "x.txt", dt.date(2026, 12, 9))
    collect_files.post(kept, [file_id])
    assert all(result.holds for result in prove_book.results(kept))


def test_killed_midway_it_is_run_again(kept: Hub, monkeypatch):
    """What one run did not get to, the next clears."""
    for number in range(5):
        _orphan(kept, bytes([number]))
    clear, count = kept.kept.clear, []

    def dies(digest, age_s):
        count.append(digest)
        if len(count) == 3:
            raise KeyboardInterrupt
        return clear(digest, age_s)

    monkeypatch.setattr(kept.kept, "clear", dies)
    with pytest.raises(KeyboardInterrupt):
        clear_kept_bytes.run(kept)
    monkeypatch.undo()
    assert clear_kept_bytes.run(kept).files == 3
    assert all(result.holds for result in prove_book.results(kept))


def test_a_folder_that_may_be_another_books_is_left_alone(kept: Hub):
    """Beside a book that names next to nothing of it, nothing is cleared of a folder."""
    most = kept.rules.unnamed.files_max
    for number in range(most + 1):
        path = kept.kept.path(number.to_bytes(32))
        path.parent.mkdir(exist_ok=True)
        path.touch()
        _age(kept, number.to_bytes(32))
    before = list(kept.kept.digests())
    with pytest.raises(JobRefused, match=f"{most + 1} kept files are named by no row"):
        clear_kept_bytes.run(kept)
    assert list(kept.kept.digests()) == before


def test_two_runs_do_not_clear_at_once(kept: Hub):
    """The second waits for the first to end."""
    with ThreadPoolExecutor(1) as runs:
        with kept.book.holding("clear_kept_bytes"):
            second = runs.submit(clear_kept_bytes.run, kept)
            with pytest.raises(TimeoutError):
                second.result(timeout=0.5)
        second.result(timeout=30)


def test_every_table_that_names_bytes_is_asked(hub: Hub):
    """A table of the schema with a column of that name keeps the bytes it names."""
    with hub.book.transaction() as tx:
        rows = tx.rows(
            "SELECT table_name FROM information_schema.columns JOIN information_schema.tables"
            " USING (table_schema, table_name) WHERE column_name = 'sha256'"
            " AND table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
    asked = re.findall(r"SELECT FROM (\w+) WHERE sha256 = digest", named_bytes.UNNAMED)
    assert sorted(row["table_name"] for row in rows) == sorted(asked)


def test_what_each_table_names_is_found(kept: Hub):
    """The book of the test names bytes by files and by documents; others are named by no row."""
    with kept.book.transaction() as tx:
        for rows in (tx.rows("SELECT sha256 FROM file"), tx.rows("SELECT sha256 FROM outbox")):
            named = [bytes(row["sha256"]) for row in rows]
            assert named and named_bytes.unnamed(tx, named) == []
            assert named_bytes.unnamed(tx, [bytes(32), *named, b"x" * 32]) == [bytes(32), b"x" * 32]
