"""``kit``: the starter kit for partners, written from the repository."""

from pathlib import Path
from typing import Annotated

import typer

from cli.console import console, fail
from jobs.hub.settings import ROOT
from jobs.intake import starter_kit


def kit(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
) -> None:
    """Write the starter kit for a partner's programmer: guides, schema, samples, answers."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        fail(f"{folder} is not an empty folder")
    written = starter_kit.write(ROOT, folder)
    console.print(f"{len(written)} files in {folder}; start with README.md or LISEZMOI.md")
