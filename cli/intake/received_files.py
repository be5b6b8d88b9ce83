"""``ingest`` and ``files``: local files into the hub, and what became of those received."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from cli.caller import somebody
from cli.console import console, plainly
from cli.intake.named_files import files_in
from jobs.hub import open_hub
from jobs.intake import collect_files, deliver_documents
from jobs.questions import overview

Paths = Annotated[list[Path], typer.Argument(exists=True, readable=True, help="Files or folders.")]


def files(
    limit: Annotated[int, typer.Option(help="How many of the newest.")] = 30,
) -> None:
    """List the newest files received: who sent them, what became of them, what was found."""
    with plainly(), open_hub() as hub:
        rows = overview.newest_files(hub, limit)
    table = Table(box=None, pad_edge=False)
    for heading in ("file", "from", "name", "bytes", "received", "outcome", "findings"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(
            str(row["file_id"]),
            str(row["partner_id"] or "a shell"),
            str(row["name"]),
            str(row["size_bytes"]),
            f"{row['received_at']:%Y-%m-%d %H:%M}",
            str(row["outcome"] or "waiting"),
            str(row["codes"] or ""),
        )
    console.print(table)


def ingest(
    paths: Paths,
    partner: Annotated[
        str | None, typer.Option(help="The partner who sent them; else told from the content.")
    ] = None,
) -> None:
    """Keep, post and answer local files, as if they had come over SFTP."""
    with plainly(), open_hub() as hub:
        _, login = somebody(hub)
        today = hub.today()
        for path in files_in(paths):
            file_id = collect_files.ingest(hub, path, today, partner, login)
            outcomes = collect_files.post(hub, [file_id])
            console.print(f"{path}: file {file_id}, {', '.join(outcomes)}")
        if hub.settings.sftp is not None:
            console.print(f"documents delivered: {deliver_documents.run(hub)}")
