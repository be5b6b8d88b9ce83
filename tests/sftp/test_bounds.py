"""What one account may fill: files without holes, bytes and files that wait, a day, the disk."""

import datetime as dt
import io
import logging
import os
import threading
import time
from dataclasses import replace

import paramiko
import pytest

from sftp.account.roster import Roster
from sftp.upload import AHEAD_BYTES_MAX
from tests.sftp.conftest import BOUNDS, write_profile

GIB = 2**30


def _standing(house, partner="acme"):
    return sorted(os.listdir(house.tree / partner / "in"))


def _used_bytes(house, partner="acme"):
    """Return what the partner's files take of the disk, unfinished ones too."""
    return sum(
        path.stat().st_blocks * 512 for path in (house.tree / partner).rglob("*") if path.is_file()
    )


def _put(client, name, content=b"x"):
    """Upload, and raise what the server answers to the write that it refuses."""
    with client.open(f"in/{name}", "wb") as file:
        file.write(content)


def test_one_byte_far_behind_makes_no_giant(house):
    """Six files of one byte at the end of a GiB are refused, and none of them is there."""
    with house.client("acme") as client:
        for number in range(6):
            file = client.open(f"in/{number}.edi", "wb")
            file.seek(GIB - 1)
            with pytest.raises(OSError, match="without gaps"):
                file.write(b"x")
            with pytest.raises(OSError):
                _close(file)
    assert _standing(house) == [] and _used_bytes(house) == 0


def _close(file):
    """Close on the server, and raise what it answers; paramiko's own close swallows it."""
    file.sftp._request(paramiko.sftp.CMD_CLOSE, file.handle)


@pytest.mark.parametrize("size_bytes", [1, GIB, 10**12])
def test_a_size_beyond_the_end_is_refused(house, size_bytes):
    """Setting a size makes a file shorter, never longer, by its handle or by its name."""
    with house.client("acme") as client:
        file = client.open("in/x.edi", "wb")
        with pytest.raises(OSError, match="longer by writing"):
            file.truncate(size_bytes)
        _put(client, "y.edi", b"")
        with pytest.raises(PermissionError):
            client.truncate("in/y.edi", size_bytes)
    assert _used_bytes(house) == 0


def test_a_cut_upload_is_as_long_as_it_was_cut(house):
    """A client may cut what it is uploading, and write on from there."""
    with house.client("acme") as client:
        with client.open("in/x.edi", "wb") as file:
            file.write(b"123456")
            file.truncate(3)
            file.seek(3)
            file.write(b"x")
    assert (house.tree / "acme/in/x.edi").read_bytes() == b"123x"


def test_requests_out_of_order_make_a_whole_file(house):
    """What arrives in another order, within the window, is published when nothing is missing."""
    content = os.urandom(AHEAD_BYTES_MAX)
    pieces = [(at, content[at : at + 32_768]) for at in range(0, len(content), 32_768)]
    with house.client("acme") as client:
        with client.open("in/x.edi", "wb") as file:
            for at, piece in [*reversed(pieces[:64]), *pieces[65:], pieces[64]]:
                file.seek(at)
                file.write(piece)
    assert (house.tree / "acme/in/x.edi").read_bytes() == content


def test_a_file_with_a_part_missing_is_not_published(house):
    """A file whose middle never came is dropped, and its sender is told when it closes it."""
    with house.client("acme") as client:
        file = client.open("in/x.edi", "wb")
        file.write(b"head")
        file.seek(100_000)
        file.write(b"tail")
        with pytest.raises(OSError, match="a part of the file is missing"):
            _close(file)
    assert _standing(house) == [] and os.listdir(house.tree / "acme/.uploading") == []


