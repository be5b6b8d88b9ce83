"""What a worker can rely on at the door."""

import hashlib
import io
import itertools
import os
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sftp.door import Claimed, FetchResult, TooLarge
from sftp.faults import NeedsAPerson, TryAgain

IN, OUT, CLAIMED = "/acme/in", "/acme/out", "/acme/.claimed"


def _place(house, name, content=b"x", age_s=0.0):
    file = house.tree / "acme/in" / name
    file.write_bytes(content)
    modified = file.stat().st_mtime - age_s
    os.utime(file, (modified, modified))
    return file


def test_arrivals_are_oldest_first_and_bounded(house, hub):
    """Complete files come oldest first, with size and time, at most as many as asked for."""
    for number, age_s in enumerate([10, 40, 20, 30]):
        _place(house, f"{number}.edi", bytes(number), age_s)
    found = hub.arrivals(IN, min_age_s=0)
    assert [each.name for each in found] == ["1.edi", "3.edi", "2.edi", "0.edi"]
    assert [each.size_bytes for each in found] == [1, 3, 2, 0]
    assert [each.name for each in hub.arrivals(IN, min_age_s=0, limit=2)] == ["1.edi", "3.edi"]


def test_arrivals_skip_what_is_not_a_finished_file(house, hub, tmp_path):
    """Links, folders, pipes, dot-files, partial and unsafe names are never arrivals."""
    for name in (".hidden", "a.tmp", "b.part", "c.filepart", "D.PART", "e\nf", "g\\h", "x" * 181):
        _place(house, name)
    incoming = house.tree / "acme/in"
    (incoming / "folder").mkdir()
    (incoming / "link").symlink_to(_place(house, "real.edi"))
    (incoming / "outside").symlink_to("/etc/passwd")
    os.mkfifo(incoming / "pipe")
    assert [each.name for each in hub.arrivals(IN, min_age_s=0)] == ["real.edi"]


def test_young_file_waits(house, hub):
    """A file is complete only when it is old enough by the server's clock; no trace remains."""
    _place(house, "young.edi")
    _place(house, "old.edi", age_s=120)
    assert [each.name for each in hub.arrivals(IN, min_age_s=60)] == ["old.edi"]
    assert sorted(os.listdir(house.tree / "acme/in")) == ["old.edi", "young.edi"]


def test_equal_looks_complete_a_young_file(house, hub):
    """A young file is complete when an earlier look saw the same size and time."""
    _place(house, "same.edi")
    _place(house, "grows.edi")
    seen = hub.look(IN)
    _place(house, "grows.edi", b"xx")
    assert [each.name for each in hub.arrivals(IN, seen=seen, min_age_s=600)] == ["same.edi"]


def test_age_is_not_guessed_without_a_clock(house):
    """Where the server's clock cannot be read, only two equal looks complete a file."""
    (house.tree / "acme/out/old.edi").write_bytes(b"x")
    os.utime(house.tree / "acme/out/old.edi", (1, 1))
    with house.door("acme") as door:
        assert door.arrivals("out", min_age_s=1) == []
        assert len(door.arrivals("out", seen=door.look("out"), min_age_s=1)) == 1


def test_missing_folder_needs_a_person(hub):
    """A folder that is not there needs a person."""
    with pytest.raises(NeedsAPerson):
        hub.arrivals("/acme/nowhere", min_age_s=0)
    with pytest.raises(NeedsAPerson):
        hub.claimed("/acme/nowhere")


def test_claim_moves_the_file(house, hub):
    """A claim renames the file; ``claimed`` finds it with id, name, size and time of arrival."""
    placed = _place(house, "x__y.edi", b"abc", age_s=90_000)
    placed_at = datetime.fromtimestamp(int(placed.stat().st_mtime), tz=UTC)
    hub.ensure_folder(CLAIMED)
    path = hub.claim(IN, "x__y.edi", claimed_folder=CLAIMED, claim_id="run-1")
    assert path == "/acme/.claimed/run-1__x__y.edi"
    (claimed,) = hub.claimed(CLAIMED)
    assert replace(claimed, modified_at=None) == Claimed("run-1", "x__y.edi", path, 3, None)
    assert claimed.modified_at == placed_at
    assert os.listdir(house.tree / "acme/in") == []
    assert hub.claim(IN, "x__y.edi", claimed_folder=CLAIMED, claim_id="run-2") is None


