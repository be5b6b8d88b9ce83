"""Looking every second for what there is to do, for as long as a task of Airflow lasts.

An outage of the book or of the door is borne for a while; what one partner's folder does wrong
costs no other, and is told when the watch ends.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final

from jobs.hub import Hub
from ledger_sync.book.connection import BookUnavailable
from sftp.door import Door
from sftp.faults import DoorFault

_log = logging.getLogger(__name__)

LOOK_EVERY_S: Final = 1.0
PATIENCE_S: Final = 60.0
"""An outage that lasts longer ends the watch, whose failure tells a person of it."""

Failing = dict[str, Exception]
"""What is wrong with the folders of partners, or kept a file of theirs from our disk, by partner,
as of the newest look."""

Look = Callable[[Door, Failing], bool]
"""Does what there is to do; returns whether there was anything."""


def watch(hub: Hub, seconds: float, look: Look, beside: Look) -> None:
    """Look for so many seconds, and beside it in another thread, each through a door of its own.

    Raises BookUnavailable or DoorFault for an outage that lasts, and at the end DoorFault where the
    folder of a partner still fails, or OSError where our disk has no room for a file.
    """
    ended = threading.Event()
    timer = threading.Timer(seconds, ended.set)
    timer.start()
    try:
        with ThreadPoolExecutor(1, thread_name_prefix="beside") as aside:
            other = aside.submit(_look_until, ended, hub, beside)
            _look_until(ended, hub, look)
            other.result()
    finally:
        timer.cancel()


@contextmanager
def failing_alone(partner_id: str, failing: Failing, told: str) -> Iterator[None]:
    """Let a partner's folder fail without harm to others; it is logged when it begins to.

    So does a file that our disk has no room for: a smaller one of another partner may fit.
    """
    try:
        yield
    except (DoorFault, OSError) as fault:
        if partner_id not in failing:
            _log.exception("partner %s %s", partner_id, told)
        failing[partner_id] = fault
    else:
        failing.pop(partner_id, None)


def _look_until(ended: threading.Event, hub: Hub, look: Look) -> None:
    """Look at least once, and at once again where something was done, through one open door."""
    failing_since: float | None = None
    while True:
        try:
            failing: Failing = {}
            with hub.door() as door:
                while True:
                    busy = look(door, failing)
                    failing_since = None
                    if ended.is_set() or (not busy and ended.wait(LOOK_EVERY_S)):
                        raise_any(failing)
                        return
        except (BookUnavailable, DoorFault) as fault:
            now = time.monotonic()
            failing_since = now if failing_since is None else failing_since
            if ended.wait(LOOK_EVERY_S) or now - failing_since > PATIENCE_S:
                ended.set()
                raise
            _log.warning("%s: %s; looking again", type(fault).__name__, fault)
        except BaseException:
            ended.set()
            raise


def raise_any(failing: Failing) -> None:
    """Raise what is wrong with the folder of a partner, if anything is."""
    for fault in failing.values():
        raise fault
