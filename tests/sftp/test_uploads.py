"""An upload is there whole, or not at all."""

import io
import os
import signal
import subprocess

import pytest


def _visible(house, partner="acme"):
    return sorted(os.listdir(house.tree / partner / "in"))


def _hidden(house, partner="acme"):
    return os.listdir(house.tree / partner / ".uploading")


def test_paramiko_upload_appears_only_when_closed(house):
    """A file is not listed under its name until the client closes it."""
    with house.client("acme") as client:
        file = client.open("in/x.edi", "wb")
        file.write(b"UNA" * 1000)
        assert _visible(house) == []
        assert client.listdir("in") == []
        with pytest.raises(FileNotFoundError):
            client.stat("in/x.edi")
        file.close()
        assert _visible(house) == ["x.edi"]
    assert (house.tree / "acme/in/x.edi").read_bytes() == b"UNA" * 1000
    assert _hidden(house) == []


def test_openssh_upload_arrives_whole(house, tmp_path):
    """OpenSSH's put, with and without preserved times, stores the same bytes."""
    content = os.urandom(300_000)
    (tmp_path / "x.edi").write_bytes(content)
    done = house.openssh("acme", f"put {tmp_path}/x.edi in/x.edi\nput -p {tmp_path}/x.edi in/y.edi")
    assert done.returncode == 0, done.stderr
    assert (house.tree / "acme/in/x.edi").read_bytes() == content
    assert (house.tree / "acme/in/y.edi").read_bytes() == content


def test_sender_does_not_date_the_file(house, tmp_path):
    """A sender's old file gets the time at which the server published it."""
    old = tmp_path / "old.edi"
    old.write_bytes(b"x")
    os.utime(old, (1_000_000_000, 1_000_000_000))
    assert house.openssh("acme", f"put -p {old} in/old.edi").returncode == 0
    assert (house.tree / "acme/in/old.edi").stat().st_mtime > 1_700_000_000


@pytest.mark.parametrize("rename", ["rename", "posix_rename"])
def test_a_file_is_dated_when_its_sender_gives_it_its_name(house, rename):
    """One uploaded under a partial name long before arrives when it is renamed."""
    with house.client("acme") as client:
        with client.open("in/x.part", "wb") as file:
            file.write(b"x")
        os.utime(house.tree / "acme/in/x.part", (1_000_000_000, 1_000_000_000))
        client.utime("in/x.part", (1_000_000_000, 1_000_000_000))
        getattr(client, rename)("in/x.part", "in/x.edi")
    assert (house.tree / "acme/in/x.edi").stat().st_mtime > 1_700_000_000


def test_dropped_connection_leaves_nothing(house, until):
    """A connection lost in the middle of an upload leaves no file, visible or hidden."""
    with house.client("acme") as client:
        file = client.open("in/x.edi", "wb")
        file.write(b"half")
        assert len(_hidden(house)) == 1
        client.get_channel().get_transport().sock.close()
        until(lambda: _hidden(house) == [])
        assert _visible(house) == []


def test_ended_session_without_close_leaves_nothing(house, until):
    """A channel closed in good order, but with the file still open, publishes nothing."""
    with house.client("acme") as client:
        file = client.open("in/x.edi", "wb")
        file.write(b"half")
        client.get_channel().close()
        until(lambda: _hidden(house) == [])
        assert _visible(house) == []


def test_killed_openssh_client_leaves_nothing(house, tmp_path, until, require):
    """Killing OpenSSH's sftp in the middle of put leaves no file, visible or hidden."""
    (tmp_path / "big.edi").write_bytes(bytes(20_000_000))
    command = [require("sftp"), "-b", "-", "-l", "2000", *house.options("acme")]
    command += ["-P", str(house.port), "acme@127.0.0.1"]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    process.stdin.write(f"put {tmp_path}/big.edi in/big.edi\n".encode())
    process.stdin.close()
    uploading = house.tree / "acme/.uploading"
    until(lambda: any(f.stat().st_size > 0 for f in uploading.iterdir()))
    assert _visible(house) == []
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    until(lambda: _hidden(house) == [])
    assert _visible(house) == []


def test_upload_then_rename_works(house, tmp_path):
    """A client that uploads x.part and renames it gets x, with both kinds of rename."""
    (tmp_path / "x").write_bytes(b"one")
    batch = f"put {tmp_path}/x in/x.edi.part\nrename in/x.edi.part in/x.edi\nls -la in"
    done = house.openssh("acme", batch)
    assert done.returncode == 0, done.stderr
    with house.client("acme") as client:
        client.putfo(io.BytesIO(b"two"), "in/.y.tmp")
        client.rename("in/.y.tmp", "in/y.edi")
    assert _visible(house) == ["x.edi", "y.edi"]