def test_exactly_one_of_two_workers_wins(house, hub):
    """Two workers who claim the same 50 files at once get each file exactly once between them."""
    files = [f"{number:02}.edi" for number in range(50)]
    for name in files:
        _place(house, name, name.encode())
    hub.ensure_folder(CLAIMED)
    barrier, won, faults = threading.Barrier(2), {"a": [], "b": []}, []

    def work(claim_id):
        try:
            with house.door() as door:
                for name in files:
                    barrier.wait(20)
                    if door.claim(IN, name, claimed_folder=CLAIMED, claim_id=claim_id):
                        won[claim_id].append(name)
        except BaseException as fault:
            faults.append(fault)
            barrier.abort()

    threads = [threading.Thread(target=work, args=(each,)) for each in won]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []
    assert sorted(won["a"] + won["b"]) == files
    assert sorted((c.claim_id, c.name) for c in hub.claimed(CLAIMED)) == sorted(
        (claim_id, name) for claim_id, names in won.items() for name in names
    )


def test_claim_never_overwrites(house, hub):
    """A claim onto an existing path fails, and both files stay as they were."""
    hub.ensure_folder(CLAIMED)
    earlier = house.tree / "acme/.claimed/run-1__x.edi"
    earlier.write_bytes(b"earlier")
    arrived = _place(house, "x.edi", b"later")
    with pytest.raises(NeedsAPerson):
        hub.claim(IN, "x.edi", claimed_folder=CLAIMED, claim_id="run-1")
    assert earlier.read_bytes() == b"earlier"
    assert arrived.read_bytes() == b"later"


def test_claim_into_a_missing_folder_needs_a_person(house, hub):
    """A claimed folder that is not there is a fault, not a lost race."""
    _place(house, "x.edi")
    with pytest.raises(NeedsAPerson):
        hub.claim(IN, "x.edi", claimed_folder="/acme/nowhere", claim_id="run-1")
    with pytest.raises(NeedsAPerson):
        hub.claim(IN, "gone.edi", claimed_folder="/acme/nowhere", claim_id="run-1")


@pytest.mark.parametrize("name", ["../x", "a/b", "", "..", "a\0b", "a\nb"])
def test_unsafe_names_are_mistakes_of_the_caller(hub, name):
    """Claiming or delivering an unsafe name is refused before the server is asked."""
    with pytest.raises(ValueError):
        hub.claim(IN, name, claimed_folder=CLAIMED, claim_id="run-1")
    with pytest.raises(ValueError):
        hub.deliver(OUT, name, b"")


@pytest.mark.parametrize("claim_id", ["", "a__b", "a/b", ".", "x" * 65])
def test_unsafe_claim_ids_are_mistakes_of_the_caller(hub, claim_id):
    """A claim id that could not be told from the name again is refused."""
    with pytest.raises(ValueError):
        hub.claim(IN, "x", claimed_folder=CLAIMED, claim_id=claim_id)


@pytest.mark.parametrize("size_bytes", [0, 1, 32768, 32769, 1_048_576, 1_048_577, 40_000_001])
def test_fetch_copies_and_hashes(house, hub, size_bytes):
    """Small, windowed and empty files arrive byte for byte with their SHA-256."""
    content = os.urandom(size_bytes)
    _place(house, "x.edi", content)
    to = io.BytesIO()
    result = hub.fetch(f"{IN}/x.edi", to=to, max_bytes=size_bytes)
    assert result == FetchResult(size_bytes, hashlib.sha256(content).hexdigest())
    assert to.getvalue() == content


def test_fetch_is_bounded(house, hub):
    """A file larger than allowed is an outcome, nothing of it is written, the door stays usable."""
    _place(house, "x.edi", bytes(101))
    to = io.BytesIO()
    assert hub.fetch(f"{IN}/x.edi", to=to, max_bytes=100) == TooLarge(101, 100)
    assert to.getvalue() == b""
    assert hub.arrivals(IN, min_age_s=0)[0].size_bytes == 101


def test_fetch_of_a_missing_file_needs_a_person(hub):
    """Fetching what is not there needs a person."""
    with pytest.raises(NeedsAPerson):
        hub.fetch(f"{IN}/gone.edi", to=io.BytesIO(), max_bytes=1)


def test_local_disk_trouble_is_not_the_doors(house, hub):
    """What the caller's own file raises comes through unchanged."""
    _place(house, "x.edi")

    class Full(io.BytesIO):
        def write(self, _):
            raise OSError(28, "no space")

    with pytest.raises(OSError) as fault:
        hub.fetch(f"{IN}/x.edi", to=Full(), max_bytes=1)
    assert fault.value.errno == 28


def test_remove_is_idempotent(house, hub):
    """Removing twice is removing once; a folder is a fault."""
    _place(house, "x.edi")
    hub.remove(f"{IN}/x.edi")
    hub.remove(f"{IN}/x.edi")
    assert os.listdir(house.tree / "acme/in") == []
    with pytest.raises((NeedsAPerson, TryAgain)):
        hub.remove(IN)


