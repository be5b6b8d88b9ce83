"""The ``carmhub`` command: run the stack, check and ingest files, run jobs, prove and trace."""

import typer

from cli.book import acts, balances, declaration, proof, review, statement, trace
from cli.intake import check, kit, received_files
from cli.reference import deliveries, duty, tariff
from cli.registry import accounts, link, partner_door, partner_keys
from cli.running import backup, demo, jobs, stack

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_show_locals=False,
    help="**carm-hub**: declarations and payments in, a proven customs ledger, "
    "notices and statements out.",
)


_STACK, _FILES, _BOOK, _ACTS = "The stack", "Files", "The book", "Acts of a person"
_REGISTRY, _TARIFF = "Who takes part", "The tariff"
app.command(rich_help_panel=_STACK)(stack.up)
app.command(rich_help_panel=_STACK)(stack.status)
app.command(rich_help_panel=_STACK)(stack.down)
app.command(rich_help_panel=_STACK)(demo.demo)
app.command(rich_help_panel=_FILES)(check.check)
app.command(rich_help_panel=_FILES)(kit.kit)
app.command(rich_help_panel=_FILES)(received_files.ingest)
app.command(rich_help_panel=_FILES)(received_files.files)
app.command(rich_help_panel=_BOOK)(jobs.run)
app.command(rich_help_panel=_BOOK)(proof.verify)
app.command(rich_help_panel=_BOOK)(trace.trace)
app.command(rich_help_panel=_BOOK)(balances.balances)
app.command(rich_help_panel=_BOOK)(statement.statement)
app.command(rich_help_panel=_BOOK)(declaration.history)
app.command(rich_help_panel=_BOOK)(declaration.explain)
app.add_typer(deliveries.app, name="reference", rich_help_panel=_BOOK)
app.command(rich_help_panel=_BOOK)(backup.backup)
app.command(rich_help_panel=_BOOK)(backup.restore)
app.command(rich_help_panel=_BOOK)(backup.archive)
app.command(rich_help_panel=_TARIFF)(tariff.tariff)
app.command(rich_help_panel=_TARIFF)(duty.duty)
app.add_typer(review.app, name="review", rich_help_panel=_ACTS)
app.command(rich_help_panel=_ACTS)(acts.bill)
app.command(rich_help_panel=_ACTS)(acts.replay)
app.command(rich_help_panel=_ACTS)(acts.reverse)
app.command(rich_help_panel=_ACTS)(acts.unapply)
app.command(rich_help_panel=_ACTS)(acts.approve)
app.command(rich_help_panel=_ACTS)(acts.reject)
app.command(rich_help_panel=_ACTS)(acts.acts)
app.add_typer(accounts.app, name="registry", rich_help_panel=_REGISTRY)
app.add_typer(link.app, name="link", rich_help_panel=_REGISTRY)
app.command(rich_help_panel=_REGISTRY)(partner_keys.keys)
app.command(rich_help_panel=_REGISTRY)(partner_door.door)
