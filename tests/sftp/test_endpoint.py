"""Opening the door: what is a person's business and what a retry can cure."""

import contextlib
import socket
import threading
from dataclasses import replace

import pytest

from sftp.endpoint import Endpoint, open_door
from sftp.faults import DoorFault, NeedsAPerson, TryAgain
from sftp.keys import ensure_key_pair


def _open(endpoint):
    with open_door(endpoint) as door:
        return door.arrivals("/", min_age_s=0)


def test_door_opens(house):
    """With the right keys on both sides the door opens, and keeps no delay on its socket."""
    with open_door(house.endpoint("acme")) as door:
        link = door._sftp.get_channel().get_transport().sock
        assert link.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert door.arrivals("in", min_age_s=0) == []


def test_wrong_host_key_needs_a_person(house, tmp_path):
    """A server that shows another host key is not trusted."""
    other = ensure_key_pair(tmp_path / "other")
    with pytest.raises(NeedsAPerson):
        _open(house.endpoint("acme", host_key=other))


@pytest.mark.parametrize(
    "line", ["", "ssh-ed25519", "ssh-ed25519 AAAA", "no-such-kind AAAA", "x y"]
)
def test_unreadable_host_key_needs_a_person(house, line):
    """A host key that cannot be read trusts nobody."""
    with pytest.raises(NeedsAPerson):
        _open(house.endpoint("acme", host_key=line))


def test_host_key_of_another_kind_needs_a_person(house):
    """A configured key of a kind the server does not have is a mismatch, not a shortage."""
    import asyncssh

    line = asyncssh.generate_private_key("ecdsa-sha2-nistp256").export_public_key().decode()
    with pytest.raises(NeedsAPerson):
        _open(house.endpoint("acme", host_key=line))


def test_refused_key_needs_a_person(house):
    """A key or an account that the server does not know needs a person."""
    with pytest.raises(NeedsAPerson):
        _open(house.endpoint("acme", private_key=house.key("stranger")))
    with pytest.raises(NeedsAPerson):
        _open(replace(house.endpoint("acme"), username="nobody"))


def test_unusable_private_key_needs_a_person(house, tmp_path):
    """A private key file that is missing or is no key needs a person."""
    broken = tmp_path / "broken"
    broken.write_text("no key")
    for file in (broken, tmp_path / "missing", tmp_path):
        with pytest.raises(NeedsAPerson):
            _open(house.endpoint("acme", private_key=file))


def test_dead_port_can_be_tried_again(house):
    """Nobody listening is a matter of time."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(TryAgain):
        _open(house.endpoint("acme", port=port))


def test_unknown_host_can_be_tried_again(house):
    """A name that does not resolve is the network's trouble."""
    with pytest.raises(TryAgain):
        _open(house.endpoint("acme", host="no-such-host.invalid"))


@pytest.mark.parametrize("behaviour", ["silent", "closing", "talking"])
def test_server_that_is_no_ssh_server_can_be_tried_again(house, behaviour):
    """A server that says nothing, hangs up or talks nonsense is given another chance."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer():
            link, _ = listener.accept()
            with link:
                if behaviour == "talking":
                    with contextlib.suppress(ConnectionError):
                        link.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n" * 200)
                if behaviour != "closing":
                    over.wait()

        answering = threading.Thread(target=answer)
        answering.start()
        try:
            with pytest.raises(TryAgain):
                port = listener.getsockname()[1]
                _open(house.endpoint("acme", port=port, connect_timeout_s=0.5))
        finally:
            over.set()
            answering.join()


def test_full_server_can_be_tried_again(start):
    """A server that has too many connections of the account is busy, not closed."""
    house = start(max_connections_per_account=1)
    with open_door(house.endpoint("acme")), pytest.raises(TryAgain):
        _open(house.endpoint("acme"))


def test_callers_own_exceptions_pass(house):
    """What the body raises is not folded."""
    with pytest.raises(ZeroDivisionError), open_door(house.endpoint("acme")):
        raise ZeroDivisionError
    with pytest.raises(PermissionError), open_door(house.endpoint("acme")):
        raise PermissionError


def test_faults_are_one_tree():
    """A caller can catch both leaves at once."""
    assert issubclass(TryAgain, DoorFault)
    assert issubclass(NeedsAPerson, DoorFault)


def test_endpoint_shows_no_secret(house):
    """An endpoint's text names the key file, not the key."""
    assert isinstance(house.endpoint("acme"), Endpoint)
    assert "PRIVATE" not in repr(house.endpoint("acme"))
