"""The acts of persons by kind: what each would do, and how it is carried out as approved."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from jobs.acts import (
    allocate_credits,
    decide_deliveries,
    decide_submissions,
    move_payments,
    replay_files,
    reverse_postings,
    review_versions,
)
from jobs.hub import Hub, JobRefused
from jobs.hub.question import Question, refuse_unless_shown
from jobs.receivables import run_billing_cycle
from ledger.dated_rules import newest_on
from ledger_sync.book import acts, clock
from ledger_sync.book.acts import Approval, Asked, Rejection, Request
from ledger_sync.book.connection import Row, Transaction

Selection = Mapping[str, Any]
"""What an act is about, as JSON has it."""


@dataclass(frozen=True)
class ActKind:
    """``draft`` asks nobody and leaves nothing behind: None where there is nothing to do.

    ``carry_out`` does it once under the key of its request, again or not, and says what was done.
    """

    draft: Callable[[Hub, Selection, dt.date], Question | None]
    carry_out: Callable[[Hub, Selection, Request, dt.date], str]


KINDS: Final = {
    "billing": ActKind(run_billing_cycle.question, run_billing_cycle.carry_out),
    "reverse": ActKind(reverse_postings.question, reverse_postings.carry_out),
    "unapply": ActKind(reverse_postings.question_of_unapply, reverse_postings.carry_out_unapply),
    "allocate": ActKind(allocate_credits.question, allocate_credits.carry_out),
    "rerun": ActKind(replay_files.question_of_rerun, replay_files.carry_out_rerun),
    "repost": ActKind(replay_files.question_of_repost, replay_files.carry_out_repost),
    "review": ActKind(review_versions.question, review_versions.carry_out),
    "reference": ActKind(decide_deliveries.question, decide_deliveries.carry_out),
    "implausible": ActKind(decide_deliveries.question, decide_deliveries.carry_out),
    "opening": ActKind(decide_submissions.question, decide_submissions.carry_out),
    "receipt": ActKind(decide_submissions.question, decide_submissions.carry_out),
    "decline": ActKind(
        decide_submissions.question_of_declining, decide_submissions.carry_out_declining
    ),
    **{
        kind: ActKind(move_payments.QUESTIONS[kind], move_payments.CARRIED_OUT[kind])
        for kind in move_payments.QUESTIONS
    },
}


AIRFLOW: Final = "airflow"
"""The login of those whom Airflow knows."""


class OnePersonTwice(JobRefused):
    """The one who asked may not approve."""


def draft(hub: Hub, kind: str, selection: Selection, today: dt.date) -> Question | None:
    """Return what an act of a kind would do; None where there is nothing to do."""
    return KINDS[kind].draft(hub, selection, today)


def ask(hub: Hub, kind: str, selection: Selection, request: Request) -> None:
    """Record what a person asks for, or checked; another one approves it under the same key."""
    with hub.book.transaction() as tx:
        acts.ask(tx, kind, request, selection)


def asked_for(hub: Hub, key: str) -> Asked | None:
    """Return what was asked for under a key."""
    with hub.book.reading() as tx:
        return acts.asked_for(tx, key)


def was_done(hub: Hub, key: str) -> bool:
    """Tell whether what was asked for under a key was carried out."""
    with hub.book.reading() as tx:
        return acts.was_done(tx, key)


def reject(hub: Hub, key: str, rejection: Rejection) -> None:
    """Let nothing be done under a key any more; JobRefused where it was carried out."""
    with hub.book.transaction() as tx:
        if acts.was_done(tx, key):
            raise JobRefused(f"{key} was carried out: reverse it")
        acts.reject(tx, key, rejection)


def rejection_of(hub: Hub, key: str) -> Rejection | None:
    """Return who said no to what was asked for under a key, or None."""
    with hub.book.reading() as tx:
        return acts.rejection_of(tx, key)


def waiting(hub: Hub) -> list[Row]:
    """Return what was asked for and waits for another person, oldest first.

    What waited for longer than the rules say lapses first.
    """
    with hub.book.transaction() as tx:
        _lapse(hub, tx)
        return acts.waiting(tx)


def lapsed(hub: Hub, limit: int) -> list[Row]:
    """Return what was asked for and lapsed, the newest first."""
    with hub.book.transaction() as tx:
        _lapse(hub, tx)
        return acts.lapsed(tx, limit)


def _lapse(hub: Hub, tx: Transaction) -> None:
    rule = newest_on(hub.rules.lapses, clock.today(tx))
    if rule is not None:
        acts.lapse(tx, rule.hours)


def carry_out(hub: Hub, kind: str, selection: Selection, request: Request, today: dt.date) -> str:
    """Carry out an act; what is asked for by one, and shown, needs no approval by another.

    Raises JobRefused, and does nothing, where it would come to something else than was shown.
    """
    return KINDS[kind].carry_out(hub, selection, request, today)


def shown_to_approver(hub: Hub, key: str, today: dt.date) -> tuple[Asked, Question]:
    """Return what was asked for under a key, and what it would do, for another to approve.

    Raises JobRefused where nothing was, somebody said no to it, it lapsed, or it would come to
    something else by now.
    """
    with hub.book.transaction() as tx:
        _lapse(hub, tx)
    asked = asked_for(hub, key)
    if asked is None:
        raise JobRefused(f"nobody asked for {key}: one person asks or checks, another one approves")
    rejection = rejection_of(hub, key)
    if rejection is not None:
        raise JobRefused(f"{rejection.rejected_by} rejected {key}: {rejection.reason}")
    question = draft(hub, asked.kind, asked.selection, today)
    if question is None:
        raise JobRefused(f"there is nothing left to do of what {asked.request.requested_by} asked")
    refuse_unless_shown(asked.request, question.digest)
    return asked, question


def approve(hub: Hub, asked: Asked, approval: Approval, today: dt.date) -> str:
    """Carry out what one person asked for and another one approves."""
    first = asked.request
    same_login = approval.login != AIRFLOW and approval.login == first.login
    if approval.approved_by.strip().casefold() == first.requested_by.strip().casefold():
        raise OnePersonTwice(f"{first.requested_by} asked for it; another person approves it")
    if (approval.login == AIRFLOW) != (first.login == AIRFLOW):
        raise OnePersonTwice(
            f"it was asked for as {first.login}: who is at a shell and who signs in to Airflow"
            " may be one person; another approves it there"
        )
    if same_login:
        raise OnePersonTwice(
            f"it was asked for as {first.login}; another user of the system approves"
        )
    request = Request(
        first.key, first.requested_by, first.reason, first.digest, first.login, approval
    )
    return carry_out(hub, asked.kind, asked.selection, request, today)
