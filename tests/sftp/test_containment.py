"""An account reaches its own tree, in its own way, and nothing else."""

import io
import os

import paramiko
import pytest

SECRET = b"the other partner's secret"


@pytest.fixture
def planted(house):
    """The house with files to steal and links that lead to them."""
    outside = house.folder / "outside"
    outside.mkdir()
    (outside / "secret").write_bytes(SECRET)
    beta = house.tree / "beta"
    (beta / "in/beta.edi").write_bytes(SECRET)
    acme = house.tree / "acme"
    (acme / "out/answer.edi").write_bytes(b"for acme")
    (acme / ".claimed").mkdir()
    (acme / ".claimed/1__x.edi").write_bytes(b"claimed")
    for folder in ("in", "out"):
        (acme / folder / "to_file").symlink_to(outside / "secret")
        (acme / folder / "to_folder").symlink_to(outside)
        (acme / folder / "to_beta").symlink_to("../../beta/in")
        (acme / folder / "to_root").symlink_to("/")
    return house


READS = [
    "/etc/passwd",
    "../../../../../../../../etc/passwd",
    "out/../../beta/in/beta.edi",
    "/../beta/in/beta.edi",
    "/beta/in/beta.edi",
    "out/to_file",
    "out/to_folder/secret",
    "out/to_beta/beta.edi",
    "out/to_root/etc/passwd",
    "out/to_folder/../answer.edi/../to_folder/secret",
    ".claimed/1__x.edi",
    "out/../.claimed/1__x.edi",
    ".uploading",
    "in/to_file",
]


@pytest.mark.parametrize("path", READS)
def test_partner_reads_nothing_outside(planted, path):
    """No path leads a partner's paramiko client out of its tree or into a hidden folder."""
    with planted.client("acme") as client, pytest.raises((FileNotFoundError, PermissionError)):
        client.open(path, "rb").read(1)


def test_openssh_reads_nothing_outside(planted, tmp_path):
    """No path leads OpenSSH's get out of the tree or into a hidden folder."""
    for number, path in enumerate(READS):
        done = planted.openssh("acme", f"get {path} {tmp_path}/got{number}")
        assert done.returncode != 0, path
        assert not (tmp_path / f"got{number}").exists(), path


def test_hub_reads_nothing_outside(planted):
    """Not even the hub's account can leave its root or follow a link."""
    with planted.client("hub") as client:
        for path in ("/etc/passwd", "../outside/secret", "acme/out/to_file", "acme/in/to_root/etc"):
            with pytest.raises(OSError):
                client.open(path, "rb")
        with pytest.raises(PermissionError):
            client.open("acme/in/to_folder/new", "wb")
        with pytest.raises(PermissionError):
            client.listdir("acme/in/to_folder")
    assert os.listdir(planted.folder / "outside") == ["secret"]


def test_paths_above_the_root_are_the_root(planted):
    """``..`` at the root stays at the root, and paths are shown in the account's own terms."""
    with planted.client("acme") as client:
        assert client.normalize("../../..") == "/"
        assert client.normalize("in/../../out") == "/out"
        assert sorted(client.listdir("../..")) == ["in", "out"]


def test_links_are_not_followed_for_attributes(planted):
    """Attributes of a link are its own, never its target's."""
    with planted.client("acme") as client:
        assert client.stat("out/to_file").st_size != len(SECRET)
        with pytest.raises(OSError):
            client.stat("out/to_folder/secret")
        with pytest.raises(OSError):
            client.readlink("out/to_file")


@pytest.mark.parametrize("username", ["acme", "hub"])
def test_links_cannot_be_made(planted, username):
    """No account can make a symbolic link."""
    before = sorted(planted.tree.rglob("*"))
    place = "in/link" if username == "acme" else "acme/in/link"
    with planted.client(username) as client, pytest.raises(PermissionError):
        client.symlink("/etc/passwd", place)
    assert sorted(planted.tree.rglob("*")) == before


