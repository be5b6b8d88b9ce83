"""Strangers at the door: they wait in small numbers, are refused slowly, and lock nobody out."""

import asyncio
import base64
import socket
import subprocess
import threading
import time
from contextlib import ExitStack, contextmanager

import asyncssh
import paramiko
import pytest

from sftp.admission import failures
from sftp.admission.algorithms import ENCRYPTION, KEX, MACS
from sftp.admission.failures import Failures
from sftp.admission.lobby import Lobby, Places, origin
from sftp.connection import Connection
from sftp.connection import House as HouseOfServer
from sftp.keys import ensure_key_pair
from tests.sftp.conftest import write_profile

FLOOD = 300


@contextmanager
def _idle(house, count, address="127.0.0.2", port=None):
    """Hold connections of one address that never say who they are; some may be dropped at once."""
    with ExitStack() as held:
        yield [
            held.enter_context(
                socket.create_connection(
                    ("127.0.0.1", port or house.port), 20, source_address=(address, 0)
                )
            )
            for _ in range(count)
        ]


def _is_dropped(link):
    """Tell whether the server ended a connection."""
    link.settimeout(0.01)
    try:
        while link.recv(4096):
            pass
    except TimeoutError:
        return False
    except ConnectionResetError:
        return True
    return True


@contextmanager
def _client(house, username, address):
    """Sign in from an address."""
    link = socket.create_connection(
        ("127.0.0.1", house.port_of(username)), 20, source_address=(address, 0)
    )
    transport = paramiko.Transport(link)
    try:
        transport.connect(username=username, pkey=paramiko.PKey.from_path(house.key(username)))
        yield paramiko.SFTPClient.from_transport(transport)
    finally:
        transport.close()


