"""``bill``, ``replay``, ``reverse``, ``allocate``, ``approve`` and more: acts of persons."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markdown import Markdown
from rich.table import Table

from cli.asking import By, Key, Reason, Yes, act, ask, deliver
from cli.caller import caller
from cli.console import console, date_option, fail, plainly, styled
from jobs.acts import act_kinds, allocate_credits, replay_files
from jobs.acts.replay_files import Mode
from jobs.hub import open_hub
from jobs.hub.book_terms import Approval, Rejection, Selection
from jobs.questions import overview
from jobs.questions.tracing import HANDLES


def bill(
    date: Annotated[str, typer.Option(help="The date of the statements, YYYY-MM-DD.")],
    reason: Reason = "the cycle is over",
    by: By = "",
    key: Key = "",
    yes: Yes = False,
) -> None:
    """Issue the statements of a billing cycle: shows them, asks, and waits for another person."""
    selection = {"statement_on": str(date_option(date))}
    with plainly(), open_hub() as hub:
        act(hub, "billing", selection, lambda: reason, by=by, key=key, yes=yes)


def replay(
    mode: Annotated[
        Mode,
        typer.Option(
            help="rerun: files that posted nothing, as new arrivals. repost: declarations that "
            "come out otherwise today are reversed and posted again."
        ),
    ] = Mode.rerun,
    first: Annotated[str | None, typer.Option("--from", help="First day received.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last day received.")] = None,
    partner: Annotated[str | None, typer.Option(help="One partner's files only.")] = None,
    file: Annotated[list[int] | None, typer.Option(help="One file; may be repeated.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show.")] = False,
    reason: Annotated[str, typer.Option(help="Why; it stands in the book for good.")] = "",
    by: By = "",
    key: Key = "",
    yes: Yes = False,
) -> None:
    """Run kept files again under today's rules: shows the difference to the book, then asks."""
    files = Selection(date_option(first), date_option(last), partner, tuple(file or ()))
    with plainly(), open_hub() as hub:
        act(
            hub,
            mode,
            replay_files.as_json(files),
            lambda: reason or typer.prompt("Reason"),
            by=by,
            key=key,
            yes=yes,
            dry_run=dry_run,
        )


def reverse(
    handle: Annotated[str, typer.Argument(help=f"What to take back: {HANDLES}.")],
    reason: Reason,
    by: By = "",
    key: Key = "",
    yes: Yes = False,
) -> None:
    """Take back what was posted: reversed entry by entry on an open date, never erased."""
    with plainly(), open_hub() as hub:
        act(hub, "reverse", {"handle": handle}, lambda: reason, by=by, key=key, yes=yes)


def unapply(
    application: Annotated[int, typer.Argument(help="The application, as `trace` shows it.")],
    reason: Reason,
    by: By = "",
    key: Key = "",
    yes: Yes = False,
) -> None:
    """Undo one application; both items are open until the next clearing applies them anew."""
    selection = {"application_id": application}
    with plainly(), open_hub() as hub:
        act(hub, "unapply", selection, lambda: reason, by=by, key=key, yes=yes)


def allocate(
    file: Annotated[Path, typer.Argument(help="The request, in CSV or JSON.", exists=True)],
    reason: Reason,
    by: By = "",
    key: Key = "",
    yes: Yes = False,
) -> None:
    """Apply credits to the debts that their owner names, each in full: shows it, then asks."""
    with plainly(), open_hub() as hub:
        selection = allocate_credits.selection_of(file)
        act(hub, "allocate", selection, lambda: reason, by=by, key=key, yes=yes)


def approve(
    key: Annotated[str, typer.Argument(help="What was asked for, as `acts` names it.")],
    by: By = "",
    yes: Yes = False,
) -> None:
    """Carry out what another person asked for; who asked may not approve."""
    with plainly(), open_hub() as hub:
        today = hub.today()
        asked, question = act_kinds.shown_to_approver(hub, key, today)
        console.print(Markdown(question.body))
        first = asked.request
        at = f"{asked.requested_at:%Y-%m-%d %H:%M}"
        told = (question.short, first.requested_by, at, first.reason)
        console.print(styled("{}: asked for by {} at {}: {}", *told))
        approval = Approval(*caller(hub, by, asked.kind, question.cents))
        ask(question.subject, yes=yes)
        console.print(act_kinds.approve(hub, asked, approval, today))
        deliver(hub)


def reject(
    key: Annotated[str, typer.Argument(help="What was asked for, as `acts` names it.")],
    reason: Reason,
    by: By = "",
) -> None:
    """Say no to what was asked for, or withdraw it: nothing is done under that key any more."""
    with plainly(), open_hub() as hub:
        asked = act_kinds.asked_for(hub, key)
        if asked is None:
            fail(f"nobody asked for {key}")
        act_kinds.reject(hub, key, Rejection(*caller(hub, by, asked.kind, 0), reason))
    console.print(f"{key} is rejected")


def acts(limit: Annotated[int, typer.Option(help="How many of the newest.")] = 30) -> None:
    """List what lapsed, what waits for another, and what was done: who, when, why, which batch."""
    with plainly(), open_hub() as hub:
        rows = overview.newest_acts(hub, limit)
        lapsed, waiting = act_kinds.lapsed(hub, limit), act_kinds.waiting(hub)
    for state, asked_for in (("lapsed", reversed(lapsed)), ("waits", waiting)):
        for row in asked_for:
            at = f"{row['requested_at']:%Y-%m-%d %H:%M}"
            told = (row["request_key"], row["kind"], row["requested_by"], at, row["reason"])
            console.print(
                styled("{}: [bold]{}[/] {}, by {} at {}: {}", state, *told), soft_wrap=True
            )
    table = Table(box=None, pad_edge=False)
    for heading in ("act", "kind", "by", "approved", "at", "batch", "selection", "reason"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        at = f"{row['acted_at']:%Y-%m-%d %H:%M}"
        people = (row["requested_by"], row["approved_by"] or "")
        texts = (row["act_id"], row["kind"], *people, at, row["batch_id"] or "")
        asked = {name: value for name, value in row["selection"].items() if value}
        table.add_row(*map(str, texts), str(asked or "all"), row["reason"])
    console.print(table)
