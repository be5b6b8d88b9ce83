"""Clients that partners have, each in its own way, while the hub takes at once what it finds."""

import base64
import hashlib
import os
import subprocess
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from jobs.rules.intake_rules import read_intake_rules
from sftp.account import taken
from sftp.account.taken import Taken
from sftp.endpoint import open_door

ROOT = Path(__file__).parents[2]
UNFINISHED = read_intake_rules(ROOT / "config/rules").unfinished_names
CONTENT = os.urandom(5_000_000)


class Taker:
    """The hub, which looks a thousand times a second and claims every complete file of a partner.

    Between two looks the server, which runs in this process too, gets its turn.
    """

    def __init__(self, house):
        self._house, self._ended = house, threading.Event()
        self._thread = threading.Thread(target=self._take)

    @contextmanager
    def at_work(self):
        """Take until the end of the block."""
        self._thread.start()
        try:
            yield self
        finally:
            self._ended.set()
            self._thread.join(30)

    @property
    def names(self):
        """The names that were claimed, each as often as it was."""
        folder = self._house.tree / "acme/.claimed"
        return sorted(name.partition("__")[2] for name in os.listdir(folder))

    def content(self, name):
        """Return the bytes of the one file that was claimed under a name."""
        (path,) = (self._house.tree / "acme/.claimed").glob(f"*__{name}")
        return path.read_bytes()

    def _take(self):
        with open_door(self._house.endpoint("hub", unfinished=UNFINISHED)) as door:
            door.ensure_folder("/acme/.claimed")
            number = 0
            while not self._ended.wait(0.001):
                for found in door.arrivals("/acme/in", min_age_s=0):
                    number += 1
                    door.claim(
                        "/acme/in",
                        found.name,
                        claimed_folder="/acme/.claimed",
                        claim_id=f"{number}",
                    )


@pytest.fixture
def taker(house):
    """The hub at work, from before a client begins."""
    with Taker(house).at_work() as taker:
        yield taker


@pytest.fixture
def file(tmp_path):
    """A file of a partner, of another day."""
    path = tmp_path / "x.edi"
    path.write_bytes(CONTENT)
    os.utime(path, (1_000_000_000, 1_000_000_000))
    return path


def _run(*command, expects=0, text=None):
    done = subprocess.run(
        [*map(str, command)], input=text, capture_output=True, text=True, timeout=180, check=False
    )
    assert (done.returncode == 0) == (expects == 0), (done.stdout, done.stderr)
    return done.stdout + done.stderr


def _lftp(house, require, *commands):
    program = " ".join([require("ssh"), "-a", "-x", *house.options("acme")])
    settings = f"set sftp:connect-program '{program}'; set net:max-retries 3; set cmd:fail-exit yes"
    settings += "; set net:reconnect-interval-base 1"  # 30 seconds of its own
    address = f"sftp://acme:@127.0.0.1:{house.port}"
    return _run(
        require("lftp"), "--norc", "-c", "; ".join([settings, f"open {address}", *commands])
    )


def _rclone(house, require, *arguments):
    house.options("acme")  # which writes the file of known hosts
    flags = {
        "host": "127.0.0.1",
        "port": house.port,
        "user": "acme",
        "key-file": house.key("acme"),
        "known-hosts-file": house.folder / "known_hosts",
    }
    given = [f"--sftp-{name}={value}" for name, value in flags.items()]
    return _run(require("rclone"), "--config=", "--retries=1", *given, *arguments)


def _curl(house, require, *arguments):
    key = house.key("acme")
    digest = hashlib.sha256(base64.b64decode(house.host_key.split()[1])).digest()
    return _run(
        require("curl"), "-sS", "--key", key, "--pubkey", f"{key}.pub", "--hostpubsha256",
        base64.b64encode(digest).decode(), *arguments,
    )  # fmt: skip


