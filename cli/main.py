"""The ``carmhub`` command: run the stack, check and ingest files, run jobs, prove and trace."""

import atexit
import gc
from collections.abc import Mapping
from typing import Any, Final

import typer
from typer.core import TyperGroup

from cli.loading import Row, Unloaded

COMMANDS: Final[Mapping[str, tuple[Row, ...]]] = {
    "The stack": (
        Row("up", "running.stack:up",
            "Start PostgreSQL, the SFTP server and Airflow; what runs already is left alone."),
        Row("status", "running.stack:status",
            "Show what runs, and where; exit code 1 when something does not."),
        Row("down", "running.stack:down",
            "Stop what ``up`` started, and nothing else."),
        Row("demo", "running.demo:demo",
            "Send a day of files through the whole stack and check everything that comes of it."),
        Row("simulate", "running.simulate:simulate",
            "Write a made-up world: files of every inbound format by day, and the answer key to them."),
    ),
    "Files": (
        Row("check", "intake.check:check",
            "Check files as the hub would, without a hub and without a connection."),
        Row("kit", "intake.kit:kit",
            "Write the starter kit for a partner's programmer: guides, schema, samples, answers."),
        Row("ingest", "intake.received_files:ingest",
            "Keep, post and answer local files, as if they had come over SFTP."),
        Row("files", "intake.received_files:files",
            "List the newest files received: who sent them, what became of them, what was found."),
    ),
    "The book": (
        Row("run", "running.jobs:run",
            "Run one job for one business date; running it again changes nothing."),
        Row("verify", "book.proof:verify",
            "Prove the book from its tables and the kept bytes."),
        Row("trace", "book.trace:trace",
            "Follow a cent back to its bytes, and a file or declaration to everything it caused."),
        Row("accounts", "book.account_pages:accounts",
            "Show what accounts owe and are owed: open debits, open credits, the balance, what is overdue."),
        Row("account", "book.account_pages:account",
            "Show an account: its balance, open debts, what is due when, credits that wait, movements."),
        Row("payments", "book.payments:app",
            "Money that waits, for whom it may be, and acts that put it to its place."),
        Row("interest", "book.interest:interest",
            "Show how the interest of an account came about: from, to, days, rate, base, cents."),
        Row("reconcile-bank", "book.reconcile_bank:reconcile_bank",
            "Compare the book of each bank account with the bank's statements, and show what is under way."),
        Row("statement", "book.statement:statement",
            "Rebuild a statement of the past from the facts behind it."),
        Row("history", "book.declaration:history",
            "Show every version of a declaration, or what changed between two of them."),
        Row("explain", "book.declaration:explain",
            "Show how each amount of a declaration came about: rule, rate, base, source, rounding."),
        Row("backup", "running.backup:backup",
            "Back the hub up: the database, the kept bytes, the daily seals, the archives."),
        Row("restore", "running.backup:restore",
            "Restore a backup into an embedded hub of its own, and prove it; exit code 1 when it fails."),
        Row("archive", "running.backup:archive",
            "Write a closed month and its kept bytes as Parquet; compared, then it counts."),
        Row("reference", "reference.deliveries:app",
            "Reference tables, their versions and deliveries."),
    ),
    "The tariff": (
        Row("tariff", "reference.tariff:tariff",
            "Look up a tariff item, search the tariff, or export it, as of a day."),
        Row("rules", "reference.rules:app",
            "Tell the dated rules in force on a day, what changed, or what others would have charged."),
        Row("duty", "reference.duty:duty",
            "Compute what a line would owe, as the hub computes it of a declaration. Posts nothing."),
    ),
    "Acts of a person": (
        Row("bill", "book.acts:bill",
            "Issue the statements of a billing cycle: shows them, asks, and waits for another person."),
        Row("replay", "book.acts:replay",
            "Run kept files again under today's rules: shows the difference to the book, then asks."),
        Row("reverse", "book.acts:reverse",
            "Take back what was posted: reversed entry by entry on an open date, never erased."),
        Row("unapply", "book.acts:unapply",
            "Undo one application; both items are open until the next clearing applies them anew."),
        Row("allocate", "book.acts:allocate",
            "Apply credits to the debts that their owner names, each in full: shows it, then asks."),
        Row("approve", "book.acts:approve",
            "Carry out what another person asked for; who asked may not approve."),
        Row("reject", "book.acts:reject",
            "Say no to what was asked for, or withdraw it: nothing is done under that key any more."),
        Row("acts", "book.acts:acts",
            "List what lapsed, what waits for another, and what was done: who, when, why, which batch."),
        Row("review", "book.review:app",
            "New versions that a person decides on: list them, look at one, approve or refuse it."),
        Row("submitted", "book.submitted:app",
            "What two people approve before it is posted: list it, look at it, post or decline it."),
    ),
    "Who takes part": (
        Row("keys", "registry.partner_keys:keys",
            "List the SFTP keys of partners as of a day; exit code 1 when a file has a wrong line."),
        Row("door", "registry.partner_door:door",
            "List what stands in a partner's `in/`; what is left alone counts against its bounds."),
        Row("registry", "registry.accounts:app",
            "The registry: who takes part, since when."),
        Row("link", "registry.link:app",
            "Users linked to program accounts."),
    ),
}  # fmt: skip
"""Under their headings, in the order of the list."""

gc.set_threshold(100_000)  # what a command imports stays: looked through a hundred times less often
atexit.register(gc.freeze)  # and not once more when the process ends


class Commands(TyperGroup):
    """The commands, listed without being loaded."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 - Typer's own
        listed = {
            row.name: Unloaded(row, heading) for heading, rows in COMMANDS.items() for row in rows
        }
        super().__init__(**settings | {"commands": listed})


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_show_locals=False,
    help="**carm-hub**: declarations and payments in, a proven customs ledger, "
    "notices and statements out.",
)


@app.callback()
def carmhub() -> None:
    """Do what a command says."""
