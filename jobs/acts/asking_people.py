"""Acts as Airflow asks persons about them: who checks, who approves, and what is done then.

A run is one request. What is asked and what is done are worked out anew each time, from the book;
only what Airflow recorded of an answer is taken from outside.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from billing.acts import people_with
from jobs.acts import act_kinds, review_versions
from jobs.acts.act_kinds import AIRFLOW
from jobs.hub import Hub, JobRefused, NothingYet, open_hub
from jobs.hub.question import Question, digest_of, rule_of
from jobs.reference import load_reference_data, reference_shown
from ledger_sync.book import clock
from ledger_sync.book.acts import Approval, Rejection, Request
from words.shown import in_markdown


@dataclass(frozen=True)
class Run:
    """A run of Airflow as acts know it: the key of its request, and who asked for it.

    ``by`` is who triggered it, by Airflow's own record; None of one that the schedule started.
    """

    key: str
    by: str | None


@dataclass(frozen=True)
class Asked:
    """What a person is asked: in words, with the answers to choose from, and who may answer."""

    subject: str
    body: str
    options: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What Airflow recorded of an answer: what was chosen and entered, and by whom."""

    chosen: str
    by: str
    reason: str = ""


REJECT: Final = "Reject"


def ask_to_check(kind: str, selection: Mapping[str, Any], run: Run, reason: str) -> Asked | None:
    """Return what the first of two people is asked; None where the run has a first one, or none is.

    Who asked for a run by hand is the first person. Raises NothingYet where there is nothing to do.
    """
    with open_hub() as hub:
        question = _question(hub, kind, selection, run)
        if question is None or not act_kinds.takes_two(hub, kind, question, hub.today()):
            return None
        people = _people(hub, kind, question)
        if run.by in people:
            request = Request(run.key, run.by, reason, question.digest, AIRFLOW)
            act_kinds.ask(hub, kind, selection, request)
            return None
        return asked_in(hub, question, question.body, _options("Checked", question), people)


def checked(kind: str, selection: Mapping[str, Any], run: Run, reason: str, answer: Answer) -> str:
    """Record that the first of two people checked what is to be done, or rejected it for good."""
    with open_hub() as hub:
        _refuse_rejected(hub, run, answer)
        question = _question(hub, kind, selection, run)
        if question is None:
            return "done before"
        _refuse_unless_named(hub, kind, question, answer)
        request = Request(run.key, answer.by, reason, question.digest, AIRFLOW)
        act_kinds.ask(hub, kind, selection, request)
    return f"checked by {answer.by}"


def ask_to_approve(kind: str, selection: Mapping[str, Any], run: Run, reason: str) -> Asked | None:
    """Return what who approves is asked; None where the act was done before, which is finished.

    Raises JobRefused where another person has to check first, or checked something else.
    """
    with open_hub() as hub:
        question = _question(hub, kind, selection, run)
        if question is None:
            _finish(hub, kind, selection, run, reason)
            return None
        people, body = _people(hub, kind, question), question.body
        if act_kinds.takes_two(hub, kind, question, hub.today()):
            first, _ = act_kinds.shown_to_approver(hub, run.key, hub.today())
            people = tuple(name for name in people if name != first.request.requested_by)
            if not people:
                raise JobRefused(f"nobody but {first.request.requested_by} may approve it")
            body = f"Asked for or checked by {in_markdown(first.request.requested_by)}.\n\n{body}"
        return asked_in(hub, question, body, _options("Approve", question), people)


def approved(kind: str, selection: Mapping[str, Any], run: Run, reason: str, answer: Answer) -> str:
    """Carry out what was approved: what the answer names, by whom the rules allow, and once."""
    approval = Approval(answer.by, AIRFLOW)
    with open_hub() as hub:
        _refuse_rejected(hub, run, answer)
        question = _question(hub, kind, selection, run)
        if question is None:
            return _finish(hub, kind, selection, run, reason)
        _refuse_unless_named(hub, kind, question, answer)
        if act_kinds.takes_two(hub, kind, question, hub.today()):
            asked, _ = act_kinds.shown_to_approver(hub, run.key, hub.today())
            return act_kinds.approve(hub, asked, approval, hub.today())
        by = run.by or SCHEDULE
        request = Request(run.key, by, reason, question.digest, AIRFLOW, approval)
        return act_kinds.carry_out(hub, kind, selection, request, hub.today())


MADE_UP: Final = "*This book is made up: nobody owes or is owed what it says.*"

SCHEDULE: Final = "schedule"
"""Who asked for a run that nobody triggered."""


def asked_in(
    hub: Hub, question: Question, body: str, options: tuple[str, ...], people: tuple[str, ...]
) -> Asked:
    """Return what people are asked; of a made-up book the page says so."""
    with hub.book.reading() as tx:
        made_up = clock.is_made_up(tx)
    return Asked(question.subject, f"{MADE_UP}\n\n{body}" if made_up else body, options, people)


def _refuse_rejected(hub: Hub, run: Run, answer: Answer) -> None:
    """Record an answer that rejects what a run asks for: nothing is done under its key any more."""
    if answer.chosen == REJECT:
        reason = answer.reason.strip() or "rejected without a remark"
        act_kinds.reject(hub, run.key, Rejection(answer.by, AIRFLOW, reason))
        raise NothingYet(f"rejected by {answer.by}")