@pytest.mark.parametrize("size_bytes", [0, 1, 32768, 100_000, 5_000_000])
def test_deliver_is_repeatable(house, hub, tmp_path, size_bytes):
    """Delivered bytes arrive whole from memory and from a file; again replaces; no part stays."""
    first, second = os.urandom(size_bytes), os.urandom(size_bytes)
    (tmp_path / "second").write_bytes(second)
    assert hub.deliver(OUT, "a.edi", first) == "/acme/out/a.edi"
    assert (house.tree / "acme/out/a.edi").read_bytes() == first
    hub.deliver(OUT, "a.edi", tmp_path / "second")
    assert (house.tree / "acme/out/a.edi").read_bytes() == second
    assert os.listdir(house.tree / "acme/out") == ["a.edi"]


def test_deliver_is_atomic(house, hub):
    """A partner who reads all the time sees the old or the new answer whole, and nothing else."""
    old, new = b"o" * 200_000, b"n" * 300_000
    hub.deliver(OUT, "a.edi", old)
    stop, seen, listed, reads = threading.Event(), set(), set(), itertools.count()
    enough = threading.Event()

    def read():
        with house.client("acme") as client:
            while not stop.is_set():
                seen.add(client.open("out/a.edi", "rb").read())
                listed.update(client.listdir("out"))
                if next(reads) >= 20:
                    enough.set()

    thread = threading.Thread(target=read)
    thread.start()
    deadline = time.monotonic() + 60
    for content in itertools.cycle((new, old)):
        hub.deliver(OUT, "a.edi", content)
        if enough.is_set() or time.monotonic() > deadline:
            break
    stop.set()
    thread.join(20)
    assert seen and seen <= {old, new}
    assert listed == {"a.edi"}


def test_deliver_beyond_the_servers_bound_fails(start):
    """When the server does not keep everything, nothing is delivered and it can be tried again."""
    house = start(max_upload_bytes=100_000)
    with house.door() as door:
        door.deliver(OUT, "a.edi", b"old")
        for content in (bytes(100_001), bytes(1_000_000)):
            with pytest.raises(TryAgain):
                door.deliver(OUT, "a.edi", content)
    assert (house.tree / "acme/out/a.edi").read_bytes() == b"old"


def test_deliver_replaces_a_leftover_part(house, hub):
    """What a killed worker left half-written does not end up in the next delivery."""
    (house.tree / "acme/out/.a.edi.part").write_bytes(b"left over")
    hub.deliver(OUT, "a.edi", b"new")
    assert (house.tree / "acme/out/a.edi").read_bytes() == b"new"


def test_partner_cannot_deliver(house):
    """Delivering with a partner's account needs a person."""
    with house.door("acme") as door, pytest.raises(NeedsAPerson):
        door.deliver("out", "a.edi", b"x")


def test_ensure_folder_makes_parents_and_repeats(house, hub):
    """Folders are made with their parents, and making them again is fine."""
    hub.ensure_folder("/acme/.claimed/deep/er")
    hub.ensure_folder("/acme/.claimed/deep/er")
    assert (house.tree / "acme/.claimed/deep/er").is_dir()


def test_lost_connection_can_be_tried_again(start, until):
    """When the server goes away, every method says so in one way."""
    house = start()
    with house.door() as door:
        door.deliver(IN, "x.edi", b"x")
        door._sftp.get_channel().get_transport().sock.close()
        until(lambda: not door._sftp.get_channel().get_transport().is_active())
        for act in (
            lambda: door.arrivals(IN, min_age_s=0),
            lambda: door.look(IN),
            lambda: door.claim(IN, "x.edi", claimed_folder=CLAIMED, claim_id="a"),
            lambda: door.claimed(CLAIMED),
            lambda: door.fetch(f"{IN}/x.edi", to=io.BytesIO(), max_bytes=9),
            lambda: door.remove(f"{IN}/x.edi"),
            lambda: door.deliver(OUT, "x.edi", b"x"),
            lambda: door.ensure_folder(CLAIMED),
        ):
            with pytest.raises(TryAgain):
                act()


def test_times_are_in_utc(house, hub):
    """Times carry their zone."""
    _place(house, "x.edi")
    assert hub.arrivals(IN, min_age_s=0)[0].modified_at.utcoffset() == timedelta(0)


def test_what_is_never_taken_is_told_with_its_reason(house, hub):
    """A hidden name, an unfinished one, a folder: each with why; what is taken is not among it."""
    incoming = house.tree / "acme" / "in"
    for name in (".forgotten.edi", "late.edi.part", "good.edi"):
        (incoming / name).write_bytes(b"UNB")
    (incoming / "folder").mkdir()
    told = {each.file.name: (each.file.size_bytes, each.why) for each in hub.left("/acme/in")}
    assert told.pop("folder")[1] == "no plain file"
    assert told == {
        ".forgotten.edi": (3, "its name begins with a dot"),
        "late.edi.part": (3, "its name says that it is still being written"),
    }
    assert list(hub.look("/acme/in")) == ["good.edi"]
