"""A partner's own keys: several, with dates, changed while the server runs."""

import datetime as dt
import subprocess
from zoneinfo import ZoneInfo

import paramiko
import pytest

from sftp.account.profile import ProfileWrong, read_profile
from sftp.keys import ensure_key_pair
from tests.sftp.conftest import write_profile

TODAY = dt.datetime.now(ZoneInfo("America/Toronto")).date()
DAY = dt.timedelta(days=1)


def _line(house, name):
    """Return the public line of a key pair, made where it is new."""
    return ensure_key_pair(house.key(name))


def _row(line, **days):
    return f'line = "{line}"\n' + "".join(f"{name} = {day}\n" for name, day in days.items())


def _gets_in(house, username, key):
    transport = paramiko.Transport(("127.0.0.1", house.port))
    try:
        transport.connect(username=username, pkey=paramiko.PKey.from_path(house.key(key)))
    except paramiko.AuthenticationException:
        return False
    finally:
        transport.close()
    return True


def _told(caplog, account):
    """Return what the log says to be wrong with an account's file."""
    lines = (record.getMessage() for record in caplog.records)
    return [line for line in lines if f'account="{account}" wrong=' in line]


def test_keys_are_rotated_without_a_restart(house):
    """A second key is added, both open the account; the first, taken away, opens nothing."""
    first, second = _line(house, "acme"), _line(house, "acme-2")
    assert not _gets_in(house, "acme", "acme-2")
    write_profile(house.profiles, "acme", first, second)
    assert _gets_in(house, "acme", "acme") and _gets_in(house, "acme", "acme-2")
    write_profile(house.profiles, "acme", second)
    assert not _gets_in(house, "acme", "acme") and _gets_in(house, "acme", "acme-2")


@pytest.mark.parametrize(
    ("days", "opens"),
    [
        ({"effective_from": TODAY}, True),
        ({"effective_from": TODAY + DAY}, False),
        ({"effective_to": TODAY}, True),
        ({"effective_to": TODAY - DAY}, False),
        ({"effective_from": TODAY - DAY, "effective_to": TODAY + DAY}, True),
    ],
)
def test_a_key_opens_on_its_days_alone(house, days, opens):
    """The first and the last day are included, and are days of Toronto."""
    write_profile(house.profiles, "acme", _row(_line(house, "acme"), **days))
    assert _gets_in(house, "acme", "acme") == opens


def test_a_new_partner_needs_no_restart(house):
    """A file that is added is an account at once, with its folders; one taken away is none."""
    line = _line(house, "gamma")
    assert not _gets_in(house, "gamma", "gamma")
    write_profile(house.profiles, "gamma", line)
    with house.client("gamma") as client:
        assert sorted(client.listdir("/")) == ["in", "out"]
    (house.profiles / "gamma.toml").unlink()
    assert not _gets_in(house, "gamma", "gamma")


@pytest.mark.parametrize("how", ["disabled", "removed", "rotated", "over"])
def test_who_is_shut_out_is_dropped(start, until, how):
    """A live connection ends soon after its account is disabled, or its key gone or run out."""
    house = start(look_again_s=0.2)
    line = _line(house, "acme")
    with house.transport("acme") as transport, house.client("beta") as other:
        client = paramiko.SFTPClient.from_transport(transport)
        file = client.open("in/half.edi", "wb")
        file.write(b"half")
        if how == "disabled":
            write_profile(house.profiles, "acme", line, enabled="false")
        elif how == "removed":
            (house.profiles / "acme.toml").unlink()
        elif how == "rotated":
            write_profile(house.profiles, "acme", _line(house, "acme-2"))
        else:
            write_profile(house.profiles, "acme", _row(line, effective_to=TODAY - DAY))
        until(lambda: not transport.is_active())
        assert other.listdir("in") == []
    assert not _gets_in(house, "acme", "acme")
    assert list((house.tree / "acme/in").iterdir()) == []


def test_who_stays_is_not_dropped(start):
    """Another key beside it, or another bound, ends no connection."""
    house = start(look_again_s=0.05)
    with house.client("acme") as client:
        for number in range(5):
            lines = (_line(house, "acme"), _line(house, f"acme-{number}"))
            write_profile(house.profiles, "acme", *lines, max_waiting_files=str(number + 10))
            assert client.listdir("in") == []


def test_a_wrong_line_costs_itself_alone(start, caplog, until):
    """The operator is told which row is wrong and why; the other key and other partners go on."""
    house = start(look_again_s=0.1)
    good = _line(house, "acme")
    write_profile(house.profiles, "acme", "ssh-ed25519 AAAAnonsense", good)
    until(lambda: _told(caplog, "acme"))
    (told,) = _told(caplog, "acme")
    assert "acme.toml: key 1: line: not a public key line of OpenSSH" in told
    assert _gets_in(house, "acme", "acme") and _gets_in(house, "beta", "beta")


def test_a_file_that_is_no_toml_leaves_its_account_as_it_was(start, caplog, until):
    """A slip of the pen shuts nobody out, and is told with its line; mended, it is read again."""
    house = start(look_again_s=0.1)
    (house.profiles / "acme.toml").write_text('[[key]]\nline = "ssh-ed25519\n')
    until(lambda: _told(caplog, "acme"))
    assert "line 2" in _told(caplog, "acme")[0] and "holds on" in _told(caplog, "acme")[0]
    assert _gets_in(house, "acme", "acme") and _gets_in(house, "beta", "beta")
    write_profile(house.profiles, "acme", _line(house, "acme-2"))
    assert not _gets_in(house, "acme", "acme") and _gets_in(house, "acme", "acme-2")


