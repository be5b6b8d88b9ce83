"""``review``: adjustments and withdrawals that wait for a person, and the decision on them."""

from typing import Annotated

import typer
from rich.markdown import Markdown
from rich.table import Table

from cli.asking import By, Key, Reason, Yes, act
from cli.console import console, plainly
from jobs.acts import review_versions
from jobs.hub import open_hub

app = typer.Typer(
    help="New versions that a person decides on: list them, look at one, approve or refuse it.",
    no_args_is_help=True,
)

Review = Annotated[int, typer.Argument(help="The review, as `review list` numbers it.")]


@app.command("list")
def list_waiting() -> None:
    """List what waits, the first to be due first."""
    with plainly(), open_hub() as hub:
        rows = review_versions.waiting(hub)
    if not rows:
        console.print("nothing waits for a decision")
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("review", "kind", "declaration", "version", "importer", "filed", "due by"):
        table.add_column(heading)
    table.add_column("reasons", overflow="fold")
    for row in rows:
        named = ("review_id", "kind", "transaction_number", "version", "importer", "filed_on")
        reasons = ", ".join(row["reasons"] or ())
        table.add_row(*(str(row[name]) for name in named), str(row["decide_by_on"]), reasons)
    console.print(table)


@app.command()
def show(review: Review) -> None:
    """Show what an approval would change; nothing is done."""
    with plainly(), open_hub() as hub:
        proposal = review_versions.propose(hub, review, hub.today())
    console.print(Markdown(review_versions.as_markdown(proposal)))


@app.command()
def approve(review: Review, reason: Reason, by: By = "", key: Key = "", yes: Yes = False) -> None:
    """Post the version, its difference to what stands: shows it, asks, may wait for another."""
    _decide(review, review_versions.APPROVED, reason, by=by, key=key, yes=yes)


@app.command()
def refuse(review: Review, reason: Reason, by: By = "", key: Key = "", yes: Yes = False) -> None:
    """Refuse the version: shows it and asks; its filer is told the reason."""
    _decide(review, review_versions.REFUSED, reason, by=by, key=key, yes=yes)


def _decide(review: int, decision: str, reason: str, *, by: str, key: str, yes: bool) -> None:
    selection = review_versions.selection_of(review, decision)
    with plainly(), open_hub() as hub:
        act(hub, "review", selection, lambda: reason, by=by, key=key, yes=yes)
