"""``replay``, ``reverse``, ``unapply``, ``acts``: what a person does to the book, with a reason."""

import datetime as dt
import getpass
import uuid
from typing import Annotated

import typer
from rich.table import Table

from cli.console import console, date_option, dollars, plainly, styled
from jobs.acts import replay_files, reverse_postings
from jobs.acts.replay_files import Mode, Replay
from jobs.acts.reverse_postings import Reversed
from jobs.hub import Hub, open_hub
from jobs.hub.book_terms import Request, Selection
from jobs.hub.dates import business_date
from jobs.intake import deliver_documents
from jobs.questions import overview
from jobs.questions.tracing import HANDLES

Reason = Annotated[str, typer.Option(help="Why; it stands in the book for good.", prompt=True)]
By = Annotated[str, typer.Option(help="Who asks; the user of the shell by default.")]
Key = Annotated[str, typer.Option(help="Name of the request: repeated, it is done once.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]

ACCOUNTS_SHOWN = 20


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
    selection = Selection(date_option(first), date_option(last), partner, tuple(file or ()))
    today = business_date(dt.datetime.now(dt.UTC))
    with plainly(), open_hub() as hub:
        shown = replay_files.draft(hub, mode, selection, today)
        _show(shown)
        if dry_run or not shown.files:
            return
        reason = reason or typer.prompt("Reason")
        if not yes and not typer.confirm("Do this?"):
            raise typer.Exit(1)
        request = request_of(key, by, reason)
        done = replay_files.run(
            hub, mode, selection, request, today, approved=lambda replay: replay == shown
        )
        console.print("done before" if done is None else "done")
        _deliver(hub)


def reverse(
    handle: Annotated[str, typer.Argument(help=f"What to take back: {HANDLES}.")],
    reason: Reason,
    by: By = "",
    key: Key = "",
    yes: Yes = False,
) -> None:
    """Take back what was posted: reversed entry by entry on an open date, never erased."""
    _ask(f"Reverse the standing transactions of {handle}?", yes)
    request = request_of(key, by, reason)
    today = business_date(dt.datetime.now(dt.UTC))
    with plainly(), open_hub() as hub:
        _say(reverse_postings.reverse(hub, handle, request, today))


def unapply(
    application: Annotated[int, typer.Argument(help="The application, as `trace` shows it.")],
    reason: Reason,
    by: By = "",
    key: Key = "",
    yes: Yes = False,
) -> None:
    """Undo one application; both items are open until the next clearing applies them anew."""
    _ask(f"Undo application {application}?", yes)
    request = request_of(key, by, reason)
    today = business_date(dt.datetime.now(dt.UTC))
    with plainly(), open_hub() as hub:
        _say(reverse_postings.unapply(hub, application, request, today))


def acts(limit: Annotated[int, typer.Option(help="How many of the newest.")] = 30) -> None:
    """List what persons did to the book: who, when, why, and the batch that it posted."""
    with plainly(), open_hub() as hub:
        rows = overview.newest_acts(hub, limit)
    table = Table(box=None, pad_edge=False)
    for heading in ("act", "kind", "by", "at", "batch", "selection", "reason"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        at = f"{row['acted_at']:%Y-%m-%d %H:%M}"
        texts = (row["act_id"], row["kind"], row["requested_by"], at, row["batch_id"] or "")
        asked = {name: value for name, value in row["selection"].items() if value}
        table.add_row(*map(str, texts), str(asked or "all"), row["reason"])
    console.print(table)


def request_of(key: str, by: str, reason: str) -> Request:
    """Return the request: under a key of its own, by the user of the shell, unless told."""
    return Request(key or str(uuid.uuid4()), by or getpass.getuser(), reason)


def _ask(question: str, yes: bool) -> None:  # noqa: FBT001 - the option itself
    if not yes and not typer.confirm(question):
        raise typer.Exit(1)


def _say(done: Reversed) -> None:
    console.print(
        f"act {done.act_id}: {done.transactions} transactions reversed, "
        f"{done.undone_applications} applications undone, {done.applications} made"
    )


def _show(replay: Replay) -> None:
    for file in replay.files:
        told = (file.file_id, file.name, file.was, file.becomes)
        console.print(styled("[bold]file {}[/] {}: {} → {}", *told))
        for text in file.changed:
            console.print(f"  {text}", soft_wrap=True)
        for text in file.refused:
            console.print(f"  stays, though refused today: {text}", style="yellow", soft_wrap=True)
    if not replay.files:
        console.print("nothing to replay: no file selected would come out otherwise")
        return
    console.print("The book would change by:" if replay.accounts else "The book would not change.")
    for code, cents in replay.accounts[:ACCOUNTS_SHOWN]:
        console.print(f"  {code:<16} {dollars(cents):>18}")
    if len(replay.accounts) > ACCOUNTS_SHOWN:
        console.print(f"  and {len(replay.accounts) - ACCOUNTS_SHOWN} accounts more")


def _deliver(hub: Hub) -> None:
    if hub.settings.sftp is not None:
        console.print(f"documents delivered: {deliver_documents.run(hub)}")
