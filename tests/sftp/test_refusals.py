"""Public keys only, SFTP only, and not too much of it."""

import io
import logging
import re
import socket
import subprocess

import paramiko
import pytest


def _run(house, require, *arguments, username="acme"):
    command = [require("ssh"), *house.options(username), "-p", str(house.port)]
    return subprocess.run(
        [*command, *arguments],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def test_stranger_is_refused(house):
    """A key that no account has opens nothing, for a known and for an unknown name."""
    stranger = paramiko.PKey.from_path(house.key("stranger"))
    for username in ("acme", "hub", "nobody", "root"):
        transport = paramiko.Transport(("127.0.0.1", house.port))
        with pytest.raises(paramiko.AuthenticationException):
            transport.connect(username=username, pkey=stranger)
        transport.close()


def test_one_accounts_key_does_not_open_another(house):
    """A partner's key opens only the partner's own account."""
    transport = paramiko.Transport(("127.0.0.1", house.port))
    with pytest.raises(paramiko.AuthenticationException):
        transport.connect(username="hub", pkey=paramiko.PKey.from_path(house.key("acme")))
    transport.close()


def test_password_is_refused(house):
    """No password is ever accepted, and only public keys are offered."""
    transport = paramiko.Transport(("127.0.0.1", house.port))
    with pytest.raises(paramiko.BadAuthenticationType) as refusal:
        transport.connect(username="acme", password="acme")
    assert refusal.value.allowed_types == ["publickey"]
    transport.close()


def test_openssh_stranger_is_refused(house, require):
    """OpenSSH with a stranger's key gets no session."""
    options = house.options("stranger")
    command = [require("sftp"), "-b", "-", *options, "-P", str(house.port), "acme@127.0.0.1"]
    done = subprocess.run(command, input="ls", capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "Permission denied" in done.stderr


@pytest.mark.parametrize("username", ["acme", "hub"])
def test_exec_and_shell_are_refused(house, username):
    """Neither a command nor a shell nor another subsystem nor a terminal is given."""
    with house.transport(username) as transport:
        for ask in (
            lambda channel: channel.exec_command("id"),
            lambda channel: channel.exec_command("scp -t /"),
            lambda channel: channel.invoke_shell(),
            lambda channel: channel.invoke_subsystem("netconf"),
            lambda channel: channel.get_pty(),
        ):
            channel = transport.open_session(timeout=10)
            with pytest.raises(paramiko.SSHException):
                ask(channel)
            channel.close()


def test_openssh_exec_and_scp_are_refused(house, require, tmp_path):
    """OpenSSH's ssh runs no command, and the old scp protocol copies nothing."""
    assert _run(house, require, "acme@127.0.0.1", "id").returncode != 0
    source = tmp_path / "x"
    source.write_bytes(b"x")
    command = [require("scp"), "-O", *house.options("acme"), "-P", str(house.port), str(source)]
    done = subprocess.run([*command, "acme@127.0.0.1:in/x"], capture_output=True, check=False)
    assert done.returncode != 0
    assert not (house.tree / "acme/in/x").exists()


@pytest.mark.parametrize("username", ["acme", "hub"])
def test_forwarding_is_refused(house, username):
    """No port is forwarded in either direction, and no agent."""
    with socket.create_server(("127.0.0.1", 0)) as listener, house.transport(username) as transport:
        target = listener.getsockname()
        with pytest.raises(paramiko.ChannelException):
            transport.open_channel("direct-tcpip", target, ("127.0.0.1", 1), timeout=10)
        with pytest.raises(paramiko.SSHException):
            transport.request_port_forward("127.0.0.1", 0)
        with pytest.raises(paramiko.SSHException):
            transport.open_channel("direct-streamlocal@openssh.com", timeout=10)


def test_openssh_forwarding_is_refused(house, require):
    """OpenSSH's -R fails."""
    flags = ("-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:1")
    assert _run(house, require, *flags, "acme@127.0.0.1").returncode != 0


def test_connections_of_one_account_are_bounded(start, until):
    """One connection more than the bound is dropped; another account still enters."""
    house = start(max_connections_per_account=2)
    with house.client("acme") as first, house.client("acme") as second:
        with pytest.raises((paramiko.SSHException, OSError, EOFError)):
            with house.client("acme") as third:
                third.listdir("/")
        with house.client("beta") as other:
            assert sorted(other.listdir("/")) == ["in", "out"]
        assert first.listdir("in") == second.listdir("in") == []


def test_all_connections_are_bounded(start):
    """One connection more than the house holds is dropped before it says who it is."""
    house = start(max_connections=1)
    with house.client("acme") as client:
        with pytest.raises((paramiko.SSHException, OSError, EOFError)):
            with house.client("beta"):
                pass
        assert client.listdir("in") == []


def test_sessions_of_one_connection_are_bounded(start):
    """One session more than the bound is refused as a shortage."""
    house = start(max_sessions_per_connection=1)
    with house.transport("acme") as transport:
        client = paramiko.SFTPClient.from_transport(transport)
        with pytest.raises(paramiko.ChannelException) as refusal:
            paramiko.SFTPClient.from_transport(transport)
        assert refusal.value.code == 4
        assert client.listdir("in") == []


def test_silent_client_is_dropped_before_login(start, until):
    """A client that does not say who it is in time is dropped."""
    house = start(login_timeout_s=0.3)
    with socket.create_connection(("127.0.0.1", house.port)) as link:
        link.settimeout(20)
        while link.recv(4096):
            pass


def test_idle_session_is_dropped(start, until):
    """A session that asks for nothing for the idle time is ended, and its upload removed."""
    house = start(idle_timeout_s=0.5, login_timeout_s=0.5)
    with house.transport("acme") as transport:
        client = paramiko.SFTPClient.from_transport(transport)
        file = client.open("in/x.edi", "wb")
        file.write(b"half")
        until(lambda: not transport.is_active())
    until(lambda: not list((house.tree / "acme/.uploading").iterdir()))
    assert not (house.tree / "acme/in/x.edi").exists()


def test_log_has_one_line_each_and_no_key(house, caplog):
    """Login, upload, download and refusal each leave one line; names cannot forge one."""
    caplog.set_level(logging.INFO, "sftp.server")
    (house.tree / "acme/out/a.edi").write_bytes(b"abc")
    with house.client("acme") as client:
        client.putfo(io.BytesIO(), "in/x.edi")
        client.open("out/a.edi").read()
        with pytest.raises(OSError):
            client.open('in/x\nevent=login account="hub"', "wb")
    lines = [r.getMessage() for r in caplog.records if r.name == "sftp.server"]
    for event in ("login", "upload", "refusal"):
        assert sum(line.startswith(f"event={event} ") for line in lines) == 1, lines
    assert all("\n" not in line and "AAAA" not in line for line in lines)
    assert 'account="acme" path="in/x.edi" size_bytes=0' in " ".join(lines)


def test_every_line_says_which_session_of_whom_and_from_where(house, caplog, until):
    """A connection's events bear its number, a session's one more, and all bear the address."""
    caplog.set_level(logging.INFO, "sftp.server")
    with house.transport("acme") as transport:
        for number in range(2):
            client = paramiko.SFTPClient.from_transport(transport)
            client.putfo(io.BytesIO(), f"in/{number}.edi")
            with pytest.raises(OSError):
                client.mkdir("in/x")
            client.rename(f"in/{number}.edi", f"in/{number}.xml")
            client.remove(f"in/{number}.xml")
    with pytest.raises(paramiko.AuthenticationException), house.transport("hub") as transport:
        transport.auth_publickey("acme", paramiko.PKey.from_path(house.key("stranger")))
    until(lambda: "event=logout" in caplog.text)
    ours = (r.getMessage() for r in caplog.records if r.name == "sftp.server")
    lines = [line for line in ours if "listening" not in line]
    told = [
        re.match(
            r'event=(\w+) session="([0-9a-f]{8}(?:\.\d)?)" peer="127\.0\.0\.1" account="(\w+)"',
            line,
        )
        for line in lines
        if "event=account" not in line
    ]
    assert all(told), lines
    assert {each[1] for each in told} >= {
        "login",
        "logout",
        "upload",
        "rename",
        "remove",
        "refusal",
    }
    uploads = [each[2] for each in told if each[1] == "upload"]
    (login,) = [each[2] for each in told if each[1] == "login" and each[3] == "acme"]
    assert uploads == [f"{login}.1", f"{login}.2"]
