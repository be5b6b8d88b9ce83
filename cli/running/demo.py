"""``demo``: a made-up day through the whole stack, on one screen."""

import sys
import time
from typing import Annotated

import typer
from rich.table import Table

from cli.console import console, dollars, fail, plainly, progress, styled
from cli.running.stack import sign_in
from demo import journey
from jobs.hub.settings import home
from stack import embedded
from stack.airflow_api import ApiRefused, ApiSilent
from stack.layout import Layout, read_layout


def demo(
    keep: Annotated[
        bool, typer.Option("--keep", help="Leave the stack up to look around.")
    ] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Remove a demonstration that was kept.")
    ] = False,
) -> None:
    """Send a day of files through the whole stack and check everything that comes of it.

    One that was kept, or is at work, is left alone, with exit code 2, unless it is to be removed.
    """
    layout = read_layout(home() / "demo")
    _let_go(layout, fresh=fresh)
    started = time.monotonic()
    try:
        with plainly(), progress() as say:
            journey.fresh(layout, lambda _step: None)
            layout = read_layout(layout.home, sftp_port=layout.ports.sftp, ui_port=layout.ports.ui)
            outcome = journey.run(layout, say)
        _show(layout, outcome, time.monotonic() - started)
    except (journey.JourneyFailed, ApiRefused, ApiSilent) as failure:
        fail(f"{failure}; logs are in {layout.home / 'logs'}", code=1)
    finally:
        if not keep:
            with progress() as say:
                embedded.down(layout, say)
        else:
            journey.keep(layout)
            console.print(f"the stack stays up: CARMHUB_HOME={layout.home} carmhub status")
    if not outcome.holds:
        raise typer.Exit(1)


def _let_go(layout: Layout, *, fresh: bool) -> None:
    """Say that a demonstration stands, and stop here unless a person wants it removed."""
    since = journey.kept_since(layout)
    if since is None:
        return
    stands = (
        f"a demonstration stands in {layout.home} since {since:%Y-%m-%d %H:%M} UTC, "
        f"its Airflow UI at {layout.ui_address}"
    )
    if fresh:
        console.print(f"{stands}; it is removed, as asked for", soft_wrap=True)
    elif not (_at_a_terminal() and _confirmed(stands)):
        fail(
            f"{stands}. Nothing was done: `make demo FRESH=1` or `carmhub demo --fresh` removes it "
            f"with all that is in it; `CARMHUB_HOME={layout.home} carmhub down` only stops it"
        )


def _at_a_terminal() -> bool:
    return sys.stdin.isatty()


def _confirmed(stands: str) -> bool:
    return typer.confirm(f"{stands}. Remove it, with all that is in it, and start anew?")


def _show(layout: Layout, outcome: journey.Outcome, seconds: float) -> None:
    now = outcome.overview
    table = Table(box=None, show_header=False, pad_edge=False, title=None)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    table.add_row("Files", _counts(now.outcomes))
    table.add_row("Declarations", _counts(now.declarations))
    table.add_row("Rejected for", _counts({**now.rejections, **now.interchange_rejections}))
    table.add_row("Declared", dollars(now.declared_cents))
    table.add_row("= posted", dollars(now.posted_cents))
    table.add_row("= billed", f"{dollars(now.billed_cents)} on {now.statements} statements")
    table.add_row("Paid", f"{dollars(now.paid_cents)}, credited {dollars(now.credited_cents)}")
    table.add_row("Delivered", _counts(now.documents))
    table.add_row("Where", f"{layout.sftp_tree}/PARTNER/out")
    for sample in outcome.samples:
        table.add_row("Statement", str(sample))
    table.add_row("Airflow UI", sign_in(layout))
    console.print()
    console.print(table)
    console.print()
    for check in outcome.checks:
        mark = "[green]✔[/]" if check.holds else "[bold red]✘[/]"
        found = "" if check.holds else f" — {check.found}"
        console.print(styled(f"{mark} {{}}", f"{check.sentence}{found}"), soft_wrap=True)
    verdict = "[bold green]all of it holds[/]" if outcome.holds else "[bold red]it does not hold[/]"
    console.print(styled(f"\n{verdict}, in {{}} s", f"{seconds:.0f}"))


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items()) or "none"
