"""``check`` and ``ingest``: files from a shell."""

import datetime as dt
import json
from collections.abc import Hashable
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer
from rich.table import Table

from cli.console import console, plainly
from jobs import check_files, collect_files, deliver_documents
from jobs.dates import business_date
from jobs.hub import open_hub
from jobs.settings import ROOT
from ledger_sync import overview
from parsers.findings import describe, remedy

Paths = Annotated[list[Path], typer.Argument(exists=True, readable=True, help="Files or folders.")]
Found = dict[Hashable, Any]
Language = Annotated[str, typer.Option("--language", "-l", help="en or fr")]


def check(
    files: Paths,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a file.")] = False,
    language: Language = "en",
    config: Annotated[Path, typer.Option(help="Folder with rules and reference data.")] = (
        ROOT / "config"
    ),
) -> None:
    """Check files without a database, as the hub would; exit code 1 when one is rejected."""
    today = business_date(dt.datetime.now(dt.UTC))
    rejected = False
    for path in _files(files):
        found = [
            finding
            for frame in check_files.check(path, config, today)
            for finding in frame.astype(object).where(frame.notna(), None).to_dict("records")
        ]
        rejected |= any(finding["severity"] == "error" for finding in found)
        if as_json:
            console.print_json(json.dumps(_machine(path, found, language), ensure_ascii=False))
        else:
            _show(path, found, language)
    if rejected:
        raise typer.Exit(1)


def files(
    limit: Annotated[int, typer.Option(help="How many of the newest.")] = 30,
) -> None:
    """List the newest files received: who sent them, what became of them, what was found."""
    with plainly(), open_hub() as hub, hub.book.transaction() as tx:
        rows = overview.files(tx, limit)
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
    today = business_date(dt.datetime.now(dt.UTC))
    with plainly(), open_hub() as hub:
        for path in _files(paths):
            file_id = collect_files.ingest(hub, path, today, partner)
            outcomes = collect_files.post(hub, [file_id])
            console.print(f"{path}: file {file_id}, {', '.join(outcomes)}")
        if hub.settings.sftp is not None:
            console.print(f"documents delivered: {deliver_documents.run(hub)}")


def _files(paths: list[Path]) -> list[Path]:
    return [
        file
        for path in paths
        for file in (sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path])
    ]


def _show(path: Path, found: list[Found], language: str) -> None:
    worst = any(finding["severity"] == "error" for finding in found)
    console.print(f"[bold]{path}[/]: {'[red]rejected[/]' if worst else '[green]accepted[/]'}")
    for finding in found:
        sentence = describe(finding["code"], finding["value"], finding["expected"], language)
        colour = "red" if finding["severity"] == "error" else "yellow"
        console.print(f"  [{colour}]{finding['code']}[/] {_place(finding)}", soft_wrap=True)
        console.print(f"    {sentence}", soft_wrap=True, markup=False)
        console.print(f"    → {remedy(finding['code'], language)}", soft_wrap=True, markup=False)


def _place(finding: Found) -> str:
    parts = [f"bytes {finding['byte_from']}–{finding['byte_to']}"]
    if finding["message"] is not None:
        parts.append(f"message {int(finding['message']) + 1}")
    if finding["segment"] is not None:
        at = finding["segment_position"]
        parts.append(f"{finding['segment']}" + (f" ({int(at)})" if at is not None else ""))
    if finding["element"] is not None:
        parts.append(str(finding["element"]))
    if finding["line_number"] is not None:
        parts.append(f"line {int(finding['line_number'])}")
    return ", ".join(parts)


def _machine(path: Path, found: list[Found], language: str) -> dict[str, Any]:
    return {
        "file": str(path),
        "rejected": any(finding["severity"] == "error" for finding in found),
        "findings": [
            {str(name): _plain(value) for name, value in finding.items()}
            | {
                "text": describe(finding["code"], finding["value"], finding["expected"], language),
                "remedy": remedy(finding["code"], language),
            }
            for finding in found
        ],
    }


def _plain(value: object) -> object:
    """Return a value as JSON has it: numpy's whole numbers become plain ones."""
    if value is None or value is pd.NA or isinstance(value, str | int):
        return None if value is pd.NA else value
    return int(value) if hasattr(value, "__int__") else str(value)