def test_openssh_makes_no_links(planted):
    """OpenSSH's ln and ln -s both fail."""
    for command in ("ln out/answer.edi in/hard", "ln -s /etc/passwd in/soft"):
        assert planted.openssh("acme", command).returncode != 0
    assert not os.path.lexists(planted.tree / "acme/in/hard")
    assert not os.path.lexists(planted.tree / "acme/in/soft")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("in/mine", "/mine"),
        ("in/mine", "out/mine"),
        ("in/mine", "../beta/in/mine"),
        ("in/mine", ".claimed/mine"),
        ("in/mine", "in/to_folder/mine"),
        ("in/mine", "in/to_beta/mine"),
        ("out/answer.edi", "in/answer.edi"),
        ("out/answer.edi", "out/other.edi"),
        (".claimed/1__x.edi", "in/back.edi"),
        ("in", "in2"),
        ("out", "in/out"),
        ("in/to_file", "in/file"),
    ],
)
def test_partner_renames_only_within_in(planted, old, new):
    """A partner can move nothing out of ``in/`` and nothing into it, by either rename."""
    (planted.tree / "acme/in/mine").write_bytes(b"mine")
    before = sorted(planted.folder.rglob("*"))
    with planted.client("acme") as client:
        for rename in (client.rename, client.posix_rename):
            with pytest.raises(OSError):
                rename(old, new)
    assert sorted(planted.folder.rglob("*")) == before


@pytest.mark.parametrize(
    "path", ["x", "out/x", "/x", "out/answer.edi", ".claimed/x", ".x", ".uploading/x", "in", "in/."]
)
def test_partner_writes_only_in_in(planted, path):
    """A partner can write neither at its root, nor in ``out/``, nor in a hidden folder."""
    before = sorted(planted.tree.rglob("*"))
    with planted.client("acme") as client, pytest.raises(OSError):
        client.open(path, "wb")
    assert sorted(planted.tree.rglob("*")) == before
    assert (planted.tree / "acme/out/answer.edi").read_bytes() == b"for acme"


def test_partner_writes_through_no_link(planted):
    """An upload onto a link replaces neither the link nor its target."""
    with planted.client("acme") as client:
        for path in ("in/to_file", "in/to_folder/x", "in/to_folder"):
            with pytest.raises(PermissionError):
                client.open(path, "wb")
    assert (planted.folder / "outside/secret").read_bytes() == SECRET


def test_partner_makes_and_removes_no_folders(planted):
    """A partner cannot make or remove folders anywhere."""
    with planted.client("acme") as client:
        for path in ("in/new", "out/new", "new", ".claimed/new"):
            with pytest.raises(PermissionError):
                client.mkdir(path)
        for path in ("in", "out", ".claimed", "in/to_folder", "/"):
            with pytest.raises(OSError):
                client.rmdir(path)
    assert (planted.tree / "acme/in").is_dir()


def test_partner_does_not_see_hidden_folders(planted):
    """``.claimed`` is neither listed nor answered for, and the hub sees it."""
    with planted.client("acme") as client:
        assert sorted(client.listdir("/")) == ["in", "out"]
        for path in (".claimed", "in/../.claimed", ".uploading"):
            for act in (client.stat, client.listdir):
                with pytest.raises(FileNotFoundError):
                    act(path)
    done = planted.openssh("acme", "ls -la\nls -la out")
    assert ".claimed" not in done.stdout
    assert "answer.edi" in done.stdout
    with planted.client("hub") as client:
        assert client.listdir("acme/.claimed") == ["1__x.edi"]
        assert client.open("acme/.claimed/1__x.edi").read() == b"claimed"


