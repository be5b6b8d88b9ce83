"""Which rules the book keeps (``rules loaded``), since when, and who had them loaded."""

import typer
from rich.table import Table

from cli.console import console, plainly, styled
from jobs.hub import open_hub
from jobs.questions import rules_in_book


def loaded() -> None:
    """List the versions of rules that the book keeps: of acts, and of what is due when.

    **Exit codes.** 0: the newest are those of the configuration. 1: they are not, and their owner
    loads them (`carmhub up`).
    """
    with plainly(), open_hub() as hub:
        found = rules_in_book.versions(hub)
        others = rules_in_book.others(hub)
    table = Table(box=None, pad_edge=False)
    for heading in ("rules", "version", "loaded", "by"):
        table.add_column(heading, overflow="fold")
    for row in found:
        at = f"{row['loaded_at']:%Y-%m-%d %H:%M}"
        table.add_row(row["rules"], str(row["number"]), at, styled("{}", row["loaded_by"]))
    console.print(table)
    for rules in others:
        console.print(f"the configuration has other rules of {rules}", style="yellow")
    if others:
        raise typer.Exit(1)
