"""``reference``: the reference tables, their versions, and deliveries shown before they apply."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from cli.asking import By, Key, Yes, act
from cli.caller import somebody
from cli.console import console, plainly, styled
from cli.language import Tongue
from jobs.acts import decide_deliveries
from jobs.hub import Hub, open_hub
from jobs.hub.book_terms import Row
from jobs.intake import collect_files
from jobs.questions import reference_history
from jobs.reference import load_reference_data
from jobs.reference.load_reference_data import APPLIED, DECLINED, Draft
from jobs.reference.reference_shown import ROWS_SHOWN, said
from parsers.findings import describe, remedy
from words.language import Language

app = typer.Typer(no_args_is_help=True, help="Reference tables, their versions and deliveries.")

TableName = Annotated[str, typer.Argument(help="The table, as `reference tables` lists it.")]
Number = Annotated[int, typer.Argument(help="The version of the table.")]
DeliveryNumber = Annotated[int, typer.Argument(help="The delivery, as `waiting` lists it.")]
Reason = Annotated[str, typer.Option(help="Why; it stands in the book for good.")]
READ = "the difference was read"
"""The reason of who gives none."""


@app.command()
def tables() -> None:
    """List the tables with their newest versions; exit 1 where one is not what its version left."""
    with plainly(), open_hub() as hub:
        newest, altered = reference_history.newest(hub)
    _list(newest)
    for table in altered:
        console.print(f"{table} was changed by another way than a version", style="yellow")
    if altered:
        raise typer.Exit(1)


@app.command()
def versions(table: TableName) -> None:
    """List every version of a table, newest first."""
    with plainly(), open_hub() as hub:
        _list(reference_history.versions(hub, table))


@app.command()
def diff(table: TableName, number: Number) -> None:
    """Show what a version changed, row by row."""
    with plainly(), open_hub() as hub:
        changes = reference_history.changes(hub, table, number)
    for each in changes:
        console.print(f"{each.change:<8} {said(each)}", soft_wrap=True)


@app.command()
def known(table: TableName, number: Number) -> None:
    """Print a whole table as a version left it, as CSV; 0 is before the first."""
    with plainly(), open_hub() as hub:
        rows = reference_history.as_known(hub, table, number)
    typer.echo(rows.to_csv(index=False), nl=False)


@app.command()
def waiting() -> None:
    """Show what each delivery that waits for a person would change."""
    with plainly(), open_hub() as hub:
        drafts = load_reference_data.waiting(hub)
    for draft in drafts:
        _show(draft)
    if not drafts:
        console.print("no delivery waits")


@app.command()
def apply(
    delivery: DeliveryNumber, reason: Reason = READ, by: By = "", key: Key = "", yes: Yes = False
) -> None:
    """Apply a delivery that waits, whole or not at all: shows it, asks, may wait for another."""
    with plainly(), open_hub() as hub:
        _decide(hub, delivery, APPLIED, reason, by=by, key=key, yes=yes)


@app.command()
def decline(
    delivery: DeliveryNumber, reason: Reason = READ, by: By = "", key: Key = "", yes: Yes = False
) -> None:
    """Put a delivery that waits aside for good: shows it and asks."""
    with plainly(), open_hub() as hub:
        _decide(hub, delivery, DECLINED, reason, by=by, key=key, yes=yes)


@app.command()
def load(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A delivery.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Apply it.")] = False,
    partner: Annotated[str, typer.Option(help="Whose delivery it is.")] = "tariffdesk",
    language: Tongue = Language.EN,
    by: By = "",
) -> None:
    """Show what a file would change; with --yes, take it in and apply it."""
    with plainly(), open_hub() as hub:
        draft = load_reference_data.draft(hub, file)
        for finding in draft.findings:
            text = describe(finding.code, finding.value, finding.expected, language)
            place = finding.segment or file.name
            console.print(
                f"{finding.code} {place}: {text} {remedy(finding.code, language)}",
                markup=False,
                soft_wrap=True,
            )
        if draft.refused:
            raise typer.Exit(1)
        _show(draft)
        if not yes:
            console.print("nothing was applied: --yes applies it")
            return
        _, login = somebody(hub, by)
        message_id = _taken_in(hub, file, partner, login)
        if message_id is None:
            console.print("applied on receipt")
            return
        _decide(hub, message_id, APPLIED, READ, by=by, key="", yes=yes)


def _taken_in(hub: Hub, file: Path, partner: str, login: str) -> int | None:
    """Take a file in, and return the delivery that waits of it, if it does."""
    file_id = collect_files.ingest(hub, file, hub.today(), partner, login)
    (outcome,) = collect_files.post(hub, [file_id])
    if outcome != "posted":
        console.print(f"the file is {outcome}: see carmhub files")
        raise typer.Exit(1)
    return load_reference_data.waiting_of_file(hub, file_id)


def _decide(
    hub: Hub, message_id: int, decision: str, reason: str, *, by: str, key: str, yes: bool
) -> None:
    kind = decide_deliveries.kind_of(hub, message_id, decision)
    if kind is None:
        console.print("decided before, or no such delivery")
        return
    selection = load_reference_data.selection_of(message_id, decision)
    act(hub, kind, selection, lambda: reason, by=by, key=key, yes=yes)


def _list(rows: list[Row]) -> None:
    table = Table(box=None, pad_edge=False)
    for heading in ("table", "version", "rows", "from", "by", "at"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        texts = (row["table_name"], row["number"], row["row_count"], row["file_name"])
        at = f"{row['applied_at']:%Y-%m-%d %H:%M}"
        table.add_row(*map(str, texts), row["applied_by"], at)
    console.print(table)


def _show(draft: Draft) -> None:
    counts = ", ".join(f"{count} {name}" for name, count in draft.counts.items() if count)
    numbered = f"delivery {draft.message_id} " if draft.message_id else ""
    console.print(
        styled(
            "[bold]{}[/] {}{}: {}",
            *(draft.table, numbered, draft.file_name, counts or "nothing would change"),
        ),
        soft_wrap=True,
    )
    if draft.declarations is not None:
        console.print(f"  declarations of the newest cycle that name one: {draft.declarations}")
    for each in draft.changes[:ROWS_SHOWN]:
        console.print(f"  {each.change:<8} {said(each)}", soft_wrap=True)
    if len(draft.changes) > ROWS_SHOWN:
        console.print(f"  and {len(draft.changes) - ROWS_SHOWN} rows more")