def _sftp(house, username, require, *options, key=None):
    """Run OpenSSH's sftp with options that come before the usual ones, and keys too."""
    asked = [*(f"-o{each}" for each in options), *house.options(key or username)]
    port = str(house.port_of(username))
    return subprocess.run(
        [require("sftp"), "-b", "-", *asked, "-P", port, f"{username}@127.0.0.1"],
        input="ls in",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_an_idle_flood_leaves_other_addresses_and_the_hub_alone(house):
    """While one address holds 300 connections, another signs in at once, and so does the hub."""
    with _idle(house, FLOOD):
        began = time.monotonic()
        with _client(house, "acme", "127.0.0.3") as client:
            assert client.listdir("in") == []
        with house.door() as hub:
            assert hub.look("/acme/in") == {}
        assert time.monotonic() - began < 10


def test_connections_of_one_address_that_wait_are_bounded(start, until):
    """One connection more than an address may have is dropped, those of others are not."""
    house = start(max_lobby_per_address=3)
    with _idle(house, 5) as links, _idle(house, 3, "127.0.0.3") as others:
        until(lambda: all(_is_dropped(link) for link in links[3:]))
        assert not any(_is_dropped(link) for link in [*links[:3], *others])


def test_a_flood_of_many_addresses_leaves_room(start, until):
    """Where many addresses fill the lobby, who waited longest makes room for who comes."""
    house = start(max_lobby=20, max_lobby_per_address=4)
    with ExitStack() as held:
        links = [
            link
            for number in range(10, 20)
            for link in held.enter_context(_idle(house, 4, f"127.0.0.{number}"))
        ]
        with _client(house, "acme", "127.0.0.3") as client:
            assert client.listdir("in") == []
        until(lambda: sum(not _is_dropped(link) for link in links) <= 20)


def test_one_network_takes_its_places_and_no_more(start, until):
    """Twenty addresses of a network share its places; those of another network keep theirs."""
    house = start(max_lobby=40, max_lobby_per_address=4, max_lobby_per_network=6)
    with ExitStack() as held:
        others = held.enter_context(_idle(house, 4, "127.9.8.1"))
        links = [
            link
            for number in range(1, 21)
            for link in held.enter_context(_idle(house, 4, f"127.9.9.{number}"))
        ]
        until(lambda: sum(not _is_dropped(link) for link in links) <= 6)
        assert not any(_is_dropped(link) for link in others)
        with _client(house, "acme", "127.9.9.99") as neighbour:
            assert neighbour.listdir("in") == []


def test_hundreds_of_addresses_lock_nobody_out(house):
    """Of 200 networks, two idle connections each: partners sign in, stay in, and the hub too."""
    with house.client("acme") as inside, ExitStack() as held:
        for number in range(200):
            held.enter_context(_idle(house, 2, f"127.7.{number}.1"))
        began = time.monotonic()
        with _client(house, "acme", "127.8.0.1") as client, house.door() as hub:
            assert client.listdir("in") == inside.listdir("in") == []
            assert hub.look("/acme/in") == {}
        assert time.monotonic() - began < 10


@pytest.mark.parametrize("count", [8, 63, 64, 200])
def test_idle_connections_of_this_machine_leave_the_hub_its_port(start, count: int):
    """Whoever holds the hub's own port, of the hub's own address, makes room for the hub."""
    house = start(max_lobby=64)
    with _idle(house, count, "127.0.0.1", house.hub_port) as links:
        began = time.monotonic()
        with house.door() as hub, house.door() as beside:
            assert hub.look("/acme/in") == beside.look("/acme/in") == {}
        assert time.monotonic() - began < 10
        assert sum(not _is_dropped(link) for link in links) <= 64


def test_who_signed_in_no_longer_waits(start):
    """An address may have more connections signed in than may wait."""
    house = start(max_lobby_per_address=2)
    with ExitStack() as held:
        clients = [held.enter_context(house.client("acme")) for _ in range(5)]
        assert [client.listdir("in") for client in clients] == [[]] * 5


def test_the_hubs_connections_are_not_counted_with_the_partners(start):
    """The hub enters a house that is full of partners."""
    house = start(max_connections=1)
    with house.client("acme"), house.door() as hub, house.door() as beside:
        assert hub.look("/acme/in") == beside.look("/acme/in") == {}


@pytest.mark.parametrize("username", ["hub", "acme"])
def test_each_port_has_its_accounts(house, username):
    """The hub's account does not exist at the partners' port, nor a partner's at the hub's."""
    port = house.port if username == "hub" else house.hub_port
    transport = paramiko.Transport(("127.0.0.1", port))
    with pytest.raises(paramiko.AuthenticationException):
        transport.connect(username=username, pkey=paramiko.PKey.from_path(house.key(username)))
    transport.close()


def test_the_hubs_port_is_on_this_machine_alone(house, start):
    """Wherever partners sign in, the hub's port answers on loopback only."""
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.2", house.hub_port), 5)
    everywhere = start(host="127.0.0.2")
    with socket.create_connection(("127.0.0.1", everywhere.hub_port), 5):
        pass


def test_a_connection_that_says_nothing_is_ended_in_time(start):
    """Slow ones, who send a byte now and then, are ended as silent ones are."""
    house = start(login_timeout_s=1.0)
    with _idle(house, 1) as (link,):
        began = time.monotonic()
        with pytest.raises(OSError):
            for _ in range(100):
                link.sendall(b"S")
                time.sleep(0.1)
        assert time.monotonic() - began < 5


class _Signs(paramiko.Ed25519Key):
    """A stranger's key that goes by the public half of another, and whose signatures are wrong."""

    def __init__(self, house, username):
        super().__init__(filename=str(house.key("stranger")))
        line = house.key(username).with_suffix(".pub").read_text()
        self._pretended = base64.b64decode(line.split()[1])

    def asbytes(self):
        return self._pretended


def _asks(transport, username, key):
    """Ask to sign in once more on a connection; paramiko's own way asks for the service again."""
    if transport.auth_handler is None:
        with pytest.raises((paramiko.SSHException, EOFError)):
            transport.auth_publickey(username, key)
        return
    handler = transport.auth_handler
    handler.auth_event, handler.username = threading.Event(), username
    signed = handler._get_session_blob(key, "ssh-connection", username, "ssh-ed25519")
    message = paramiko.Message()
    message.add_byte(paramiko.common.cMSG_USERAUTH_REQUEST)
    for text in (username, "ssh-connection", "publickey"):
        message.add_string(text)
    message.add_boolean(True)
    message.add_string("ssh-ed25519")
    message.add_string(key.asbytes())
    message.add_string(key.sign_ssh_data(signed, "ssh-ed25519"))
    transport._send_message(message)
    while transport.is_active() and not handler.auth_event.wait(0.05):
        pass


@pytest.mark.parametrize("whose", ["stranger", "acme"])
def test_keys_are_tried_a_few_times_a_connection(house, whose):
    """The sixth wrong key ends the connection, as do as many wrong signatures for a right one."""
    transport = paramiko.Transport(("127.0.0.1", house.port))
    transport.start_client(timeout=20)
    key, tries = _Signs(house, whose), 0
    while transport.is_active() and tries < 50:
        _asks(transport, "acme", key)
        tries += 1
    assert not transport.is_authenticated()
    transport.close()
    assert tries == {"stranger": 6, "acme": 8}[whose]


@pytest.mark.parametrize(("strangers", "gets_in"), [(5, True), (6, False)])
def test_openssh_finds_its_key_among_five_others(house, require, strangers, gets_in):
    """A client with many keys gets in as long as the right one is the sixth at the latest."""
    keys = [house.folder / f"keys/stranger{number}" for number in range(strangers)]
    for key in keys:
        ensure_key_pair(key)
    done = _sftp(house, "acme", require, *(f"IdentityFile={key}" for key in keys))
    assert (done.returncode == 0) == gets_in, done.stderr
    assert gets_in or "too many keys tried" in done.stderr


def test_a_key_that_was_accepted_for_one_account_opens_no_other(house):
    """A client that asks with its own key for its own account cannot go on as another."""
    transport = paramiko.Transport(("127.0.0.1", house.port))
    transport.start_client(timeout=20)
    _asks(transport, "acme", _Signs(house, "acme"))
    _asks(transport, "beta", paramiko.PKey.from_path(house.key("acme")))
    assert transport.is_active() and not transport.is_authenticated()
    transport.close()


@pytest.mark.parametrize(
    "asked",
    [
        "KexAlgorithms=diffie-hellman-group1-sha1",
        "KexAlgorithms=diffie-hellman-group14-sha1",
        "KexAlgorithms=diffie-hellman-group-exchange-sha1",
        "KexAlgorithms=diffie-hellman-group-exchange-sha256",
        "KexAlgorithms=diffie-hellman-group14-sha256,diffie-hellman-group18-sha512",
        "Ciphers=aes128-cbc,aes192-cbc,aes256-cbc,3des-cbc",
        "MACs=hmac-sha1,hmac-sha1-etm@openssh.com,hmac-md5,hmac-sha1-96",
        "MACs=umac-64@openssh.com,umac-64-etm@openssh.com",
        "HostKeyAlgorithms=ssh-rsa,ssh-dss",
    ],
)
def test_old_algorithms_are_refused(house, require, asked):
    """OpenSSH that knows only an old algorithm is told that there is none in common."""
    ciphers = [] if asked.startswith("Ciphers") else ["Ciphers=aes128-ctr"]
    done = _sftp(house, "acme", require, asked, *ciphers)
    assert done.returncode != 0
    assert "Unable to negotiate" in done.stderr and "no matching" in done.stderr, done.stderr


@pytest.mark.parametrize("algorithm", ["ssh-rsa", "rsa-sha2-256", "rsa-sha2-512"])
def test_an_rsa_key_signs_with_sha2_alone(start, require, algorithm):
    """A partner's RSA key lets it in by SHA-2, and not by SHA-1."""
    house = start()
    subprocess.run(
        [require("ssh-keygen"), "-q", "-t", "rsa", "-b", "2048", "-N", "", "-f", house.key("rsa")],
        check=True,
    )
    write_profile(house.profiles, "acme", house.key("rsa").with_suffix(".pub").read_text().strip())
    done = _sftp(house, "acme", require, f"PubkeyAcceptedAlgorithms={algorithm}", key="rsa")
    assert (done.returncode == 0) == (algorithm != "ssh-rsa"), done.stderr


def test_a_signature_by_sha1_is_not_accepted_from_a_client_that_does_not_ask(house, settings_of):
    """The server judges the signature itself: which ones it announced binds no attacker."""
    private = asyncssh.generate_private_key("ssh-rsa", key_size=2048)
    public = asyncssh.import_public_key(private.export_public_key())
    signatures = {name: private.sign(b"data", name) for name in (b"ssh-rsa", b"rsa-sha2-256")}
    assert all(public.verify(b"data", signature) for signature in signatures.values())
    connection = Connection(HouseOfServer(settings_of(house.folder)), of_hub=False)
    assert not asyncio.run(connection.validate_public_key("acme", public))
    judged = {name: public.verify(b"data", signature) for name, signature in signatures.items()}
    assert judged == {b"ssh-rsa": False, b"rsa-sha2-256": True}


def test_current_clients_are_let_in(house, require):
    """OpenSSH and paramiko with nothing set agree with the server, as does each current choice."""
    assert _sftp(house, "acme", require).returncode == 0
    with house.client("acme") as client:
        assert client.listdir("in") == []
    known = _known(require)
    for option, algorithms in (
        ("KexAlgorithms", KEX),
        ("Ciphers", ENCRYPTION),
        ("MACs", MACS),
    ):
        for algorithm in set(algorithms) & known:
            asked = [f"{option}={algorithm}"] + ["Ciphers=aes256-ctr"] * (option == "MACs")
            done = _sftp(house, "acme", require, *asked)
            assert done.returncode == 0, (algorithm, done.stderr)


def _known(require):
    """Return the algorithms that this machine's OpenSSH has."""
    asked = [[require("ssh"), "-Q", kind] for kind in ("kex", "cipher", "mac")]
    return {
        name
        for command in asked
        for name in subprocess.run(
            command, capture_output=True, text=True, check=True
        ).stdout.split()
    }


def test_repeated_failures_are_slowed_and_a_right_key_is_not(start):
    """After a few failed sign-ins of an address a refusal takes its time; a right key does not."""
    house = start(max_refusal_delay_s=1.5)
    stranger = paramiko.PKey.from_path(house.key("stranger"))

    def refused_in_s(username):
        transport = paramiko.Transport(("127.0.0.1", house.port))
        transport.start_client(timeout=20)
        began = time.monotonic()
        with pytest.raises(paramiko.AuthenticationException):
            transport.auth_publickey(username, stranger)
        took = time.monotonic() - began
        transport.close()
        return took

    took = [refused_in_s("user0")]
    while took[-1] < 1.4 and len(took) < 15:
        took.append(refused_in_s(f"user{len(took)}"))
    assert took[-1] >= 1.4 and max(took) < 10
    began = time.monotonic()
    with house.client("acme") as client:
        client.listdir("in")
    assert time.monotonic() - began < 1.4


def test_an_account_that_is_tried_from_everywhere_is_slowed(monkeypatch):
    """Failures count for the account too, so that many addresses are no faster than one."""
    monkeypatch.setattr(failures.time, "monotonic", lambda: now)
    now, counted = 1000.0, Failures(delay_max_s=2.0)
    delays = []
    for number in range(40):
        delays.append(counted.delay_s(f"10.0.0.{number}", "acme"))
        counted.add(f"10.0.0.{number}", "acme")
    assert delays[:5] == [0.0, 0.0, 0.0, 0.25, 0.5] and max(delays) == 2.0
    assert counted.delay_s("10.0.0.1", "beta") == 0.0
    now += 601
    assert counted.delay_s("10.0.0.1", "acme") == 0.0


def test_what_is_remembered_of_failures_is_bounded():
    """However many names and addresses fail, the oldest are forgotten for the newest."""
    counted = Failures(delay_max_s=2.0)
    for number in range(30_000):
        for _ in range(4):
            counted.add("10.0.0.1", f"user{number}")
    assert len(counted._counted) <= 4096
    assert counted.delay_s("10.0.0.9", "user0") == 0.0
    assert counted.delay_s("10.0.0.9", "user29999") > 0.0
    assert counted.delay_s("10.0.0.1", "acme") == 2.0


@pytest.mark.parametrize(
    ("address", "counts_as"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("?", "?"),
    ],
)
def test_neighbours_of_one_network_count_as_one(address, counts_as):
    """An address of IPv6 is one of very many that its owner has."""
    assert origin(address) == counts_as


def test_the_fullest_address_makes_room():
    """Of those that wait, the longest of the address with most leaves; one alone stays."""
    lobby = _lobby(of_a_network=4)
    for guest, address in enumerate(["10.0.0.1", "10.0.0.2", "10.0.0.2", "10.0.0.3"]):
        assert lobby.enter(guest, address) is None
    assert lobby.enter(4, "10.0.0.4") == 1
    lobby.leave(4)
    assert lobby.enter(5, "10.0.0.4") is None


@pytest.mark.parametrize(
    ("waiting", "comes", "leaves"),
    [
        (["10.0.1.1", "10.0.2.1", "10.0.2.2", "10.0.3.1"], "10.0.4.1", 1),
        (["10.0.1.1", "10.0.2.1", "10.0.2.2"], "10.0.2.3", 1),
        (["10.0.1.1", "10.0.2.1", "10.0.2.2", "10.0.3.1"], "10.0.2.3", 1),
        (["10.0.1.1", "10.0.2.1", "10.0.3.1", "10.0.4.1"], "10.0.5.1", 0),
        (["2001:db8::1", "2001:db8::2", "::ffff:10.0.0.1"], "2001:db8::3", 0),
        (["2001:db8::1", "2001:db8:0:1::1", "10.0.0.1"], "2001:db8::3", None),
    ],
    ids=["fullest", "its own", "its own, all full", "all alike", "64 bits", "other 64 bits"],
)
def test_the_fullest_network_makes_room(waiting: list[str], comes: str, leaves: int | None):
    """A full network makes room itself; else the one with most that wait, the longest of it."""
    lobby = _lobby(of_a_network=2)
    for guest, address in enumerate(waiting):
        assert lobby.enter(guest, address) is None
    assert lobby.enter(9, comes) == leaves


def _lobby(of_a_network: int) -> Lobby[int]:
    return Lobby(
        Places(
            in_all=4,
            of_an_address=3,
            of_a_network=of_a_network,
            ipv4_network_bits=24,
            ipv6_network_bits=64,
        )
    )
