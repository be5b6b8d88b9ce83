"""Acts as Airflow asks persons about them: who checks, who approves, and what is done then.

A run is one request. What is asked and what is done are worked out anew each time, from the book;
only what Airflow recorded of an answer is taken from outside.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from billing.acts import airflow_ids_on, people_with
from jobs.acts import act_kinds
from jobs.acts.act_kinds import AIRFLOW
from jobs.hub import Hub, JobRefused, NothingYet, open_hub
from jobs.hub.question import Question, rule_of, takes_two
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
    """What a person is asked: in words, with the answers to choose from, and who may answer.

    ``ids`` are what Airflow's sign-in knows each of the ``people`` by.
    """

    subject: str
    body: str
    options: tuple[str, ...]
    people: tuple[str, ...]
    ids: tuple[str, ...]


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
        if question is None:
            return None
        people = first_of_two(hub, kind, selection, question, run, reason)
        if not people:
            return None
        return asked_in(hub, question, question.body, options_of("Checked", question), people)


def first_of_two(  # noqa: PLR0917 - an act, and the run that asks
    hub: Hub, kind: str, selection: Mapping[str, Any], question: Question, run: Run, reason: str
) -> tuple[str, ...]:
    """Return who may be the first of two people; nobody where there is one, or none is needed.

    Who asked for a run by hand, and may, is the first, which is recorded.
    """
    people = people_for(hub, kind, question)
    if _alone(hub, kind, question, people):
        return ()
    if run.by in people:
        request = Request(run.key, run.by, reason, question.digest, AIRFLOW)
        act_kinds.ask(hub, kind, selection, request)
        return ()
    return people


def checked(kind: str, selection: Mapping[str, Any], run: Run, reason: str, answer: Answer) -> str:
    """Record that the first of two people checked what is to be done, or rejected it for good."""
    with open_hub() as hub:
        _refuse_rejected(hub, run, answer)
        question = _question(hub, kind, selection, run)
        if question is None:
            return "done before"
        refuse_unless_named(hub, kind, question, answer)
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
        people, body = who_approves(hub, kind, question, run)
        return asked_in(hub, question, body, options_of("Approve", question), people)


def who_approves(hub: Hub, kind: str, question: Question, run: Run) -> tuple[tuple[str, ...], str]:
    """Return who may approve an act, and what they are shown: those who may do it alone, if any.

    Where one person asked or checked, or nobody may do it alone, all others may.
    """
    people = people_for(hub, kind, question)
    alone = _alone(hub, kind, question, people)
    if alone and act_kinds.asked_for(hub, run.key) is None:
        return alone, question.body
    first, _ = act_kinds.shown_to_approver(hub, run.key, hub.today())
    people = tuple(name for name in people if name != first.request.requested_by)
    if not people:
        raise JobRefused(f"nobody but {first.request.requested_by} may approve it")
    by = in_markdown(first.request.requested_by)
    return people, f"Asked for or checked by {by}.\n\n{question.body}"


def approved(kind: str, selection: Mapping[str, Any], run: Run, reason: str, answer: Answer) -> str:
    """Carry out what was approved: what the answer names, by whom the rules allow, and once."""
    with open_hub() as hub:
        _refuse_rejected(hub, run, answer)
        question = _question(hub, kind, selection, run)
        if question is None:
            return _finish(hub, kind, selection, run, reason)
        return carry_out(hub, kind, selection, question, run, reason, answer)


def carry_out(  # noqa: PLR0917 - an act, the run that asks, and the answer
    hub: Hub,
    kind: str,
    selection: Mapping[str, Any],
    question: Question,
    run: Run,
    reason: str,
    answer: Answer,
) -> str:
    """Carry out what an answer approves, by one person or, where another checked it, by two."""
    refuse_unless_named(hub, kind, question, answer)
    approval, today = Approval(answer.by, AIRFLOW), hub.today()
    by_two = takes_two(hub, kind, question, today, answer.by, AIRFLOW)
    if by_two or act_kinds.asked_for(hub, run.key) is not None:
        asked, _ = act_kinds.shown_to_approver(hub, run.key, today)
        return act_kinds.approve(hub, asked, approval, today)
    by = run.by or SCHEDULE
    request = Request(run.key, by, reason, question.digest, AIRFLOW, approval)
    return act_kinds.carry_out(hub, kind, selection, request, today)


MADE_UP: Final = "*This book is made up: nobody owes or is owed what it says.*"

SCHEDULE: Final = "schedule"
"""Who asked for a run that nobody triggered."""


def asked_in(
    hub: Hub, question: Question, body: str, options: tuple[str, ...], people: tuple[str, ...]
) -> Asked:
    """Return what people are asked; of a made-up book the page says so."""
    with hub.book.reading() as tx:
        made_up = clock.is_made_up(tx)
    body = f"{MADE_UP}\n\n{body}" if made_up else body
    ids = airflow_ids_on(hub.rules.people, hub.today())
    return Asked(question.subject, body, options, people, tuple(ids[name] for name in people))


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


def people_for(hub: Hub, kind: str, question: Question) -> tuple[str, ...]:
    """Return who may ask for an act and answer about it; JobRefused where there is nobody."""
    rule = rule_of(hub, kind, question.cents, hub.today())
    people = people_with(hub.rules.people, rule.roles, hub.today())
    if not people:
        raise JobRefused(f"nobody has a role of {', '.join(rule.roles)}: see people.toml")
    return people


def _alone(hub: Hub, kind: str, question: Question, people: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of some people who may do an act alone, also by what they did today."""
    today = hub.today()
    return tuple(
        name for name in people if not takes_two(hub, kind, question, today, name, AIRFLOW)
    )


def options_of(yes: str, question: Question) -> tuple[str, str]:
    """Return the answers to choose from: yes to what is shown, by its digest, or no."""
    return f"{yes} {question.short}", REJECT


def refuse_unless_named(hub: Hub, kind: str, question: Question, answer: Answer) -> None:
    """Refuse an answer that names something else, or is given by someone who may not."""
    if answer.chosen.split(" ")[-1] != question.short:
        raise JobRefused(
            f"{answer.by} answered {answer.chosen!r}, but it would do {question.short} by now:"
            " nothing was done; look at it again"
        )
    if answer.by not in people_for(hub, kind, question):
        raise JobRefused(f"{answer.by} may not answer about acts of kind {kind}: see acts.toml")
