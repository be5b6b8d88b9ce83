"""How much one user may ask for: a bucket of tokens each, in this process's memory."""

import threading
import time
from collections.abc import Callable
from typing import Final

from jobs.rules.api_rules import ApiLimit

_USERS_MAX: Final = 10_000
"""Beyond so many users, the buckets that have filled up again are forgotten."""


class Buckets:
    """The tokens that each user has left."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, user: str, tokens: int, limit: ApiLimit) -> float:
        """Take tokens and return 0; or take none and return the seconds until there are enough.

        What costs more than a full bucket empties it.
        """
        asked = min(tokens, limit.burst)
        a_second = limit.tokens_per_minute / 60
        with self._lock:
            now = self._clock()
            left, at = self._left.get(user, (float(limit.burst), now))
            left = min(float(limit.burst), left + (now - at) * a_second)
            if left < asked:
                self._left[user] = (left, now)
                return (asked - left) / a_second
            self._left[user] = (left - asked, now)
            if len(self._left) > _USERS_MAX:
                self._forget(now, limit.burst / a_second)
            return 0.0

    def _forget(self, now: float, fills_within: float) -> None:
        self._left = {
            user: (left, at) for user, (left, at) in self._left.items() if now - at < fills_within
        }
