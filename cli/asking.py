"""What a person at a shell asks for: shown with its digest, confirmed, done or left for another."""

import uuid
from collections.abc import Callable, Mapping
from typing import Annotated, Any

import typer
from rich.markdown import Markdown

from cli.caller import caller
from cli.console import console, styled
from jobs.acts import act_kinds
from jobs.hub import Hub
from jobs.hub.book_terms import Request
from jobs.hub.question import takes_two
from jobs.intake import deliver_documents

Reason = Annotated[str, typer.Option(help="Why; it stands in the book for good.", prompt=True)]
By = Annotated[str, typer.Option(help="Who asks; the user of the shell by default.")]
Key = Annotated[str, typer.Option(help="Name of the request: repeated, it is done once.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


def act(
    hub: Hub,
    kind: str,
    selection: Mapping[str, Any],
    reason: Callable[[], str],
    *,
    by: str,
    key: str,
    yes: bool,
    dry_run: bool = False,
) -> None:
    """Show what an act would do, ask, and do it; or record it, where another person approves."""
    today = hub.today()
    if key and act_kinds.was_done(hub, key):
        name, login = caller(hub, by, kind, 0)
        done = Request(key, name, "repeated", login=login)
        console.print(act_kinds.carry_out(hub, kind, selection, done, today))
        return
    question = act_kinds.draft(hub, kind, selection, today)
    if question is None:
        console.print("there is nothing to do")
        return
    console.print(Markdown(question.body))
    if dry_run:
        return
    name, login = caller(hub, by, kind, question.cents)
    why = reason()
    console.print(styled("{}: it would do {}", name, question.short))
    ask(question.subject, yes=yes)
    request = Request(key or str(uuid.uuid4()), name, why, question.digest, login)
    if takes_two(hub, kind, question, today, name, login):
        act_kinds.ask(hub, kind, selection, request)
        console.print(
            styled("it waits for another person: [bold]carmhub approve {}[/]", request.key),
            soft_wrap=True,
        )
        return
    console.print(act_kinds.carry_out(hub, kind, selection, request, today))
    deliver(hub)


def ask(question: str, *, yes: bool) -> None:
    """Ask whether it shall be done; the command ends where not."""
    if not yes and not typer.confirm(question):
        raise typer.Exit(1)


def deliver(hub: Hub) -> None:
    """Send what an act queued, where the hub has a door."""
    if hub.settings.sftp is not None:
        console.print(f"documents delivered: {deliver_documents.run(hub)}")
