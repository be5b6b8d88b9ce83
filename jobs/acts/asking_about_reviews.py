"""Versions that wait, as Airflow asks persons about them: who checks, who decides, and the act."""

from typing import Final

from jobs.acts import act_kinds, review_versions
from jobs.acts.act_kinds import AIRFLOW
from jobs.acts.asking_people import (
    Answer,
    Asked,
    Run,
    asked_in,
    carry_out,
    first_of_two,
    options_of,
    people_for,
    refuse_unless_named,
    who_approves,
)
from jobs.acts.review_versions import APPROVED, REFUSED, Proposal, selection_of
from jobs.hub import Hub, NothingYet, open_hub
from jobs.hub.question import Question
from ledger_sync.book.acts import Approval, Rejection, Request

KIND: Final = "review"
WAIT: Final = "Wait"
REFUSE: Final = "Refuse"


def reviews_waiting(review_id: int | None) -> list[int]:
    """Return the review asked for, or all that wait."""
    if review_id is not None:
        return [review_id]
    with open_hub() as hub:
        return [row["review_id"] for row in review_versions.waiting(hub)]


def ask_to_check_review(review_id: int, run: Run) -> Asked | None:
    """Return what the first of two people is asked of a version; None where one decides alone.

    None too where it could not be approved. NothingYet where it was decided meanwhile.
    """
    with open_hub() as hub:
        proposal, question = _about(hub, review_id)
        if proposal.refusal is not None:
            return None
        reason = "asked for by hand"
        selection = selection_of(review_id, APPROVED)
        people = first_of_two(hub, KIND, selection, question, run, reason)
        options = _options("Checked", proposal, question)
        return asked_in(hub, question, question.body, options, people) if people else None


def review_checked(review_id: int, run: Run, answer: Answer) -> str:
    """Record that the first of two people checked a version, or carry out the refusal.

    NothingYet where there is nothing left to approve: it waits for the next run, or was refused.
    """
    with open_hub() as hub:
        _, question = _about(hub, review_id)
        if not answer.chosen.startswith("Checked "):
            raise NothingYet(_without_approval(hub, review_id, question, run, answer))
        refuse_unless_named(hub, KIND, question, answer)
        reason = answer.reason.strip() or "checked without a remark"
        request = Request(run.key, answer.by, reason, question.digest, AIRFLOW)
        act_kinds.ask(hub, KIND, selection_of(review_id, APPROVED), request)
    return f"checked by {answer.by}"


def ask_about_review(review_id: int, run: Run) -> Asked:
    """Return what a person is asked of a version; NothingYet where it was decided meanwhile."""
    with open_hub() as hub:
        proposal, question = _about(hub, review_id)
        people, body = people_for(hub, KIND, question), question.body
        if proposal.refusal is None:
            people, body = who_approves(hub, KIND, question, run)
        return asked_in(hub, question, body, _options("Approve", proposal, question), people)


def record_review(review_id: int, run: Run, answer: Answer) -> str:
    """Carry out a person's decision; one that was made elsewhere meanwhile stands.

    A refusal without a reason is not carried out: the review waits, and the outcome says why.
    """
    with open_hub() as hub:
        try:
            _, question = _about(hub, review_id)
            if not answer.chosen.startswith("Approve "):
                return _without_approval(hub, review_id, question, run, answer)
            reason = answer.reason.strip() or "approved without a remark"
            selection = selection_of(review_id, APPROVED)
            carry_out(hub, KIND, selection, question, run, reason, answer)
        except NothingYet:
            return "decided before"
    return APPROVED


def _without_approval(
    hub: Hub, review_id: int, question: Question, run: Run, answer: Answer
) -> str:
    """Let a version wait, or refuse it: one person may, since nothing moves."""
    if answer.chosen == WAIT:
        return "waits"
    refuse_unless_named(hub, KIND, question, answer)
    request = Request(
        f"{run.key}:refused", answer.by, answer.reason.strip(), question.digest, AIRFLOW,
        Approval(answer.by, AIRFLOW),
    )  # fmt: skip
    try:
        review_versions.decide(hub, review_id, REFUSED, request, hub.today())
    except review_versions.ReasonMissing as missing:
        return str(missing)
    if act_kinds.asked_for(hub, run.key) is not None:  # what one checked is not there to approve
        act_kinds.reject(hub, run.key, Rejection(answer.by, AIRFLOW, request.reason))
    return REFUSED


def _options(yes: str, proposal: Proposal, question: Question) -> tuple[str, ...]:
    may_stand = options_of(yes, question)[:1] if proposal.refusal is None else ()
    return (*may_stand, f"{REFUSE} {question.short}", WAIT)


def _about(hub: Hub, review_id: int) -> tuple[Proposal, Question]:
    """Return a version, and what is asked of it; NothingYet where it was decided meanwhile."""
    try:
        proposal = review_versions.propose(hub, review_id, hub.today())
    except review_versions.DecidedBefore as before:
        raise NothingYet(str(before)) from before
    subject = f"{proposal.transaction_number} version {proposal.version}: {proposal.kind}"
    return proposal, review_versions.about(proposal, subject, proposal.moved_cents)
