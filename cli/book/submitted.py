"""``submitted``: what waits for two people before it is posted, and the decision on it."""

from typing import Annotated

import typer
from rich.markdown import Markdown
from rich.table import Table

from cli.asking import By, Key, Reason, Yes, act
from cli.console import console, plainly
from cli.language import Tongue
from jobs.acts import decide_submissions
from jobs.acts.decide_submissions import DECLINED, POSTED, selection_of
from jobs.hub import open_hub
from words.language import Language
from words.numbers import format_cents

app = typer.Typer(
    help="What two people approve before it is posted: list it, look at it, post or decline it.",
    no_args_is_help=True,
)

Number = Annotated[int, typer.Argument(help="The submission, as `submitted list` numbers it.")]
DECIDED_SHOWN = 10


@app.command("list")
def list_waiting() -> None:
    """List what waits, oldest first, and what was decided last."""
    with plainly(), open_hub() as hub:
        rows = decide_submissions.waiting(hub)
        done = decide_submissions.decided(hub, DECIDED_SHOWN)
    table = Table(box=None, pad_edge=False)
    for heading in ("submission", "kind", "reference", "from", "received", "items"):
        table.add_column(heading, overflow="fold")
    for heading in ("debits", "credits"):
        table.add_column(heading, justify="right")
    for row in rows:
        told = (row.message_id, row.kind, row.reference, row.partner_id, row.received_on)
        cents = (row.debit_cents, row.credit_cents)
        amounts = (format_cents(each, Language.EN) for each in cents)
        table.add_row(*map(str, (*told, row.item_count)), *amounts)
    console.print(table if rows else "nothing waits for two people")
    for each in done:
        console.print(
            f"{each['message_id']} {each['kind']} {each['reference']}: {each['decision']} by"
            f" {each['decided_by']} at {each['decided_at']:%Y-%m-%d %H:%M}",
            markup=False,
            soft_wrap=True,
        )


@app.command()
def show(number: Number, language: Tongue = Language.EN) -> None:
    """Show what posting would bring into the book, with its totals; nothing is done."""
    with plainly(), open_hub() as hub:
        shown = decide_submissions.show(hub, number, hub.today())
    if shown is None:
        console.print("decided before, or no such submission")
        raise typer.Exit(1)
    console.print(Markdown(shown.in_(language)))


@app.command()
def post(number: Number, reason: Reason, by: By = "", key: Key = "", yes: Yes = False) -> None:
    """Post a submission, whole or not at all: shows it, asks, and waits for another person."""
    _decide(number, POSTED, reason, by=by, key=key, yes=yes)


@app.command()
def decline(number: Number, reason: Reason, by: By = "", key: Key = "", yes: Yes = False) -> None:
    """Put a submission aside for good: shows it and asks; nothing of it is ever posted."""
    _decide(number, DECLINED, reason, by=by, key=key, yes=yes)


def _decide(number: int, decision: str, reason: str, *, by: str, key: str, yes: bool) -> None:
    with plainly(), open_hub() as hub:
        kind = decide_submissions.kind_of(hub, number, decision)
        if kind is None:
            console.print("decided before, or no such submission")
            return
        act(hub, kind, selection_of(number), lambda: reason, by=by, key=key, yes=yes)
