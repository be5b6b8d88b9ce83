"""The hub of this process: opened at the first request, shared, closed at shutdown."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import Annotated

from fastapi import Depends, Request

from jobs.hub import Hub, open_hub

OpenHub = Callable[[], AbstractContextManager[Hub]]


class OneHub:
    """One hub, with one pool of connections to the book.

    Not opened before it is asked for: an API server starts without a book as well.
    """

    def __init__(self, opening: OpenHub = open_hub) -> None:
        self._opening = opening
        self._lock = threading.Lock()
        self._held = ExitStack()
        self._hub: Hub | None = None

    def get(self) -> Hub:
        """Return the hub; SettingMissing where nothing says which."""
        with self._lock:
            if self._hub is None:
                self._hub = self._held.enter_context(self._opening())
            return self._hub

    def close(self) -> None:
        """Give every connection back."""
        with self._lock:
            self._hub = None
            self._held.close()


def _hub(request: Request) -> Hub:
    one: OneHub = request.app.state.one_hub
    return one.get()


TheHub = Annotated[Hub, Depends(_hub)]