def test_nothing_is_kept_of_a_failed_upload(house):
    """After a refused write the upload takes no room, whatever its sender writes after it."""
    with house.client("acme") as client:
        file = client.open("in/x.edi", "wb")
        file.write(bytes(100_000))
        file.seek(GIB // 2)
        with pytest.raises(OSError):
            file.write(b"x")
        file.seek(3_000_000)  # within the window, and of a file that is given up
        for refused in (lambda: file.write(bytes(30_000)), lambda: _close(file)):
            with pytest.raises(OSError, match="without gaps"):
                refused()
        assert _used_bytes(house) == 0


def test_many_pieces_ahead_are_refused(house):
    """A sender cannot make the server remember thousands of pieces."""
    with house.client("acme") as client:
        file = client.open("in/x.edi", "wb")
        with pytest.raises(OSError, match="without gaps"):
            for number in range(1, 1_000):
                file.seek(2 * number)
                file.write(b"x")
        assert number < 300


def test_bytes_that_wait_are_bounded(start):
    """An upload that would make too much wait is refused; when the hub took some, it is not."""
    house = start(bounds=replace(BOUNDS, max_waiting_bytes=100_000))
    with house.client("acme") as client, house.client("beta") as other:
        _put(client, "1.edi", bytes(60_000))
        with pytest.raises(OSError, match="100000 bytes waiting"):
            _put(client, "2.edi", bytes(60_000))
        _put(other, "1.edi", bytes(60_000))
        (house.tree / "acme/in/1.edi").unlink()
        time.sleep(1.1)  # what waits is counted anew once a second at most
        _put(client, "2.edi", bytes(60_000))
    assert _standing(house) == ["2.edi"]


def test_bytes_that_wait_are_those_of_all_uploads_at_once(start):
    """Many uploads that are never closed fill no more than one may."""
    house = start(bounds=replace(BOUNDS, max_waiting_bytes=100_000))
    with house.client("acme") as client, house.client("acme") as again:
        files = [each.open(f"in/{n}", "wb") for each in (client, again) for n in range(4)]
        with pytest.raises(OSError):
            for file in files:
                file.write(bytes(30_000))
        assert _used_bytes(house) <= 100_000
    assert _standing(house) == []


def test_what_was_counted_is_given_back(start):
    """Uploads that are cut, refused, left or empty leave the account all of its room."""
    house = start(bounds=replace(BOUNDS, max_waiting_bytes=100_000))
    with house.client("acme") as client:
        for _ in range(3):
            with client.open("in/cut.edi", "wb") as file:
                file.write(bytes(90_000))
                file.truncate(10)
            client.remove("in/cut.edi")
            for at in (50_000, 10**9):
                with client.open("in/empty.edi", "wb") as file:
                    file.seek(at)
                    file.sftp._request(
                        paramiko.sftp.CMD_WRITE, file.handle, paramiko.sftp.int64(at), b""
                    )
            client.remove("in/empty.edi")
            refused = client.open("in/refused.edi", "wb")
            with pytest.raises(OSError):
                for _ in range(5):
                    refused.write(bytes(30_000))
            with pytest.raises(OSError):
                _close(refused)
        with house.client("acme") as leaves:
            left = leaves.open("in/left.edi", "wb")
            left.write(bytes(90_000))
        time.sleep(1.1)
        _put(client, "whole.edi", bytes(100_000))
    assert _standing(house) == ["whole.edi"] and left.handle


def test_files_that_wait_are_bounded(start):
    """A partner cannot drop more files than may wait, empty ones neither."""
    house = start(bounds=replace(BOUNDS, max_waiting_files=3))
    with house.client("acme") as client:
        for number in range(3):
            _put(client, f"{number}.edi", b"")
        with pytest.raises(OSError, match="3 files"):
            _put(client, "3.edi", b"")
    assert len(_standing(house)) == 3


def test_what_waits_is_known_after_a_start(start, tmp_path):
    """A server that starts over a full folder takes nothing more into it."""
    (tmp_path / "tree/acme/in").mkdir(parents=True)
    (tmp_path / "tree/acme/in/x.edi").write_bytes(bytes(1_000))
    house = start(bounds=replace(BOUNDS, max_waiting_bytes=1_000))
    with house.client("acme") as client, pytest.raises(OSError, match="waiting"):
        _put(client, "y.edi", b"y")


def test_bytes_of_a_day_are_bounded(start):
    """Whatever becomes of them, a partner sends only so many bytes a day."""
    house = start(bounds=replace(BOUNDS, max_day_bytes=100_000))
    with house.client("acme") as client:
        for number in range(3):
            _put(client, f"{number}.edi", bytes(30_000))
            client.remove(f"in/{number}.edi")
        with pytest.raises(OSError, match=r"100000 bytes a day.*midnight"):
            _put(client, "3.edi", bytes(30_000))
    assert _standing(house) == []


def test_open_files_are_bounded_over_all_connections(start):
    """An account holds so many files and listings open, by however many connections."""
    house = start(bounds=replace(BOUNDS, max_open_files=4))
    with house.client("acme") as client, house.client("acme") as again:
        files = [
            each.open(f"in/{each is client}{n}", "wb") for each in (client, again) for n in "12"
        ]
        for each in (client, again):
            with pytest.raises(OSError, match="too many open files"):
                each.open("in/5", "wb")
            with pytest.raises(OSError, match="too many open files"):
                each.listdir("in")
        with house.client("beta") as other:
            assert other.listdir("in") == []
        for file in files:
            file.close()
        assert len(client.listdir("in")) == len(again.listdir("in")) == 4


def test_a_lost_connection_gives_its_handles_back(start, until):
    """Handles of a client that went away are free for the next."""
    house = start(bounds=replace(BOUNDS, max_open_files=2))
    for _ in range(3):
        with house.client("acme") as client:
            files = [client.open(f"in/{number}", "wb") for number in range(2)]
            client.get_channel().get_transport().sock.close()
        until(lambda: not os.listdir(house.tree / "acme/.uploading"))
        del files
    with house.client("acme") as client:
        assert client.listdir("in") == []


def test_a_profile_says_otherwise(start):
    """A partner's file gives it bounds of its own, at once; the others keep the usual ones."""
    house = start()
    line = (house.folder / "keys/acme.pub").read_text().strip()
    write_profile(house.profiles, "acme", line, max_waiting_files="1")
    with house.client("acme") as client, house.client("beta") as other:
        for each in (client, other):
            _put(each, "1.edi")
        with pytest.raises(OSError, match="1 files"):
            _put(client, "2.edi")
        _put(other, "2.edi")


def test_a_disk_that_is_nearly_full_takes_no_uploads_and_the_hub_goes_on(start):
    """Partners are told to come later; the hub claims, fetches and delivers."""
    house = start(min_free_bytes=2**62)
    (house.tree / "acme/in/x.edi").write_bytes(b"x")
    with house.client("acme") as client:
        with pytest.raises(OSError, match=r"no room for uploads.*send it again later"):
            _put(client, "y.edi")
        assert client.listdir("in") == ["x.edi"]
    with house.door() as hub:
        hub.ensure_folder("/acme/.claimed")
        path = hub.claim("/acme/in", "x.edi", claimed_folder="/acme/.claimed", claim_id="1")
        hub.fetch(path, to=io.BytesIO(), max_bytes=1)
        hub.deliver("/acme/out", "a.edi", b"answer")
    with house.client("acme") as client:
        assert client.open("out/a.edi", "rb").read() == b"answer"


def test_a_client_asks_how_much_room_it_has(start):
    """``df`` shows an account its own bounds, of bytes and files, and no disk of the machine."""
    house = start(bounds=replace(BOUNDS, max_waiting_bytes=4096 * 100, max_waiting_files=7))
    with house.client("acme") as client:
        _put(client, "x.edi", bytes(4096 * 30))
    done = house.openssh("acme", "df\ndf -i")
    assert done.returncode == 0, done.stderr
    numbers = [line.split() for line in done.stdout.splitlines() if line[-1] == "%"]
    assert numbers == [["400", "120", "280", "280", "30%"], ["7", "1", "6", "6", "14%"]]


def test_refused_writes_are_logged_once(start, caplog):
    """However many requests a client has under way, its refused upload leaves one line."""
    house = start(max_upload_bytes=100_000)
    with house.client("acme") as client:
        with pytest.raises(OSError):
            with client.open("in/x.edi", "wb") as file:
                file.set_pipelined(True)
                for _ in range(50):
                    file.write(bytes(32_000))
                file.set_pipelined(False)
                file.write(b"end")
    refused = [r.getMessage() for r in caplog.records if 'act="write"' in r.getMessage()]
    assert len(refused) == 1


def test_two_uploads_race_for_the_last_place(start):
    """Of uploads that are opened at once, no more are published than may wait."""
    house = start(bounds=replace(BOUNDS, max_waiting_files=5))
    refused = []

    def put(number):
        with house.client("acme") as client:
            for turn in range(5):
                try:
                    _put(client, f"{number}-{turn}.edi")
                except OSError:
                    refused.append(number)

    threads = [threading.Thread(target=put, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(_standing(house)) == 5 and len(refused) == 15


def test_what_nobody_takes_is_told_once_a_day(house, settings_of, caplog, monkeypatch):
    """What lies for a day and is never taken is in the log, each day anew; what is new is not."""
    incoming, two_days_ago = house.tree / "acme" / "in", time.time() - 2 * 86_400
    (incoming / "folder").mkdir()
    for name in (".left.edi", "left.part", "waits.edi", ".new.edi"):
        (incoming / name).write_bytes(b"UNB")
    for name in ("folder", ".left.edi", "left.part", "waits.edi"):
        os.utime(incoming / name, (two_days_ago,) * 2)
    size = 6 + (incoming / "folder").stat().st_size
    roster = Roster(replace(settings_of(house.folder), unfinished=(".part",)))
    for day in (20, 21):
        caplog.clear()
        monkeypatch.setattr(Roster, "_today", lambda _, day=day: dt.date(2026, 11, day))
        with caplog.at_level(logging.WARNING, "sftp.server"):
            for _ in range(3):
                roster.look()
        (told,) = [line for line in caplog.messages if "event=left" in line]
        assert f'account="acme" entries=3 bytes={size} first=".left.edi"' in told
