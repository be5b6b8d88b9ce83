"""``up``, ``status``, ``down``: the embedded stack under ``var/``."""

from typing import Annotated

import typer
from rich.table import Table

from cli.console import console, plainly, progress, styled
from jobs.hub.settings import home
from stack import embedded
from stack.layout import OPERATOR, Layout, read_layout

SftpPort = Annotated[int | None, typer.Option(help="SFTP port; a free one, kept, by default.")]
UiPort = Annotated[int | None, typer.Option(help="Airflow UI port; a free one by default.")]


def up(sftp_port: SftpPort = None, ui_port: UiPort = None) -> None:
    """Start PostgreSQL, the SFTP server and Airflow; what runs already is left alone."""
    layout = read_layout(home(), sftp_port=sftp_port, ui_port=ui_port)
    with plainly(), progress() as say:
        embedded.up(layout, say)
    _show(layout)


def status() -> None:
    """Show what runs, and where; exit code 1 when something does not."""
    layout = read_layout(home())
    if not _show(layout):
        raise typer.Exit(1)


def down() -> None:
    """Stop what ``up`` started, and nothing else."""
    with plainly(), progress() as say:
        embedded.down(read_layout(home()), say)


def sign_in(layout: Layout) -> str:
    """Return how to sign in to the Airflow UI, without the password itself."""
    return f"{layout.ui_address} as {OPERATOR}, password in {layout.passwords_file}"


def _show(layout: Layout) -> bool:
    table = Table(box=None, pad_edge=False)
    for heading in ("program", "pid", "where"):
        table.add_column(heading)
    rows = embedded.status(layout)
    for row in rows:
        state = styled("{}", row.pid) if row.pid is not None else styled("[red]not running[/]")
        table.add_row(row.name, state, row.where)
    console.print(table)
    console.print(f"Airflow UI: {sign_in(layout)}", soft_wrap=True)
    return all(row.pid is not None for row in rows)
