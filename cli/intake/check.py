"""``check``: what the hub would find in a file, without a hub."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from cli.language import Tongue
from jobs.hub.dates import business_date
from jobs.hub.settings import ROOT
from words.language import Language

Paths = Annotated[list[Path], typer.Argument(exists=True, help="Files or folders.")]


def check(
    files: Paths,
    reference: Annotated[
        Path, typer.Option(help="Folder with rules and reference data, laid out like config/.")
    ] = ROOT / "config",
    language: Tongue = Language.EN,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a file, a line each.")] = (
        False
    ),
    sarif: Annotated[bool, typer.Option("--sarif", help="A SARIF 2.1.0 log.")] = False,
    limit: Annotated[
        int, typer.Option(help="Findings shown a file, as text; 0 is all of them.")
    ] = 50,
    on: Annotated[
        dt.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day of receipt; today when left out."),
    ] = None,
) -> None:
    """Check files as the hub would, without a hub and without a connection.

    All rules run against a snapshot of the partners and the reference data. Only what the book
    alone knows is left out: what earlier files said, what stands of the declarations that new
    versions name, and through whose door a file comes.

    **Exit codes.** 0: everything is accepted. 1: something is rejected. 2: something could not be
    checked: a file that cannot be read, reference data that cannot be used, a wrong option.
    """
    from cli.intake.checked_files import report_on  # noqa: PLC0415 - help waits for no pandas

    received_on = on.date() if on else business_date(dt.datetime.now(dt.UTC))
    form = "sarif" if sarif else "json" if json else "text"
    raise typer.Exit(
        report_on(files, reference, received_on, language=language, form=form, limit=limit)
    )
