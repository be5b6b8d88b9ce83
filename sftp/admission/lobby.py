"""Connections that have not signed in yet: few at once, and few of one address."""

import ipaddress
from collections import Counter
from collections.abc import Hashable
from typing import Generic, TypeVar

_Guest = TypeVar("_Guest", bound=Hashable)

_IPV6_NEIGHBOURS = 64
"""Whoever has one address of IPv6 has the 2**64 that begin alike."""


class Lobby(Generic[_Guest]):
    """Who waits, the longest first, and from where."""

    def __init__(self, *, places: int, places_of_an_address: int) -> None:
        self._places, self._places_of_an_address = places, places_of_an_address
        self._waiting: dict[_Guest, str] = {}

    def is_full_for(self, address: str) -> bool:
        """Tell whether an address has as many that wait as it may."""
        return list(self._waiting.values()).count(origin(address)) >= self._places_of_an_address

    def enter(self, guest: _Guest, address: str) -> _Guest | None:
        """Let one wait; return whom it takes the place of, where there is no place left.

        That is the one that waited longest, of the address that most wait from: it takes a client
        that means it far less time to sign in than a flood needs to fill all places anew.
        """
        leaving = self._longest_of_most() if len(self._waiting) >= self._places else None
        if leaving is not None:
            self.leave(leaving)
        self._waiting[guest] = origin(address)
        return leaving

    def leave(self, guest: _Guest) -> None:
        """Let one go, signed in or lost; one that does not wait is fine."""
        self._waiting.pop(guest, None)

    def _longest_of_most(self) -> _Guest:
        ((most, _),) = Counter(self._waiting.values()).most_common(1)
        return next(guest for guest, address in self._waiting.items() if address == most)


def origin(address: str) -> str:
    """Return what counts as one address: itself, of IPv6 its network of 64 bits."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, _IPV6_NEIGHBOURS), strict=False))
