"""``run``: the jobs that DAGs run without a person, and seeding, from a shell."""

import datetime as dt
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated

import typer
from rich.markdown import Markdown

from cli.asking import ask
from cli.caller import caller, somebody
from cli.console import console, date_option, plainly
from cli.running.owner import owners_settings
from jobs.hub import Hub, open_hub
from jobs.intake import collect_files_on, deliver_documents
from jobs.proofs import clear_kept_bytes, prove_book
from jobs.receivables import close_day, send_notices
from jobs.reference import seeding


class Job(StrEnum):
    """The jobs, by the names of their DAGs; seeding has none."""

    collect_files = "collect_files"
    close_day = "close_day"
    send_notices = "send_notices"
    prove_book = "prove_book"
    clear_kept_bytes = "clear_kept_bytes"
    seeding = "seeding"


def run(
    job: Annotated[Job, typer.Argument(help="The job to run.")],
    date: Annotated[
        str | None, typer.Option(help="Business date, YYYY-MM-DD; today in Toronto by default.")
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Close another date than today or yesterday unasked.")
    ] = False,
) -> None:
    """Run one job for one business date; running it again changes nothing."""
    asked = date_option(date)
    settings = owners_settings() if job is Job.seeding else None
    with plainly(), open_hub(settings) as hub:
        day = asked or hub.today()
        if job is Job.close_day:
            _ask_to_close(hub, day, yes=yes)
        if job not in {Job.prove_book, Job.seeding}:  # changes nothing; is the book's owner's
            somebody(hub)
        if job is Job.collect_files:
            console.print(_collect(hub, asked))
        else:
            console.print(_RUN[job](hub, day))


def _ask_to_close(hub: Hub, day: dt.date, *, yes: bool) -> None:
    """Show what closing another date than today or yesterday would do, and ask who may."""
    question = None if close_day.is_unasked(hub, day) else close_day.question(hub, day)
    if question is not None:
        caller(hub, "", "close", question.cents)
        console.print(Markdown(question.body))
        ask(question.subject, yes=yes)


def _collect(hub: Hub, asked: dt.date | None) -> str:
    """Collect and post; each file is received when it arrived, unless a day is asked for."""
    outcomes = collect_files_on.run(hub, asked)
    delivered = outcomes.pop("delivered")
    told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
    return f"files: {told or 'none'}; documents delivered: {delivered}"


def _close(hub: Hub, day: dt.date) -> str:
    closed = close_day.run(hub, day)
    days = ", ".join(str(day) for day in closed.closed) or f"{day} was closed already"
    told = f"closed: {days}; {closed.penalties} penalties, {closed.applications} applications"
    short = closed.rates_end_on
    ends = f"; no rate is known after {short}: interest is counted to that day" if short else ""
    return f"{told}, {closed.interest} postings of interest{ends}"


def _notices(hub: Hub, day: dt.date) -> str:
    queued = send_notices.run(hub, day)
    return f"documents queued: {queued}; delivered: {deliver_documents.run(hub)}"


def _prove(hub: Hub, _day: dt.date) -> str:
    return f"{prove_book.run(hub)} proofs hold"


def _clear(hub: Hub, _day: dt.date) -> str:
    cleared = clear_kept_bytes.run(hub)
    return (
        f"kept bytes that no row names: {cleared.files} files, {cleared.size_bytes} bytes cleared"
    )


def _seed(hub: Hub, _day: dt.date) -> str:
    changed = seeding.run(hub)
    return "rows changed: " + ", ".join(f"{name} {count}" for name, count in changed.items())


_RUN: dict[Job, Callable[[Hub, dt.date], str]] = {
    Job.close_day: _close,
    Job.send_notices: _notices,
    Job.prove_book: _prove,
    Job.clear_kept_bytes: _clear,
    Job.seeding: _seed,
}
