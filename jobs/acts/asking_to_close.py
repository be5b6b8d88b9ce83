"""A close as Airflow runs it: the night's at once, that of another date once a person said yes."""

import datetime as dt

from billing.acts import people_with
from jobs.acts.asking_people import REJECT, Answer, Asked, asked_in
from jobs.hub import Hub, JobRefused, NothingYet, open_hub
from jobs.hub.question import rule_of
from jobs.receivables import close_day
from jobs.receivables.close_day import DaysClosed

KIND = "close"
"""What the rules of acts call it: who may answer."""


def ask_to_close(day: dt.date, named_by: str | None) -> Asked | list[str]:
    """Close a date and return those closed, or return what is asked first.

    Asked is only of a date that a person named, ``named_by``, other than today or yesterday. The
    dates are those for the runs that follow, in ISO form, oldest first.
    """
    with open_hub() as hub:
        unasked = named_by is None or close_day.is_unasked(hub, day)
        question = None if unasked else close_day.question(hub, day)
        if question is None:
            return _dates(close_day.run(hub, day))
        options = (f"Close {question.short}", REJECT)
        return asked_in(hub, question, question.body, options, _people(hub))


def close_as_answered(day: dt.date, _named_by: str | None, answer: Answer) -> list[str]:
    """Close what a person was shown, and return the dates; JobRefused where it is more by now."""
    if answer.chosen == REJECT:
        raise NothingYet(f"rejected by {answer.by}")
    with open_hub() as hub:
        question = close_day.question(hub, day)
        if question is not None and answer.chosen != f"Close {question.short}":
            raise JobRefused(
                f"{answer.by} answered {answer.chosen!r}, but it would close {question.short} by"
                " now: nothing was done; look at it again"
            )
        if answer.by not in _people(hub):
            raise JobRefused(f"{answer.by} may not close a date: see acts.toml")
        return _dates(close_day.run(hub, day))


def _dates(done: DaysClosed) -> list[str]:
    return sorted({done.business_date.isoformat(), *(each.isoformat() for each in done.closed)})


def _people(hub: Hub) -> tuple[str, ...]:
    today = hub.today()
    people = people_with(hub.rules.people, rule_of(hub, KIND, 0, today).roles, today)
    if not people:
        raise JobRefused("nobody may close another date: see acts.toml and people.toml")
    return people