@pytest.mark.parametrize("put", ["put", "put -p", "put -f", "put -pf"])
def test_openssh_puts(house, taker, file, until, put):
    """OpenSSH's put, with the times and rights of the file and synced to the disk, succeeds."""
    done = house.openssh("acme", f"{put} {file} in/x.edi")
    assert done.returncode == 0 and not done.stderr, done.stderr
    until(lambda: taker.names == ["x.edi"])
    assert taker.content("x.edi") == CONTENT


def test_openssh_renames_and_looks_after_it(house, taker, file, until):
    """A batch renames, sets rights and asks for the file, however quick the hub is."""
    batch = f"put {file} in/x.tmp\nrename in/x.tmp in/x.edi\nls in\n"
    assert house.openssh("acme", batch).returncode == 0
    until(lambda: taker.names == ["x.edi"])
    done = house.openssh("acme", "chmod 600 in/x.edi\nls -l in/x.edi\ndf in")
    assert done.returncode == 0, done.stderr
    assert "5000000" in done.stdout


def test_openssh_cannot_resume(house, taker, file, until):
    """What broke off left nothing, so there is nothing that reput could go on with."""
    done = house.openssh("acme", f"reput {file} in/x.edi")
    assert done.returncode != 0 and "No such file" in done.stderr
    assert taker.names == []
    assert house.openssh("acme", f"put {file} in/x.edi").returncode == 0
    until(lambda: taker.names == ["x.edi"])


def test_lftp_puts(house, require, taker, file, until):
    """The put of lftp, straight and by a temporary name, succeeds; the hub takes it once, whole."""
    for use, name in (("no", "x.edi"), ("yes", "y.edi")):
        _lftp(house, require, f"set xfer:use-temp-file {use}", f"put {file} -o in/{name}")
        until(lambda name=name: name in taker.names)
        assert taker.content(name) == CONTENT
    assert taker.names == ["x.edi", "y.edi"]


def test_lftp_goes_on(house, require, taker, file, until):
    """``put -c`` of a file of which nothing is there sends it from its start."""
    _lftp(house, require, f"put -c {file} -o in/x.edi")
    until(lambda: taker.names == ["x.edi"])
    assert taker.content("x.edi") == CONTENT


def test_lftp_mirrors_a_folder(house, require, taker, tmp_path, until):
    """``mirror -R`` sets times and rights of each file, which the hub may have taken by then."""
    folder = tmp_path / "mirrored"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number:02}.edi").write_bytes(CONTENT[: 1000 * number])
    _lftp(house, require, f"mirror -R --no-umask {folder} in")
    until(lambda: len(taker.names) == 20)
    assert taker.names == [f"{number:02}.edi" for number in range(20)]


def test_rclone_copies(house, require, taker, file, until):
    """A copy writes many requests at once in no order, sets the time and looks; it succeeds."""
    told = _rclone(house, require, "copyto", file, ":sftp:in/x.edi")
    assert "Failed" not in told and "ERROR" not in told, told
    until(lambda: taker.names == ["x.edi"])
    assert taker.content("x.edi") == CONTENT


def test_rclone_copies_a_folder_and_asks_for_room(house, require, taker, tmp_path, until):
    """Many files over several connections arrive once each; ``about`` shows the account's room."""
    folder = tmp_path / "copied"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number:02}.edi").write_bytes(CONTENT[: 100_000 * number])
    told = _rclone(house, require, "copy", folder, ":sftp:in")
    assert "ERROR" not in told, told
    until(lambda: len(taker.names) == 12)
    assert [taker.content(f"{n:02}.edi") == CONTENT[: 100_000 * n] for n in range(12)] == [
        True
    ] * 12
    assert "Total:   1 GiB" in _rclone(house, require, "about", ":sftp:")


def test_curl_uploads(house, require, taker, file, until):
    """An upload succeeds, and with ``-C -`` begins at its start where nothing is there."""
    for asked, name in (((), "x.edi"), (("-C", "-"), "y.edi")):
        address = f"sftp://acme@127.0.0.1:{house.port}/in/{name}"
        _curl(house, require, *asked, "-T", file, address)
        until(lambda name=name: name in taker.names)
        assert taker.content(name) == CONTENT


