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
from jobs.hub.slips import refuse_future
from jobs.intake import deliver_documents
from jobs.intake.post_batch import TAKEN
from jobs.intake.post_files import post_files
from jobs.intake.watching import Failing, failing_alone, raise_any, watch
from ledger_sync.book import clock
from ledger_sync.book.connection import Transaction
from ledger_sync.intake import inbox
from ledger_sync.intake.inbox import Arrival
from ledger_sync.registry import parties
from sftp.door import Claimed, Door, TooLarge

_log = logging.getLogger(__name__)

FETCH_BYTES_MAX = 1 << 32
"""No file beyond this is fetched at all; the SFTP server refuses far smaller uploads."""

DayOf = Callable[[Claimed], dt.date]
"""Which business date a file was received on."""


def run(hub: Hub, seconds: float) -> dict[str, int]:
    """Take, post, answer and deliver whatever comes for so many seconds; return outcomes, counted.

    Raises BookUnavailable or DoorFault for an outage that lasts, and DoorFault at the end where the
    folder of a partner still fails.
    """
    outcomes: Counter[str] = Counter()
    ends = time.monotonic() + seconds

    def collect_and_post(door: Door, failing: Failing) -> bool:
        def more() -> list[int]:
            return through(hub, door, failing) if time.monotonic() < ends else []

        posted = post_files(hub, through(hub, door, failing), more)
        done = [name for name in posted.values() if name != TAKEN]
        outcomes.update(done)
        return bool(done)

    def deliver(door: Door, failing: Failing) -> bool:
        return deliver_documents.through(hub, door, failing) > 0

    watch(hub, seconds, collect_and_post, deliver)
    return dict(outcomes)


def collect(hub: Hub, asked: dt.date | None = None) -> list[int]:
    """Claim and keep every complete file; return all that waits, in the order to be posted in.

    A file is received on the business date on which the server says that it arrived, within the
    bounds of ``intake.toml``; on the day ``asked`` where a person names one, or on that of the
    newest arrival when that is later; JobRefused for a day that is still to come. A partner whose
    folders fail is logged and costs no other; DoorFault is raised only when none could be
    collected.
    """
    failing: Failing = {}
    with hub.door() as door:
        return through(hub, door, failing, asked)


def through(hub: Hub, door: Door, failing: Failing, asked: dt.date | None = None) -> list[int]:
    """Collect, as ``collect``, through an open door; note which partners' folders fail."""
    with hub.book.transaction() as tx:
        partners = parties.partner_ids(tx)
        received_on = _on_day(tx, asked) if asked else _on_arrival(hub, clock.days_ahead(tx))
    for partner_id in partners:
        with failing_alone(partner_id, failing, "was not collected"):
            _collect_partner(hub, door, partner_id, received_on)
    if len(failing) == len(partners):
        raise_any(failing)
    with hub.book.transaction() as tx:
        return inbox.waiting(tx)


def post(hub: Hub, file_ids: list[int]) -> dict[str, int]:
    """Post files in their order, batch by batch; return how many had each outcome."""
    return dict(Counter(post_files(hub, file_ids).values()))


def ingest(
    hub: Hub,
    path: Path,
    received_on: dt.date,
    partner_id: str | None = None,
    login: str = "",
) -> int:
    """Keep and record one local file, as if it had come over SFTP; return its file id.

    The claim of the file ends with the login of who brought it.
    """
    with hub.kept.incoming() as (stream, place):
        with path.open("rb") as source:
            while chunk := source.read(1 << 20):
                stream.write(chunk)
        digest, size = hub.kept.settle(stream, place)
    claim_id = f"{_claim_id()} {login}".rstrip()
    return _record(hub, claim_id, partner_id, path.name, digest, size, received_on)


def _on_day(tx: Transaction, asked: dt.date) -> DayOf:
    refuse_future(asked, clock.today(tx))
    day = max(asked, inbox.newest_date(tx) or asked)
    return lambda _: day


def _on_arrival(hub: Hub, days_ahead: int) -> DayOf:
    days_back = dt.timedelta(days=hub.rules.received_days_back_max)
    ahead = dt.timedelta(days=days_ahead)

    def day_of(claimed: Claimed) -> dt.date:
        now = dt.datetime.now(dt.UTC)
        first_on = business_date(now) - days_back
        day = dates.received_on(claimed.modified_at or now, now=now, first_on=first_on)
        return day + ahead

    return day_of


def _collect_partner(hub: Hub, door: Door, partner_id: str, received_on: DayOf) -> None:
    incoming, claimed_folder = f"/{partner_id}/in", f"/{partner_id}/.claimed"
    arrivals = door.arrivals(incoming, min_age_s=hub.rules.minimum_age_seconds)
    door.ensure_folder(claimed_folder)
    if not arrivals and not door.claimed(claimed_folder, limit=1):
        return
    with hub.book.holding(f"collect:{partner_id}") as held:
        if not held:
            return
        for arrival in arrivals:
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
