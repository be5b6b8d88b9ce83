"""The ``carmhub`` command: run the stack, check and ingest files, run jobs, prove and trace."""

import typer

from cli import check, demo, files, jobs, kit, proof, stack

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_show_locals=False,
    help="**carm-hub**: declarations and payments in, a proven customs ledger, "
    "notices and statements out.",
)


_STACK, _FILES, _BOOK = "The stack", "Files", "The book"
app.command(rich_help_panel=_STACK)(stack.up)
app.command(rich_help_panel=_STACK)(stack.status)
app.command(rich_help_panel=_STACK)(stack.down)
app.command(rich_help_panel=_STACK)(demo.demo)
app.command(rich_help_panel=_FILES)(check.check)
app.command(rich_help_panel=_FILES)(kit.kit)
app.command(rich_help_panel=_FILES)(files.ingest)
app.command(rich_help_panel=_FILES)(files.files)
app.command(rich_help_panel=_BOOK)(jobs.run)
app.command(rich_help_panel=_BOOK)(proof.verify)
app.command(rich_help_panel=_BOOK)(proof.trace)
