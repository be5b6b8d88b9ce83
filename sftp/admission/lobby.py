"""Connections that have not signed in yet: few at once, few of one address, few of one network."""

import ipaddress
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

_Guest = TypeVar("_Guest", bound=Hashable)

_IPV6_NEIGHBOURS = 64
"""Whoever has one address of IPv6 has the 2**64 that begin alike."""


@dataclass(frozen=True, kw_only=True)
class Places:
    """How many may wait: in all, of an address, and of a network of so many leading bits."""

    in_all: int
    of_an_address: int
    of_a_network: int
    ipv4_network_bits: int
    ipv6_network_bits: int


class Lobby(Generic[_Guest]):
    """Who waits, the longest first, and from which network and address."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._waiting: dict[_Guest, tuple[str, str]] = {}

    def is_full_for(self, address: str) -> bool:
        """Tell whether an address has as many that wait as it may."""
        asked = origin(address)
        waiting = sum(address == asked for _, address in self._waiting.values())
        return waiting >= self._places.of_an_address

    def enter(self, guest: _Guest, address: str) -> _Guest | None:
        """Let one wait; return whom it takes the place of, where there is no place left.

        That is the one that waited longest, of the address that most wait from: it takes a client
        that means it far less time to sign in than a flood needs to fill all places anew. Where a
        network has its places taken, it is one of that network; where all are, one of the network
        that most wait from.
        """
        network = self._network(address)
        waiting = Counter(network for network, _ in self._waiting.values())
        leaving = None
        if waiting[network] >= self._places.of_a_network:
            leaving = self._longest_of(network)
        elif waiting.total() >= self._places.in_all:
            leaving = self._longest_of(_most(waiting.elements()))
        if leaving is not None:
            self.leave(leaving)
        self._waiting[guest] = network, origin(address)
        return leaving

    def leave(self, guest: _Guest) -> None:
        """Let one go, signed in or lost; one that does not wait is fine."""
        self._waiting.pop(guest, None)

    def _longest_of(self, network: str) -> _Guest:
        """Return who waited longest of the address of a network that most wait from."""
        address = _most(address for of, address in self._waiting.values() if of == network)
        return next(guest for guest, of in self._waiting.items() if of == (network, address))

    def _network(self, address: str) -> str:
        found = _ip(address)
        if found is None:
            return address
        v4, v6 = self._places.ipv4_network_bits, self._places.ipv6_network_bits
        bits = v4 if isinstance(found, ipaddress.IPv4Address) else v6
        return str(ipaddress.ip_network((found, bits), strict=False))


def origin(address: str) -> str:
    """Return what counts as one address: itself, of IPv6 its network of 64 bits."""
    found = _ip(address)
    if found is None or isinstance(found, ipaddress.IPv4Address):
        return address if found is None else str(found)
    return str(ipaddress.ip_network((found, _IPV6_NEIGHBOURS), strict=False))


def _ip(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return an address, of IPv4 also where it is written as one of IPv6; None of what is none."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found


def _most(names: Iterable[str]) -> str:
    """Return the name that is there most often; of several the first."""
    ((most, _),) = Counter(names).most_common(1)
    return most
