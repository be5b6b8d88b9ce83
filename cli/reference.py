"""``reference``: the reference tables, their versions, and deliveries shown before they apply."""

import datetime as dt
import getpass
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from cli.console import console, fail, plainly
from jobs import collect_files, reference_deliveries
from jobs.dates import business_date
from jobs.hub import Hub, open_hub
from jobs.reference_deliveries import Draft
from jobs.reference_shown import ROWS_SHOWN, said
from ledger_sync import reference_deliveries as deliveries
from ledger_sync import reference_versions
from ledger_sync.book import Row
from mappers.reference_changes import RowChange
from parsers.findings import describe, remedy

app = typer.Typer(no_args_is_help=True, help="Reference tables, their versions and deliveries.")

TableName = Annotated[str, typer.Argument(help="The table, as `reference tables` lists it.")]
Number = Annotated[int, typer.Argument(help="The version of the table.")]
DeliveryNumber = Annotated[int, typer.Argument(help="The delivery, as `waiting` lists it.")]
By = Annotated[str, typer.Option(help="Who decides; the user of the shell by default.")]


@app.command()
def tables() -> None:
    """List the tables with their newest versions; exit 1 where one is not what its version left."""
    with plainly(), open_hub() as hub, hub.book.transaction() as tx:
        _list(reference_versions.newest(tx))
        altered = reference_versions.altered(tx)
    for table in altered:
        console.print(f"{table} was changed by another way than a version", style="yellow")
    if altered:
        raise typer.Exit(1)


@app.command()
def versions(table: TableName) -> None:
    """List every version of a table, newest first."""
    with plainly(), open_hub() as hub, hub.book.transaction() as tx:
        _list(reference_versions.versions(tx, _known(table)))


@app.command()
def diff(table: TableName, number: Number) -> None:
    """Show what a version changed, row by row."""
    with plainly(), open_hub() as hub, hub.book.transaction() as tx:
        changes = reference_versions.changes(tx, _known(table), number)
    for each in changes:
        change = RowChange(each.change, each.before, each.after)  # type: ignore[arg-type]
        console.print(f"{each.change:<8} {said(change)}", markup=False, soft_wrap=True)


@app.command()
def known(table: TableName, number: Number) -> None:
    """Print a whole table as a version left it, as CSV; 0 is before the first."""
    with plainly(), open_hub() as hub, hub.book.transaction() as tx:
        rows = reference_versions.as_known(tx, _known(table), number)
    typer.echo(rows.to_csv(index=False), nl=False)


@app.command()
def waiting() -> None:
    """Show what each delivery that waits for a person would change."""
    with plainly(), open_hub() as hub:
        drafts = reference_deliveries.waiting(hub)
    for draft in drafts:
        _show(draft)
    if not drafts:
        console.print("no delivery waits")


@app.command()
def apply(delivery: DeliveryNumber, by: By = "") -> None:
    """Apply a delivery that waits, whole or not at all."""
    with plainly(), open_hub() as hub:
        _said(reference_deliveries.apply(hub, delivery, by or getpass.getuser()))


@app.command()
def decline(delivery: DeliveryNumber, by: By = "") -> None:
    """Put a delivery that waits aside for good."""
    with plainly(), open_hub() as hub:
        _said(reference_deliveries.decline(hub, delivery, by or getpass.getuser()))


@app.command()
def load(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A delivery.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Apply it.")] = False,
    partner: Annotated[str, typer.Option(help="Whose delivery it is.")] = "tariffdesk",
    language: Annotated[str, typer.Option(help="Of findings: en or fr.")] = "en",
    by: By = "",
) -> None:
    """Show what a file would change; with --yes, take it in and apply it."""
    with plainly(), open_hub() as hub:
        draft, findings = reference_deliveries.forecast(hub, file)
        for finding in findings:
            text = describe(finding.code, finding.value, finding.expected, language)
            place = finding.segment or file.name
            console.print(
                f"{finding.code} {place}: {text} {remedy(finding.code, language)}",
                markup=False,
                soft_wrap=True,
            )
        if draft is None:
            raise typer.Exit(1)
        _show(draft)
        if not yes:
            console.print("nothing was applied: --yes applies it")
            return
        _take_in(hub, file, partner, by or getpass.getuser())


def _take_in(hub: Hub, file: Path, partner: str, by: str) -> None:
    file_id = collect_files.ingest(hub, file, business_date(dt.datetime.now(dt.UTC)), partner)
    (outcome,) = collect_files.post(hub, [file_id])
    if outcome != "posted":
        console.print(f"the file is {outcome}: see carmhub files")
        raise typer.Exit(1)
    with hub.book.transaction() as tx:
        received = deliveries.waiting_of_file(tx, file_id)
    if received is None:
        console.print("applied on receipt")
        return
    _said(reference_deliveries.apply(hub, received.message_id, by))


def _known(table: str) -> str:
    if table not in reference_versions.VERSIONED:
        fail(f"no table {table!r}: {', '.join(reference_versions.VERSIONED)}")
    return table


def _said(decision: str | None) -> None:
    console.print(decision or "decided before, or no such delivery")


def _list(rows: list[Row]) -> None:
    table = Table(box=None, pad_edge=False)
    for heading in ("table", "version", "rows", "from", "by", "at"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        texts = (row["table_name"], row["number"], row["row_count"], row["file_name"])
        at = f"{row['applied_at']:%Y-%m-%d %H:%M}"
        table.add_row(*map(escape, map(str, texts)), escape(row["applied_by"]), at)
    console.print(table)


def _show(draft: Draft) -> None:
    counts = ", ".join(f"{count} {name}" for name, count in draft.counts.items() if count)
    numbered = f"delivery {draft.message_id} " if draft.message_id else ""
    console.print(
        f"[bold]{draft.table}[/] {numbered}{escape(draft.file_name)}:"
        f" {counts or 'nothing would change'}",
        soft_wrap=True,
    )
    if draft.declarations is not None:
        console.print(f"  declarations of the newest cycle that name one: {draft.declarations}")
    for each in draft.changes[:ROWS_SHOWN]:
        console.print(f"  {each.change:<8} {said(each)}", markup=False, soft_wrap=True)
    if len(draft.changes) > ROWS_SHOWN:
        console.print(f"  and {len(draft.changes) - ROWS_SHOWN} rows more")