def test_dot_folder_within_in_is_hidden_too(planted):
    """A dot-folder inside ``in/`` is unreachable for the partner."""
    (planted.tree / "acme/in/.claimed").mkdir()
    (planted.tree / "acme/in/.claimed/x").write_bytes(b"x")
    with planted.client("acme") as client:
        for path in ("in/.claimed", "in/.claimed/x"):
            with pytest.raises(FileNotFoundError):
                client.stat(path)
        for path in ("in/.claimed", "in/.claimed/y"):
            with pytest.raises(OSError):
                client.open(path, "wb")
        assert ".claimed" not in client.listdir("in")


def test_partner_collects_from_out(planted, tmp_path):
    """A partner reads and deletes what stands in ``out/``."""
    done = planted.openssh("acme", f"get out/answer.edi {tmp_path}/a\nrm out/answer.edi")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "a").read_bytes() == b"for acme"
    assert not (planted.tree / "acme/out/answer.edi").exists()


def test_partner_does_not_see_what_is_being_placed(planted):
    """A half-placed answer (a dot-file in ``out/``) is invisible and unreadable."""
    (planted.tree / "acme/out/.a.edi.part").write_bytes(b"half")
    with planted.client("acme") as client:
        assert ".a.edi.part" not in client.listdir("out")
        with pytest.raises(FileNotFoundError):
            client.open("out/.a.edi.part", "rb")
        with pytest.raises(FileNotFoundError):
            client.remove("out/.a.edi.part")


def test_partner_does_not_read_in_in(planted):
    """``in/`` is a letter box: a partner sees its files but does not read them back."""
    (planted.tree / "acme/in/x.edi").write_bytes(b"x")
    with planted.client("acme") as client:
        assert client.stat("in/x.edi").st_size == 1
        with pytest.raises(PermissionError):
            client.open("in/x.edi", "rb")


def test_owner_permissions_and_times_stay(planted):
    """chmod, chown and utime change nothing."""
    file = planted.tree / "acme/in/x.edi"
    file.write_bytes(b"x")
    before = file.stat()
    with planted.client("acme") as client:
        client.chmod("in/x.edi", 0o777)
        client.chown("in/x.edi", 12345, 12345)
        client.utime("in/x.edi", (1, 1))
        with pytest.raises(OSError):
            client.chmod("in/to_folder/secret", 0o777)
    after = file.stat()
    assert (after.st_mode, after.st_uid, after.st_mtime) == (
        before.st_mode,
        before.st_uid,
        before.st_mtime,
    )


def test_special_files_are_not_opened(planted):
    """A named pipe or a folder cannot be opened for reading, and blocks nobody."""
    os.mkfifo(planted.tree / "acme/out/pipe")
    (planted.tree / "acme/out/folder").mkdir()
    with planted.client("acme") as client:
        for path in ("out/pipe", "out/folder"):
            with pytest.raises(OSError):
                client.open(path, "rb")
        assert client.stat("out/answer.edi").st_size == 8


def test_hub_does_everything_within_its_root(house):
    """The hub makes folders, writes, renames, reads and removes in every partner's tree."""
    with house.client("hub") as client:
        client.mkdir("acme/.claimed")
        client.putfo(io.BytesIO(b"x"), "acme/out/a.edi")
        client.rename("acme/out/a.edi", "acme/.claimed/a.edi")
        client.posix_rename("acme/.claimed/a.edi", "beta/out/a.edi")
        client.remove("beta/out/a.edi")
        client.rmdir("acme/.claimed")
        with pytest.raises(PermissionError):
            client.rmdir("/")


def test_listing_shows_no_user_of_the_machine(planted):
    """Long listings name the account as owner, not a user of the machine."""
    with planted.client("acme") as client:
        listed = client.listdir_attr("out")
    assert all(" acme " in entry.longname for entry in listed)
    assert isinstance(listed[0], paramiko.SFTPAttributes)


def test_linked_partner_folder_is_refused_at_start(start, tmp_path):
    """A server does not start over a tree in which ``in`` is a link."""
    (tmp_path / "tree/acme").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "tree/acme/in").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError):
        start()