def test_a_file_that_is_no_toml_brings_no_old_key_back(start, tmp_path):
    """What one file said last is that file's alone: a key that another let go of stays gone."""
    more = tmp_path / "more"
    more.mkdir()
    house = start(more_keys=more)
    write_profile(more, "acme", _line(house, "acme-3"))
    assert _gets_in(house, "acme", "acme") and _gets_in(house, "acme", "acme-3")
    (more / "acme.toml").write_text("[[")
    write_profile(house.profiles, "acme", _line(house, "acme-2"))
    opens = [_gets_in(house, "acme", key) for key in ("acme", "acme-2", "acme-3")]
    assert opens == [False, True, True]
    write_profile(house.profiles, "acme", _line(house, "acme-2"), enabled="false")
    assert not any(_gets_in(house, "acme", key) for key in ("acme", "acme-2", "acme-3"))


def test_a_file_that_is_gone_for_a_moment_costs_no_upload(house):
    """An editor that writes a file anew ends nothing that is under way."""
    with house.client("acme") as client:
        file = client.open("in/x.edi", "wb")
        file.write(b"half")
        (house.profiles / "acme.toml").unlink()
        assert not _gets_in(house, "acme", "acme")
        write_profile(house.profiles, "acme", _line(house, "acme"))
        assert _gets_in(house, "acme", "acme")
        file.write(b"whole")
        file.close()
        assert client.listdir("in") == ["x.edi"]


def test_a_server_starts_with_wrong_files(start, tmp_path, caplog):
    """At the start, too, a wrong file costs its own account alone."""
    (tmp_path / "profiles").mkdir()
    for name, text in (("bad", "[["), ("hub", ""), ("x y", "")):
        (tmp_path / "profiles" / f"{name}.toml").write_text(text)
    house = start()
    assert _gets_in(house, "beta", "beta")
    assert not _gets_in(house, "bad", "acme")
    assert [_told(caplog, name) != [] for name in ("bad", "hub", "x y")] == [True] * 3


def test_what_is_wrong_is_told_once(start, caplog, until):
    """A wrong file fills no log while nobody mends it."""
    house = start(look_again_s=0.02)
    for name in ("acme", "hub"):
        write_profile(house.profiles, name, "nonsense")
        until(lambda name=name: _told(caplog, name))
    for _ in range(3):
        assert not _gets_in(house, "acme", "acme")
    assert len(_told(caplog, "acme")) == len(_told(caplog, "hub")) == 1


def test_more_keys_beside_the_profile_count_too(start, tmp_path):
    """A second folder adds keys to accounts that have a profile, and makes none."""
    more = tmp_path / "more"
    more.mkdir()
    house = start(more_keys=more)
    write_profile(more, "acme", _line(house, "acme-2"))
    write_profile(more, "gamma", _line(house, "gamma"))
    assert _gets_in(house, "acme", "acme") and _gets_in(house, "acme", "acme-2")
    assert not _gets_in(house, "gamma", "gamma")


def test_a_name_is_no_path(house):
    """Whatever name a stranger gives, no file outside the folder of profiles is an account."""
    (house.folder / "evil.toml").write_text(_row(_line(house, "acme")))
    write_profile(house.folder, "evil", _line(house, "acme"))
    for name in ("../evil", "/../evil", str(house.folder / "evil"), "acme/../../evil", ".acme", ""):
        assert not _gets_in(house, name, "acme")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[key]\nline = 'x'\n", "key: not a table of rows; write [[key]]"),
        ("[[key]]\n", "key 1: line: one like"),
        ("[[key]]\nline = 7\n", "key 1: line: one like"),
        ("[[key]]\nline = ''\nuntil = 2026-01-01\n", "key 1: until: unknown"),
        ("[[key]]\nline = ''\neffective_to = '2026-01-01'\n", "key 1: '2026-01-01' is not a date"),
        ("[[key]]\nline = ''\neffective_to = 2026-01-01T00:00:00\n", "is not a date"),
        ("[[key]]\nline = 'restrict {line}'\n", "key 1: line: not a public key line"),
        ("[[key]]\nline = '''{line}\n{line}'''\n", "key 1: line: one like"),
        ("[[key]]\nline = '{rsa}'\n", "key 1: an RSA key of 1024 bits; it needs 2048"),
        ("[[key]]\nline = '{dsa}'\n", "key 1: ssh-dss keys are not taken; use ssh-ed25519"),
        ("key = [1]\n", "key 1: line: one like"),
        ("enabled = 'yes'\n", "enabled: 'yes' is not true or false; the account is shut"),
        ("max_day_bytes = -1\n", "max_day_bytes: -1 is not a whole number"),
        ("max_open_files = true\n", "max_open_files: True is not a whole number"),
    ],
)
def test_each_wrong_field_is_told_with_its_place(tmp_path, keys, require, text, told):
    """File, row and field are named, in words that say what is needed."""
    lines = {"line": ensure_key_pair(keys["acme"])}
    for kind, bits in (("rsa", "1024"), ("dsa", "1024")):
        if f"{{{kind}}}" in text:
            command = [require("ssh-keygen"), "-q", "-t", kind, "-b", bits, "-N", ""]
            subprocess.run([*command, "-f", tmp_path / kind], check=True)
            lines[kind] = (tmp_path / f"{kind}.pub").read_text().strip()
    path = tmp_path / "acme.toml"
    path.write_text(text.format(**lines))
    profile = read_profile(path)
    (wrong,) = profile.wrong
    assert wrong.startswith("acme.toml: ") and told in wrong
    assert profile.keys == ()


def test_a_file_cut_in_the_middle_is_refused_whole(tmp_path):
    """What is no TOML says where."""
    (tmp_path / "acme.toml").write_text("[[key]\n")
    with pytest.raises(ProfileWrong, match=r"acme\.toml: .*line 1"):
        read_profile(tmp_path / "acme.toml")
