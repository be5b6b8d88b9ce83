"""What scheduled tasks call: one step each, dates and ids in, short outcomes out."""

import datetime as dt
import logging
from collections.abc import Mapping
from typing import Any

from jobs.acts import replay_files, review_versions
from jobs.acts.replay_files import Mode
from jobs.hub import JobRefused, open_hub
from jobs.hub.dates import business_date
from jobs.intake import collect_files, collect_files_on, deliver_documents
from jobs.proofs import archive_month as archive_month_job
from jobs.proofs import prove_book
from jobs.receivables import close_day as close_day_job
from jobs.receivables import run_billing_cycle, send_notices
from jobs.reference import load_reference_data, reference_shown
from ledger_sync.book.acts import Request
from ledger_sync.intake.inbox import Selection
from words.language import Language
from words.numbers import format_cents

_log = logging.getLogger(__name__)


def date_of_run(
    conf: Mapping[str, str] | None,
    logical_date: dt.datetime | None,
    partition_key: str | None = None,
    *,
    days_back: int = 0,
) -> dt.date:
    """Return the business date a run is for.

    The date asked for by hand comes first, then the date that a run before passed on, then the
    run's own date, ``days_back`` days earlier where the run follows the day it is about.
    """
    asked = (conf or {}).get("business_date") or partition_key
    if asked:
        return dt.date.fromisoformat(asked)
    if logical_date is None:
        raise ValueError("give the run a business_date: it has no date of its own")
    return business_date(logical_date) - dt.timedelta(days=days_back)


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


def close_day(day: dt.date) -> list[str]:
    """Close a business date and open ones before it; return them, for the runs that follow."""
    with open_hub() as hub:
        closed = close_day_job.run(hub, day).closed
    return sorted({day.isoformat(), *(each.isoformat() for each in closed)})


def queue_notices(day: dt.date) -> int:
    """Queue the daily notices that are due after a date; return how many documents were new."""
    with open_hub() as hub:
        return send_notices.run(hub, day)


def draft_billing(day: dt.date) -> dict[str, str] | None:
    """Return the totals a person is asked to approve; None when there is nothing to bill."""
    with open_hub() as hub:
        totals = run_billing_cycle.draft(hub, day)
    return _shown(totals) if totals.statements else None


def _shown(totals: run_billing_cycle.CycleTotals) -> dict[str, str]:
    return {
        "statement_date": totals.cycle.statement_on.isoformat(),
        "period": f"{totals.cycle.first_on} to {totals.cycle.last_on}",
        "due": totals.cycle.due_on.isoformat(),
        "statements": str(totals.statements),
        "opening": format_cents(totals.opening_cents, Language.EN),
        "charges": format_cents(totals.debits_cents, Language.EN),
        "credits": format_cents(totals.credits_cents, Language.EN),
        "closing": format_cents(totals.closing_cents, Language.EN),
    }


def issue_statements(day: dt.date, approved: dict[str, str]) -> int:
    """Issue the statements of a cycle as approved and queue them; return how many stand."""
    with open_hub() as hub:
        totals = run_billing_cycle.run(hub, day, lambda totals: _shown(totals) == approved)
    return totals.statements


def draft_replay(params: Mapping[str, Any], asked_at: dt.datetime) -> str | None:
    """Return what a replay would do, as Markdown for the person who approves; None for nothing."""
    with open_hub() as hub:
        shown = replay_files.draft(hub, *_replay_asked(params), business_date(asked_at))
    return replay_files.as_markdown(shown) if shown.files else None


def replay(params: Mapping[str, Any], dag_run: Any, approved: str) -> bool:  # noqa: ANN401 - Airflow's
    """Replay as approved; the run is the request, and False says that it had been carried out."""
    request = Request(
        f"airflow:{dag_run.run_id}", dag_run.triggering_user_name or "airflow", params["reason"]
    )
    with open_hub() as hub:
        mode, selection = _replay_asked(params)
        done = replay_files.run(
            hub,
            mode,
            selection,
            request,
            business_date(dag_run.run_after),
            approved=lambda shown: replay_files.as_markdown(shown) == approved,
        )
    return done is not None


