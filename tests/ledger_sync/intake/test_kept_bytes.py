import hashlib
import os
import threading
import time
from contextlib import suppress
from pathlib import Path

from ledger_sync.intake.kept_bytes import KeptBytes


def test_kept_under_their_digest(tmp_path: Path):
    """Bytes are found again under their SHA-256, and keeping them twice keeps one copy."""
    kept = KeptBytes(tmp_path)
    digest = kept.put(b"hello")
    assert digest == hashlib.sha256(b"hello").digest() == kept.put(b"hello")
    assert kept.get(digest) == b"hello" and kept.intact(digest)
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [kept.path(digest)]


def test_altered_or_gone_is_not_intact(tmp_path: Path):
    """One changed byte, or a missing file, is found."""
    kept = KeptBytes(tmp_path)
    digest = kept.put(b"hello")
    path = kept.path(digest)
    path.chmod(0o600)
    path.write_bytes(b"hellO")
    assert not kept.intact(digest)
    path.unlink()
    assert not kept.intact(digest)


def test_streamed_bytes_settle_under_their_digest(tmp_path: Path):
    """Bytes that stream in are kept whole under the digest they turn out to have."""
    kept = KeptBytes(tmp_path)
    with kept.incoming() as (stream, place):
        for _ in range(100):
            stream.write(b"x" * 1000)
        digest, size = kept.settle(stream, place)
    assert size == 100_000 and kept.intact(digest)
    assert not list((tmp_path / "incoming").iterdir())


def test_what_a_killed_run_left_is_cleared(tmp_path: Path):
    """Bytes that stopped coming in more than a day ago are removed; newer ones stay."""
    kept = KeptBytes(tmp_path)
    folder = tmp_path / "incoming"
    folder.mkdir()
    for name, age in (("old", 90_000), ("new", 60)):
        (folder / name).write_bytes(b"x")
        os.utime(folder / name, (time.time() - age,) * 2)
    kept.put(b"hello")
    assert [path.name for path in folder.iterdir()] == ["new"]


def test_holes_that_come_in_take_no_room(tmp_path: Path):
    """Zeros, in the middle or at the end, are kept as what they are and fill no disk."""
    kept = KeptBytes(tmp_path)
    piece = bytes(1 << 20)
    with kept.incoming() as (stream, place):
        for content in (piece, b"x" * 1000, *[piece] * 62, b"y\0", piece):
            stream.write(content)
        digest, size = kept.settle(stream, place)
    assert size == 64 * len(piece) + 1002 and kept.intact(digest)
    assert kept.get(digest) == piece + b"x" * 1000 + piece * 62 + b"y\0" + piece
    assert kept.path(digest).stat().st_blocks * 512 < 100_000


def test_what_was_kept_anew_is_not_cleared(tmp_path: Path):
    """While one clears without end, whoever puts old bytes again finds them there afterwards."""
    kept = KeptBytes(tmp_path)
    digest, ended, cleared = kept.put(b"hello"), threading.Event(), []

    def clear() -> None:
        while not ended.is_set():
            cleared.append(kept.clear(digest, 3_600))

    thread = threading.Thread(target=clear)
    thread.start()
    try:
        for _ in range(300):
            with suppress(FileNotFoundError):
                os.utime(kept.path(digest), (0, 0))
            assert kept.put(b"hello") == digest and kept.get(digest) == b"hello"
    finally:
        ended.set()
        thread.join(20)
    assert cleared.count(5) > 0


def test_nothing_is_cleared_while_all_is_copied(tmp_path: Path):
    """Whoever copies the whole folder finds each file that it listed; clearing waits for it."""
    kept = KeptBytes(tmp_path)
    digest = kept.put(b"hello")
    os.utime(kept.path(digest), (0, 0))
    thread = threading.Thread(target=kept.clear, args=(digest, 3_600))
    with kept.uncleared():
        thread.start()
        thread.join(0.3)
        assert thread.is_alive() and kept.put(b"other") and kept.get(digest) == b"hello"
    thread.join(20)
    assert not kept.path(digest).exists()
