"""What scheduled tasks call: one step each, dates and ids in, short outcomes out."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from jobs.acts import decide_deliveries, replay_files
from jobs.acts.asking_people import Run
from jobs.hub import JobRefused, NothingYet, open_hub
from jobs.hub.dates import business_date
from jobs.intake import collect_files, collect_files_on, deliver_documents
from jobs.proofs import archive_month as archive_month_job
from jobs.proofs import clear_kept_bytes as clear_kept_bytes_job
from jobs.proofs import prove_book
from jobs.receivables import run_billing_cycle, send_notices
from jobs.reference import load_reference_data
from ledger_sync.book import clock


def date_of_run(
    conf: Mapping[str, str] | None,
    logical_date: dt.datetime | None,
    partition_key: str | None = None,
    *,
    days_back: int = 0,
) -> dt.date:
    """Return the business date a run is for.

    The date asked for by hand comes first, then the date that a run before passed on, then the
    run's own date, ``days_back`` days earlier where the run follows the day it is about. Raises
    JobRefused where there is none.
    """
    asked = (conf or {}).get("business_date") or partition_key
    if asked:
        return dt.date.fromisoformat(asked)
    if logical_date is None:
        raise JobRefused("give the run a business_date: it has no date of its own")
    with open_hub() as hub, hub.book.reading() as tx:
        ahead = clock.days_ahead(tx)
    return business_date(logical_date) + dt.timedelta(days=ahead - days_back)


def date_asked(conf: Mapping[str, str] | None) -> dt.date | None:
    """Return the business date that a person asked a run for, or None."""
    asked = (conf or {}).get("business_date")
    return dt.date.fromisoformat(asked) if asked else None


def collect(seconds: float) -> dict[str, int]:
    """Take, post and answer what comes for so many seconds; return how many had each outcome."""
    with open_hub() as hub:
        return collect_files.run(hub, seconds)


def collect_on(asked: dt.date | None) -> dict[str, int]:
    """Take, post and answer what is there once; return how many files had each outcome.

    Files are received on the day asked for, or each on the day on which it arrived.
    """
    with open_hub() as hub:
        return dict(collect_files_on.run(hub, asked))


def deliver() -> int:
    """Deliver what is queued; return how many documents went."""
    with open_hub() as hub:
        return deliver_documents.run(hub)


def queue_notices(day: dt.date) -> int:
    """Queue the daily notices that are due after a date; return how many documents were new."""
    with open_hub() as hub:
        return send_notices.run(hub, day)


def billing(day: dt.date, run: Run) -> tuple[str, dict[str, str], Run, str]:
    """Return the act by which the statements of a date are issued: kind, selection, run, reason."""
    return "billing", run_billing_cycle.selection_of(day), run, f"billing cycle of {day}"


def replaying(params: Mapping[str, Any], run: Run) -> tuple[str, dict[str, Any], Run, str]:
    """Return the act that a form of replays asks for: kind, selection, run, reason."""
    mode, selection = replay_files.selection_of(params)
    return mode, selection, run, params["reason"]


def deliveries_waiting() -> list[int]:
    """Return the deliveries of reference data that wait for a person."""
    with open_hub() as hub:
        return load_reference_data.waiting_numbers(hub)


def applying(message_id: int, run: Run) -> tuple[str, dict[str, Any], Run, str]:
    """Return the act by which a delivery is applied: kind, selection, run, reason.

    NothingYet where it was decided on elsewhere.
    """
    with open_hub() as hub:
        kind = decide_deliveries.kind_of(hub, message_id, load_reference_data.APPLIED)
    if kind is None:
        raise NothingYet(f"delivery {message_id} was decided on before")
    selection = load_reference_data.selection_of(message_id, load_reference_data.APPLIED)
    return kind, selection, run, "the difference was approved"


def archive_month(day: dt.date) -> int:
    """Archive the month before last, seen from a day; return how many rows the archive holds."""
    last_month = day.replace(day=1) - dt.timedelta(days=1)
    month = last_month.replace(day=1) - dt.timedelta(days=1)
    with open_hub() as hub:
        return archive_month_job.run(hub, month, day).rows


def clear_kept_bytes() -> int:
    """Clear kept bytes that no row names; return how many files went."""
    with open_hub() as hub:
        return clear_kept_bytes_job.run(hub).files


def prove() -> int:
    """Prove the book; return how many proofs hold, raise when one does not."""
    with open_hub() as hub:
        return prove_book.run(hub)