def test_curl_uploads_under_another_name_and_renames(house, require, taker, file, until):
    """``-Q`` renames after the upload, in one connection."""
    address = f"sftp://acme@127.0.0.1:{house.port}/in/x.tmp"
    _curl(house, require, "-T", file, address, "-Q", "-rename /in/x.tmp /in/x.edi")
    until(lambda: taker.names == ["x.edi"])
    assert taker.content("x.edi") == CONTENT


def _upload(client, path, content=CONTENT):
    with client.open(path, "wb") as file:
        file.set_pipelined(True)
        file.write(content)


@pytest.mark.parametrize("rename", ["rename", "posix_rename"])
def test_as_winscp_does(house, taker, until, rename):
    """It looks, writes .filepart, renames, sets the time and the rights, and looks again."""
    with house.client("acme") as client:
        with pytest.raises(FileNotFoundError):
            client.stat("in/x.edi")
        _upload(client, "in/x.edi.filepart")
        client.utime("in/x.edi.filepart", (1_000_000_000, 1_000_000_000))
        time.sleep(0.2)
        assert taker.names == []
        getattr(client, rename)("in/x.edi.filepart", "in/x.edi")
        until(lambda: taker.names == ["x.edi"])
        client.utime("in/x.edi", (1_000_000_000, 1_000_000_000))
        client.chmod("in/x.edi", 0o644)
        assert client.stat("in/x.edi").st_size == len(CONTENT)
    assert taker.content("x.edi") == CONTENT


def test_as_filezilla_does(house, taker, until):
    """It writes under the name itself, then sets the time, the rights, and lists the folder."""
    with house.client("acme") as client:
        _upload(client, "in/x.edi")
        until(lambda: taker.names == ["x.edi"])
        client.utime("in/x.edi", (1_000_000_000, 1_000_000_000))
        client.chmod("in/x.edi", 0o644)
        assert client.listdir("in") == []
    assert taker.content("x.edi") == CONTENT


@pytest.mark.parametrize(
    "written", [f"x.edi{each}" for each in UNFINISHED] + [".in.x.edi", "X.PART"]
)
def test_no_unfinished_name_is_taken(house, taker, until, written):
    """What a client still writes to is left alone under every name of the rule until renamed."""
    with house.client("acme") as client:
        _upload(client, f"in/{written}", b"half")
        _upload(client, "in/mark.edi", b"")
        until(lambda: "mark.edi" in taker.names)
        assert taker.names == ["mark.edi"]
        client.rename(f"in/{written}", "in/x.edi")
        until(lambda: "x.edi" in taker.names)


def test_what_was_taken_does_not_stand_in_the_way(house, taker, until):
    """The same name is sent, and renamed onto, again; what was taken cannot be removed."""
    with house.client("acme") as client:
        for turn in range(3):
            _upload(client, "in/x.tmp", b"%d" % turn)
            client.rename("in/x.tmp", "in/x.edi")
            until(lambda turn=turn: taker.names == ["x.edi"] * (turn + 1))
        with pytest.raises(FileNotFoundError):
            client.remove("in/x.edi")
        with pytest.raises(OSError):
            client.truncate("in/x.edi", 0)
    with house.client("beta") as other, pytest.raises(FileNotFoundError):
        other.stat("in/x.edi")


def test_what_was_taken_is_forgotten(tmp_path, monkeypatch):
    """After a minute, or for many newer ones, a taken file is as one that never was."""
    now = 1_000.0
    monkeypatch.setattr(taken.time, "monotonic", lambda: now)
    remembered, was = Taken(), tmp_path.stat()
    remembered.add(tmp_path / "x", was)
    now += 59
    assert remembered.get(tmp_path / "x") == was
    now += 2
    assert remembered.get(tmp_path / "x") is None
    for number in range(10_000):
        remembered.add(tmp_path / str(number), was)
    assert len(remembered._files) <= 4096
    assert remembered.get(tmp_path / "0") is None and remembered.get(tmp_path / "9999") == was
    remembered.forget(tmp_path / "9999")
    assert remembered.get(tmp_path / "9999") is None
