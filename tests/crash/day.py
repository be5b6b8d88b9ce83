"""The jobs of one day in a process of their own, which a fault may end at any step.

Dates are fixed, so that two runs of the day differ in nothing but clock times and numbers given
by the database.
"""

import datetime as dt
import os
from contextlib import suppress
from pathlib import Path

from jobs.acts import replay_files, reverse_postings
from jobs.acts.replay_files import Mode
from jobs.hub import Hub, JobRefused, open_hub
from jobs.hub.settings import Settings
from jobs.intake import collect_files, deliver_documents
from jobs.proofs import clear_kept_bytes
from jobs.receivables import close_day, send_notices
from ledger_sync.book import closing
from ledger_sync.book.acts import Request
from ledger_sync.book.connection import BookUnavailable
from ledger_sync.intake.inbox import Selection
from sftp.faults import DoorFault, TryAgain
from tests import configuration, people

configuration.read_now()

TODAY = dt.date(2026, 11, 20)
KNOWN_ON = dt.date(2026, 11, 24)
STATEMENT_ON = dt.date(2026, 11, 25)
ACTS_ON = dt.date(2026, 11, 26)


def intake(hub: Hub) -> None:
    """Collect, post and deliver, as ``collect_files`` does every minute."""
    if not closed(hub, TODAY):
        intake_on(hub, TODAY)


def intake_on(hub: Hub, received_on: dt.date) -> None:
    """Collect as received on a day, post and deliver."""
    collect_files.post(hub, collect_files.collect(hub, received_on))
    deliver_documents.run(hub)


def night(hub: Hub) -> None:
    """Close, notify, bill and deliver, as the nightly DAGs do; then what an operator asks for."""
    for day in (TODAY, KNOWN_ON):
        close_day.run(hub, day)
    send_notices.run(hub, TODAY)
    people.bill(hub, STATEMENT_ON, key="day-bill")
    acts(hub)
    deliver_documents.run(hub)
    clear(hub)


def acts(hub: Hub) -> None:
    """Post rejected files again, then all posted ones, then take back the first declaration."""
    for number, mode in enumerate((Mode.rerun, Mode.repost)):
        request = Request(f"day-{number}", "operator", "asked for")
        replay_files.run(hub, mode, Selection(), request, ACTS_ON)
    with hub.book.transaction() as tx:
        first = tx.value("SELECT min(transaction_number) FROM cad")
    request = Request("day-2", "operator", "filed in error")
    reverse_postings.reverse(hub, first, request, ACTS_ON)


def clear(hub: Hub) -> None:
    """Clear kept bytes, among them two that runs left which were killed long ago."""
    for content in (b"an orphan", b"another"):
        os.utime(hub.kept.path(hub.kept.put(content)), (0, 0))
    clear_kept_bytes.run(hub)


def whole(settings: Settings) -> None:
    """Run the day from its files to its statements."""
    with open_hub(settings) as hub:
        intake(hub)
        night(hub)


def worker(settings: Settings) -> None:
    """Do intake, again and again, until somebody ends the process; a fault is tried again."""
    while True:
        try:
            with open_hub(settings) as hub:
                intake(hub)
        except (BookUnavailable, DoorFault, OSError):
            continue


def closer(settings: Settings) -> None:
    """Do the night until it is done; a fault is tried again."""
    while True:
        try:
            with open_hub(settings) as hub:
                night(hub)
        except (BookUnavailable, DoorFault, JobRefused, OSError):
            continue
        else:
            return


def strict_worker(settings: Settings, files: int) -> None:
    """Do intake until so many files have their outcome, then the night.

    Only a server too busy to answer is tried again, as a DAG does; any other fault ends it.
    """
    with open_hub(settings) as hub:
        while not _all_done(hub, files):
            with suppress(TryAgain):
                intake(hub)
        night(hub)


def _all_done(hub: Hub, files: int) -> bool:
    with hub.book.transaction() as tx:
        done = tx.value("SELECT count(*) FROM file WHERE outcome IS NOT NULL")
    return bool(done >= files)


def closed(hub: Hub, day: dt.date) -> bool:
    """Whether a date is closed: intake of that day is over."""
    with hub.book.transaction() as tx:
        return closing.is_closed(tx, day)


def silenced(log: Path) -> None:
    """Send what the process says to a file."""
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