def _replay_asked(params: Mapping[str, Any]) -> tuple[Mode, Selection]:
    first, last = (
        dt.date.fromisoformat(params[name]) if params[name] else None
        for name in ("received_from", "received_to")
    )
    selection = Selection(first, last, params["partner"], tuple(params["file_ids"]))
    return Mode(params["mode"]), selection


def draft_reference_data() -> str | None:
    """Return what the deliveries that wait would change, as Markdown; None when none waits."""
    with open_hub() as hub:
        drafts = load_reference_data.waiting(hub)
    return reference_shown.as_markdown(drafts) or None


def apply_reference_data(approved: str, answer: Mapping[str, Any] | None) -> dict[str, str]:
    """Apply the deliveries whose differences were approved; return what became of each."""
    by = ((answer or {}).get("responded_by_user") or {}).get("name") or "airflow"
    outcomes: dict[str, str] = {}
    with open_hub() as hub:
        for draft in load_reference_data.waiting(hub):
            shown = reference_shown.as_markdown([draft])
            if shown not in approved:
                outcomes[str(draft.message_id)] = "refused: not as approved"
                continue
            try:
                outcomes[str(draft.message_id)] = str(
                    load_reference_data.apply(hub, draft.message_id, by, draft.__eq__)
                )
            except JobRefused as refusal:
                outcomes[str(draft.message_id)] = f"refused: {refusal}"
    return outcomes


def show_reviews(review_id: int | None, asked_at: dt.datetime) -> list[dict[str, Any]]:
    """Return the review asked for, or all that wait, and what a person is asked of each.

    The subject, and what approval would do; one that was decided meanwhile is left out.
    """
    shown: list[dict[str, Any]] = []
    with open_hub() as hub:
        waiting = [row["review_id"] for row in review_versions.waiting(hub)]
        for each in waiting if review_id is None else [review_id]:
            try:
                proposal = review_versions.propose(hub, each, business_date(asked_at))
            except review_versions.DecidedBefore:
                _log.info("review %s was decided meanwhile", each)
                continue
            shown.append(
                {
                    "review_id": each,
                    "subject": f"{proposal.transaction_number} version {proposal.version}: "
                    f"{proposal.kind}",
                    "body": review_versions.as_markdown(proposal),
                }
            )
    return shown


def record_review(review_id: int, answer: Mapping[str, Any], dag_run: Any) -> str:  # noqa: ANN401 - Airflow's
    """Carry out a person's decision; one that was made elsewhere meanwhile stands.

    A refusal without a reason is not carried out: the review waits, and the outcome says why.
    """
    (chosen,) = answer["chosen_options"]
    if chosen == "wait":
        return "waits"
    decision = review_versions.APPROVED if chosen == "approve" else review_versions.REFUSED
    reason = str((answer.get("params_input") or {}).get("reason") or "").strip()
    by = (answer.get("responded_by_user") or {}).get("name") or "airflow"
    if decision == review_versions.APPROVED:
        reason = reason or "approved without a remark"
    request = Request(f"airflow:{dag_run.run_id}:{review_id}", by, reason)
    with open_hub() as hub:
        try:
            review_versions.decide(
                hub, review_id, decision, request, business_date(dag_run.run_after)
            )
        except review_versions.DecidedBefore:
            return "decided before"
        except review_versions.ReasonMissing as missing:
            return str(missing)
    return decision


def archive_month(day: dt.date) -> int:
    """Archive the month before last, seen from a day; return how many rows the archive holds."""
    last_month = day.replace(day=1) - dt.timedelta(days=1)
    month = last_month.replace(day=1) - dt.timedelta(days=1)
    with open_hub() as hub:
        return archive_month_job.run(hub, month, day).rows


def prove() -> int:
    """Prove the book; return how many proofs hold, raise when one does not."""
    with open_hub() as hub:
        return prove_book.run(hub)
