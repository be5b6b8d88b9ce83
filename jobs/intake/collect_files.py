"""Take what partners dropped: claim, keep, record; then post.

Every step may be killed and run again: a claim stands under its own id, kept bytes under their
digest, a file is posted in one transaction.
"""

import datetime as dt
import logging
import time
import uuid
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from jobs.hub import Hub, dates
from jobs.hub.dates import business_date
from jobs.intake.post_files import post_files
from ledger_sync.book.connection import Transaction
from ledger_sync.intake import inbox
from ledger_sync.intake.inbox import Arrival
from ledger_sync.registry import parties
from sftp.door import Claimed, Door, TooLarge
from sftp.faults import DoorFault

_log = logging.getLogger(__name__)

FETCH_BYTES_MAX = 1 << 32
"""No file beyond this is fetched at all; the SFTP server refuses far smaller uploads."""

FILES_PER_BATCH = 50
BATCHES_MAX = 64

DayOf = Callable[[Claimed], dt.date]
"""Which business date a file was received on."""


def collect(hub: Hub, asked: dt.date | None = None) -> list[list[int]]:
    """Claim and keep every complete file; return all that waits, in batches of file ids.

    A file is received on the business date on which the server says that it arrived, within the
    bounds of ``intake.toml``; on the day ``asked`` where a person names one, or on that of the
    newest arrival when that is later. A partner whose folders fail is logged and costs no other;
    DoorFault is raised only when none could be collected.
    """
    with hub.book.transaction() as tx:
        partners = parties.partner_ids(tx)
        received_on = _on_day(tx, asked) if asked else _on_arrival(hub)
    failures: list[DoorFault] = []
    with hub.door() as door:
        for partner_id in partners:
            try:
                _collect_partner(hub, door, partner_id, received_on)
            except DoorFault as fault:
                _log.exception("partner %s was not collected", partner_id)
                failures.append(fault)
    if failures and len(failures) == len(partners):
        raise failures[0]
    with hub.book.transaction() as tx:
        waiting = inbox.waiting(tx)
    batches = [
        waiting[start : start + FILES_PER_BATCH]
        for start in range(0, len(waiting), FILES_PER_BATCH)
    ]
    return batches[:BATCHES_MAX]


def post(hub: Hub, file_ids: list[int]) -> dict[str, int]:
    """Post files in their order, batch by batch; return how many had each outcome."""
    return dict(Counter(post_files(hub, file_ids).values()))


def ingest(hub: Hub, path: Path, received_on: dt.date, partner_id: str | None = None) -> int:
    """Keep and record one local file, as if it had come over SFTP; return its file id."""
    with hub.kept.incoming() as (stream, place):
        with path.open("rb") as source:
            while chunk := source.read(1 << 20):
                stream.write(chunk)
        digest, size = hub.kept.settle(stream, place)
    return _record(hub, _claim_id(), partner_id, path.name, digest, size, received_on)


def _on_day(tx: Transaction, asked: dt.date) -> DayOf:
    day = max(asked, inbox.newest_date(tx) or asked)
    return lambda _: day


def _on_arrival(hub: Hub) -> DayOf:
    days_back = dt.timedelta(days=hub.rules.received_days_back_max)

    def day_of(claimed: Claimed) -> dt.date:
        now = dt.datetime.now(dt.UTC)
        first_on = business_date(now) - days_back
        return dates.received_on(claimed.modified_at or now, now=now, first_on=first_on)

    return day_of


def _collect_partner(hub: Hub, door: Door, partner_id: str, received_on: DayOf) -> None:
    incoming, claimed_folder = f"/{partner_id}/in", f"/{partner_id}/.claimed"
    with hub.book.holding(f"collect:{partner_id}") as held:
        if not held:
            return
        door.ensure_folder(claimed_folder)
        for arrival in door.arrivals(incoming, min_age_s=hub.rules.minimum_age_seconds):
            door.claim(incoming, arrival.name, claimed_folder=claimed_folder, claim_id=_claim_id())
        for claimed in door.claimed(claimed_folder):
            _keep(hub, door, partner_id, claimed, received_on)


def _claim_id() -> str:
    """Return a new claim id; later ones sort after earlier ones, so that order of arrival holds."""
    return f"{time.time_ns():020d}-{uuid.uuid4().hex[:12]}"


def _keep(hub: Hub, door: Door, partner_id: str, claimed: Claimed, received_on: DayOf) -> None:
    with hub.kept.incoming() as (stream, place):
        fetched = door.fetch(claimed.path, to=stream, max_bytes=FETCH_BYTES_MAX)
        if isinstance(fetched, TooLarge):
            _log.error("%s/%s is too large to fetch: %s", partner_id, claimed.name, fetched)
            return
        digest, size = hub.kept.settle(stream, place)
    day = received_on(claimed)
    _record(hub, claimed.claim_id, partner_id, claimed.name, digest, size, day)
    door.remove(claimed.path)


def _record(  # noqa: PLR0917 - one arrival
    hub: Hub,
    claim_id: str,
    partner_id: str | None,
    name: str,
    digest: bytes,
    size: int,
    received_on: dt.date,
) -> int:
    with hub.book.transaction() as tx:
        return inbox.record(tx, Arrival(claim_id, partner_id, name, digest, size, received_on))
