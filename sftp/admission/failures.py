"""Connections that tried keys and did not get in: how long the next refusal takes."""

import time
from collections import OrderedDict
from typing import Final

_FORGIVEN: Final = 3
_FIRST_DELAY_S: Final = 0.25
_DOUBLED_AT_MOST: Final = 16
_REMEMBERED_S: Final = 600.0
_REMEMBERED_MAX: Final = 4096
"""Addresses and accounts; the one that failed longest ago is forgotten for a new one."""


class Failures:
    """How often addresses and accounts failed of late. Only refusals wait, never a right key."""

    def __init__(self, delay_max_s: float) -> None:
        self._delay_max_s = delay_max_s
        self._counted: OrderedDict[tuple[str, str], tuple[int, float]] = OrderedDict()

    def add(self, address: str, account: str) -> None:
        """Count a connection of an address that tried keys for an account in vain."""
        for who in (("address", address), ("account", account)):
            self._counted[who] = (self._count(who) + 1, time.monotonic())
            self._counted.move_to_end(who)
        while len(self._counted) > _REMEMBERED_MAX:
            self._counted.popitem(last=False)

    def delay_s(self, address: str, account: str) -> float:
        """Return how long to keep an address waiting for its refusal, in seconds."""
        most = max(self._count(("address", address)), self._count(("account", account)))
        if most < _FORGIVEN:
            return 0.0
        return min(
            _FIRST_DELAY_S * (1 << min(most - _FORGIVEN, _DOUBLED_AT_MOST)), self._delay_max_s
        )

    def _count(self, who: tuple[str, str]) -> int:
        count, at = self._counted.get(who, (0, 0.0))
        return count if time.monotonic() - at < _REMEMBERED_S else 0
