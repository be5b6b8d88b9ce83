"""On which business date a collected file was received."""

import datetime as dt
import errno
from contextlib import nullcontext
from dataclasses import replace

import pytest

from jobs.hub import Hub, dates
from jobs.hub.settings import BUSINESS_ZONE
from jobs.intake import collect_files
from sftp.door import Claimed, FetchResult
from tests import made

DUE_ON = dt.date(2026, 11, 16)
LATE_EVENING = dt.datetime(2026, 11, 16, 23, 50, tzinfo=BUSINESS_ZONE)
NOON_UTC = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("modified_at", "now", "day"),
    [
        (LATE_EVENING, LATE_EVENING + dt.timedelta(minutes=20), DUE_ON),
        (LATE_EVENING, NOON_UTC, DUE_ON),
        (LATE_EVENING + dt.timedelta(minutes=20), NOON_UTC, dt.date(2026, 11, 17)),
        (NOON_UTC + dt.timedelta(days=3), NOON_UTC, dt.date(2026, 11, 20)),
        (dt.datetime(2001, 9, 9, tzinfo=dt.UTC), NOON_UTC, dt.date(2026, 11, 13)),
    ],
)
def test_a_file_is_received_when_it_arrived(modified_at, now, day):
    """The Toronto date of the server's time, not after now and not before the bound."""
    first_on = dt.date(2026, 11, 13)
    assert dates.received_on(modified_at, now=now, first_on=first_on) == day


class OneFile:
    """A door behind which one partner's file was claimed."""

    def __init__(self, partner_id: str, modified_at: dt.datetime | None) -> None:
        """Hold the file as claimed."""
        self._folder = f"/{partner_id}/.claimed"
        self._claimed = Claimed("c1", "x.edi", f"{self._folder}/c1__x.edi", 0, modified_at)

    def ensure_folder(self, folder: str) -> None:
        """Do nothing."""

    def arrivals(self, _folder: str, **_: object) -> list[object]:
        """Return nothing: what arrived is claimed."""
        return []

    def claimed(self, folder: str, **_: object) -> list[Claimed]:
        """Return the file in its partner's folder."""
        return [self._claimed] if folder == self._folder else []

    def fetch(self, _path: str, *, to, max_bytes: int) -> FetchResult:
        """Give its bytes."""
        del max_bytes
        to.write(made.cusdec([made.maker(9).declaration()], "L1"))
        return FetchResult(0, "")

    def remove(self, path: str) -> None:
        """Do nothing."""


def collected_on(hub: Hub, monkeypatch, modified_at, asked=None) -> dt.date:
    door = OneFile(made.broker().partner_id, modified_at)
    monkeypatch.setattr(Hub, "door", lambda _: nullcontext(door))
    collect_files.collect(hub, asked)
    with hub.book.transaction() as tx:
        return tx.value("SELECT max(received_on) FROM file")


class FullDisk(OneFile):
    """A door whose file finds no room on our disk, as often as is left."""

    def __init__(self, partner_id: str, left: int) -> None:
        """Hold the file, and how often it does not fit."""
        super().__init__(partner_id, NOON_UTC)
        self.left = left

    def fetch(self, path: str, *, to, max_bytes: int) -> FetchResult:
        """Write what fits, then fail as a full file system does."""
        if self.left:
            self.left -= 1
            to.write(b"UNB+")
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().fetch(path, to=to, max_bytes=max_bytes)


def test_a_full_disk_is_our_trouble_and_goes_by(hub: Hub, monkeypatch, caplog):
    """A file that our disk has no room for is left at the door, and taken when there is room."""
    door = FullDisk(made.broker().partner_id, left=1)
    monkeypatch.setattr(Hub, "door", lambda _: nullcontext(door))
    asked = dt.date(2026, 11, 20)
    assert collect_files.collect(hub, asked) == []
    assert "was not collected" in caplog.text and "No space left" in caplog.text
    (file_id,) = collect_files.collect(hub, asked)
    assert collect_files.post(hub, [file_id]) == {"posted": 1}


def test_a_disk_that_fills_while_answers_are_kept_quarantines_nothing(hub: Hub, monkeypatch):
    """Posting fails as a whole, to be tried again; the file still waits, and is then posted."""
    door = OneFile(made.broker().partner_id, NOON_UTC)
    monkeypatch.setattr(Hub, "door", lambda _: nullcontext(door))
    waiting = collect_files.collect(hub, dt.date(2026, 11, 20))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(type(hub.kept), "put_all", full)
        with pytest.raises(OSError, match="No space left"):
            collect_files.post(hub, waiting)
    with hub.book.transaction() as tx:
        assert tx.value("SELECT count(*) FROM file WHERE outcome IS NULL") == 1
    assert collect_files.post(hub, waiting) == {"posted": 1}


@pytest.mark.parametrize(("days_ago", "found"), [(0, 0), (2, 2), (7, 7), (30, 7), (-2, 0)])
def test_an_outage_of_ours_makes_nobody_late(hub, monkeypatch, days_ago, found):
    """What is collected days later is received when it arrived, at most a week back."""
    now = dt.datetime.now(dt.UTC)
    day = collected_on(hub, monkeypatch, now - dt.timedelta(days=days_ago))
    assert day == hub.today() - dt.timedelta(days=found)


def test_a_server_that_tells_no_time_leaves_the_day_of_collecting(hub, monkeypatch):
    """Without a time the file arrives when it is collected."""
    assert collected_on(hub, monkeypatch, None) == hub.today()


def test_a_day_that_a_person_asks_for_counts(hub, monkeypatch):
    """A run for a day receives everything on it, whatever the server says."""
    asked = dt.date(2026, 11, 20)
    assert collected_on(hub, monkeypatch, LATE_EVENING, asked) == asked


def test_no_file_is_received_in_a_month_that_is_archived(hub, monkeypatch):
    """What arrived in an archived month is received on the first day after it."""
    now = dt.datetime.now(dt.UTC)
    today = hub.today()
    month = (today.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    with hub.book.transaction() as tx:
        tx.run(
            "INSERT INTO archive (month, manifest_sha256) VALUES (:month, sha256('x'))", month=month
        )
    patient = replace(hub, rules=replace(hub.rules, received_days_back_max=60))
    day = collected_on(patient, monkeypatch, now - dt.timedelta(days=50))
    assert day == today.replace(day=1)
