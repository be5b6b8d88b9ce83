"""A watch looks, works at once where there is something, bears an outage, and ends."""

import errno
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from jobs.intake import watching
from jobs.intake.watching import Failing, failing_alone, watch
from ledger_sync.book.connection import BookUnavailable
from sftp.faults import NeedsAPerson, TryAgain


class Hub:
    """A hub whose door counts how often it was opened."""

    def __init__(self) -> None:
        """Start with a door that nobody opened."""
        self.opened = 0

    @contextmanager
    def door(self) -> Iterator[object]:
        """Open the door."""
        self.opened += 1
        yield object()


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "LOOK_EVERY_S", 0.01)
    monkeypatch.setattr(watching, "PATIENCE_S", 0.2)


def idle(_door: object, _failing: Failing) -> bool:
    """Find nothing to do."""
    return False


def test_a_watch_looks_at_least_once_through_one_door_each(monkeypatch: pytest.MonkeyPatch):
    """Both look, each through its own door, which stays open until the time is over."""
    hub, looks = Hub(), list[str]()

    def look(_door: object, _failing: Failing) -> bool:
        looks.append(threading.current_thread().name)
        return len(looks) < 20

    watch(hub, 0.1, look, look)
    assert hub.opened == 2 and len(looks) >= 20
    assert {name.startswith("beside") for name in looks} == {True, False}
    looks.clear()
    watch(hub, 0, look, idle)
    assert looks


@pytest.mark.parametrize("fault", [BookUnavailable("gone"), TryAgain("gone"), NeedsAPerson("gone")])
def test_an_outage_is_borne_while_it_passes(fault: Exception):
    """The door is opened anew, and the work goes on; nobody is told."""
    hub, left = Hub(), [fault, fault, fault]

    def look(_door: object, _failing: Failing) -> bool:
        if left:
            raise left.pop()
        return False

    watch(hub, 0.3, look, idle)
    assert not left and hub.opened == 1 + 4


@pytest.mark.parametrize("beside", [False, True])
def test_an_outage_that_lasts_ends_the_watch(beside):
    """Long before its time: the task fails, and a person sees it."""

    def look(_door: object, _failing: Failing) -> bool:
        raise BookUnavailable("gone")

    with pytest.raises(BookUnavailable, match="gone"):
        watch(Hub(), 10_000, *((idle, look) if beside else (look, idle)))


@pytest.mark.parametrize("beside", [False, True])
def test_a_fault_of_ours_ends_the_watch(beside):
    """What no retry cures is no outage."""

    def look(_door: object, _failing: Failing) -> bool:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        watch(Hub(), 10_000, *((idle, look) if beside else (look, idle)))


@pytest.mark.parametrize(
    "fault", [NeedsAPerson("no folder"), OSError(errno.ENOSPC, "no folder")], ids=["door", "disk"]
)
def test_a_partners_folder_fails_alone_and_is_told_at_the_end(
    caplog: pytest.LogCaptureFixture, fault: Exception
):
    """Other partners are served all the while; the log has it once, the end of the watch again."""
    served: list[str] = []

    def look(_door: object, failing: Failing) -> bool:
        for partner_id in ("broken", "right"):
            with failing_alone(partner_id, failing, "was not collected"):
                if partner_id == "broken":
                    raise fault
                served.append(partner_id)
        return False

    with pytest.raises(type(fault), match="no folder"):
        watch(Hub(), 0.1, look, idle)
    assert len(served) > 1
    assert [record.getMessage() for record in caplog.records] == [
        "partner broken was not collected"
    ]


def test_a_folder_that_was_mended_is_not_told(caplog: pytest.LogCaptureFixture):
    """What failed at first and was right at the end leaves the watch as done."""
    left = [NeedsAPerson("no folder")]

    def look(_door: object, failing: Failing) -> bool:
        with failing_alone("mended", failing, "was not collected"):
            if left:
                raise left.pop()
        return False

    watch(Hub(), 0.1, look, idle)
    assert len(caplog.records) == 1