def _question(hub: Hub, kind: str, selection: Mapping[str, Any], run: Run) -> Question | None:
    """Return what an act would do; None where this run did it before, NothingYet for nothing.

    NothingYet too where a person rejected what the run asks for.
    """
    if act_kinds.was_done(hub, run.key):
        return None
    rejection = act_kinds.rejection_of(hub, run.key)
    if rejection is not None:
        raise NothingYet(f"rejected by {rejection.rejected_by}: {rejection.reason}")
    question = act_kinds.draft(hub, kind, selection, hub.today())
    if question is None:
        raise NothingYet("there is nothing to do")
    return question


def _finish(hub: Hub, kind: str, selection: Mapping[str, Any], run: Run, reason: str) -> str:
    """Do again what an act leaves to do after it was recorded: what was killed is finished."""
    request = Request(run.key, run.by or SCHEDULE, reason)
    return act_kinds.carry_out(hub, kind, selection, request, hub.today())


def _people(hub: Hub, kind: str, question: Question) -> tuple[str, ...]:
    """Return who may ask for an act and answer about it; JobRefused where there is nobody."""
    rule = rule_of(hub, kind, question.cents, hub.today())
    people = people_with(hub.rules.people, rule.roles, hub.today())
    if not people:
        raise JobRefused(f"nobody has a role of {', '.join(rule.roles)}: see people.toml")
    return people


def _options(yes: str, question: Question) -> tuple[str, str]:
    return f"{yes} {question.short}", REJECT


def _refuse_unless_named(hub: Hub, kind: str, question: Question, answer: Answer) -> None:
    """Refuse an answer that names something else, or is given by someone who may not."""
    if answer.chosen.split(" ")[-1] != question.short:
        raise JobRefused(
            f"{answer.by} answered {answer.chosen!r}, but it would do {question.short} by now:"
            " nothing was done; look at it again"
        )
    if answer.by not in _people(hub, kind, question):
        raise JobRefused(f"{answer.by} may not answer about acts of kind {kind}: see acts.toml")


def ask_about_reference_data(_run: Run) -> Asked:
    """Return what a person is asked of the deliveries that wait; NothingYet when none does."""
    with open_hub() as hub:
        question = _about_reference_data(load_reference_data.waiting(hub))
        people = _people(hub, "reference", question)
        return asked_in(hub, question, question.body, _options("Approve", question), people)


def apply_reference_data(_run: Run, answer: Answer) -> dict[str, str]:
    """Apply the deliveries whose differences were approved; return what became of each."""
    if answer.chosen == REJECT:
        raise NothingYet(f"rejected by {answer.by}")
    outcomes: dict[str, str] = {}
    with open_hub() as hub:
        drafts = load_reference_data.waiting(hub)
        _refuse_unless_named(hub, "reference", _about_reference_data(drafts), answer)
        for draft in drafts:
            try:
                outcomes[str(draft.message_id)] = str(
                    load_reference_data.apply(hub, draft.message_id, answer.by, draft.__eq__)
                )
            except JobRefused as refusal:
                outcomes[str(draft.message_id)] = f"refused: {refusal}"
    return outcomes


def _about_reference_data(drafts: list[load_reference_data.Draft]) -> Question:
    if not drafts:
        raise NothingYet("no delivery waits")
    body = reference_shown.as_markdown(drafts)
    return Question("Apply this reference data?", body, digest_of([asdict(d) for d in drafts]), 0)


def reviews_waiting(review_id: int | None) -> list[int]:
    """Return the review asked for, or all that wait."""
    if review_id is not None:
        return [review_id]
    with open_hub() as hub:
        return [row["review_id"] for row in review_versions.waiting(hub)]


WAIT: Final = "Wait"
REFUSE: Final = "Refuse"


def ask_about_review(review_id: int, _run: Run) -> Asked:
    """Return what a person is asked of a version; NothingYet where it was decided meanwhile."""
    with open_hub() as hub:
        question, may_stand = _about_review(hub, review_id)
        people = _people(hub, "review", question)
        yes = (f"Approve {question.short}",) if may_stand else ()
        options = (*yes, f"{REFUSE} {question.short}", WAIT)
        return asked_in(hub, question, question.body, options, people)


def record_review(review_id: int, run: Run, answer: Answer) -> str:
    """Carry out a person's decision; one that was made elsewhere meanwhile stands.

    A refusal without a reason is not carried out: the review waits, and the outcome says why.
    """
    if answer.chosen == WAIT:
        return "waits"
    refused = answer.chosen.startswith(f"{REFUSE} ")
    decision = review_versions.REFUSED if refused else review_versions.APPROVED
    reason = answer.reason.strip() or ("" if refused else "approved without a remark")
    with open_hub() as hub:
        try:
            question, _ = _about_review(hub, review_id)
            _refuse_unless_named(hub, "review", question, answer)
            request = Request(
                run.key, answer.by, reason, question.digest, AIRFLOW,
                Approval(answer.by, AIRFLOW),
            )  # fmt: skip
            review_versions.decide(hub, review_id, decision, request, hub.today())
        except NothingYet:
            return "decided before"
        except review_versions.ReasonMissing as missing:
            return str(missing)
    return decision


def _about_review(hub: Hub, review_id: int) -> tuple[Question, bool]:
    """Return what is asked of a version, and whether it could be approved as it is."""
    try:
        proposal = review_versions.propose(hub, review_id, hub.today())
    except review_versions.DecidedBefore as before:
        raise NothingYet(str(before)) from before
    subject = f"{proposal.transaction_number} version {proposal.version}: {proposal.kind}"
    moved = abs(proposal.after_cents - proposal.before_cents)
    shown = review_versions.as_markdown(proposal)
    return Question(subject, shown, digest_of(proposal), moved), proposal.refusal is None