def test_plain_rename_never_overwrites(house):
    """The protocol's own rename onto an existing name fails and changes nothing."""
    incoming = house.tree / "acme/in"
    (incoming / "a").write_bytes(b"a")
    (incoming / "b").write_bytes(b"b")
    with house.client("acme") as client:
        with pytest.raises(OSError):
            client.rename("in/a", "in/b")
        assert (incoming / "b").read_bytes() == b"b"
        client.posix_rename("in/a", "in/b")
    assert (incoming / "b").read_bytes() == b"a"
    assert _visible(house) == ["b"]


def test_same_name_again_replaces_in_one_step(house):
    """A second upload of a name leaves the first untouched until it is closed, then replaces it."""
    target = house.tree / "acme/in/x.edi"
    target.write_bytes(b"first")
    with house.client("acme") as client:
        with client.open("in/x.edi", "wb") as file:
            file.write(b"second")
            assert target.read_bytes() == b"first"
    assert target.read_bytes() == b"second"


def test_exclusive_upload_never_replaces(house):
    """An upload that asks for a new name fails when the name is taken, even meanwhile."""
    target = house.tree / "acme/in/x.edi"
    with house.client("acme") as client:
        file = client.open("in/x.edi", "wx")
        file.write(b"mine")
        target.write_bytes(b"first")
        file.close()
        with pytest.raises(OSError):
            client.open("in/x.edi", "wx")
    assert target.read_bytes() == b"first"
    assert _hidden(house) == []


def test_finished_file_is_not_changed_in_place(house):
    """Appending to, patching and cutting a file that has its name are refused."""
    target = house.tree / "acme/in/x.edi"
    target.write_bytes(b"first")
    with house.client("acme") as client:
        for mode in ("ab", "r+b"):
            with pytest.raises(PermissionError):
                client.open("in/x.edi", mode)
        with pytest.raises(PermissionError):
            client.truncate("in/x.edi", 0)
    assert target.read_bytes() == b"first"


@pytest.mark.parametrize("pipelined", [True, False])
def test_oversized_upload_is_refused(start, until, pipelined):
    """An upload beyond the bound fails, and nothing of it remains."""
    house = start(max_upload_bytes=100_000)
    with house.client("acme") as client:
        with pytest.raises(OSError):
            with client.open("in/x.edi", "wb") as file:
                file.set_pipelined(pipelined)
                for _ in range(10):
                    file.write(bytes(32_000))
                file.set_pipelined(False)
                file.write(b"end")
        until(lambda: _hidden(house) == [])
        assert _visible(house) == []


def test_oversized_upload_fails_for_openssh(start, tmp_path, until):
    """OpenSSH's put of a file beyond the bound ends with an error and leaves nothing."""
    house = start(max_upload_bytes=100_000)
    (tmp_path / "big").write_bytes(bytes(1_000_000))
    done = house.openssh("acme", f"put {tmp_path}/big in/big")
    assert done.returncode != 0
    until(lambda: _hidden(house) == [])
    assert _visible(house) == []


def test_leftovers_are_removed_at_start(start, tmp_path):
    """What a killed server left in the hidden folder is gone after the next start."""
    hidden = tmp_path / "tree/acme/.uploading"
    hidden.mkdir(parents=True)
    (hidden / "0123").write_bytes(b"left")
    start()
    assert os.listdir(hidden) == []


@pytest.mark.parametrize("name", ["a\nb", "a\x1b[2Jb", "x" * 181, "a\\b", "a\u202eb"])
def test_unsafe_name_is_refused(house, name):
    """A partner cannot upload a name with control characters, a separator, or too many bytes."""
    with house.client("acme") as client:
        with pytest.raises(PermissionError):
            client.open(f"in/{name}", "wb")
    assert _visible(house) == []


def test_name_that_is_not_utf8_is_refused(house):
    """A partner cannot upload a name that is not UTF-8, and one that stands is not listed."""
    (house.tree / "acme/in").joinpath(os.fsdecode(b"caf\xe9")).write_bytes(b"x")
    with house.client("acme") as client:
        with pytest.raises(OSError):
            client.open(b"in/th\xe9", "wb")
        assert client.listdir("in") == []


def test_listing_is_bounded(start):
    """A listing shows at most its bound of entries."""
    house = start(max_listing=10)
    for number in range(25):
        (house.tree / f"acme/in/{number}").write_bytes(b"")
    with house.client("acme") as client:
        assert len(client.listdir("in")) == 10
