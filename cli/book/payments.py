"""``payments``: money that waits, in transit to the bank account or held for nobody known."""

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table

from cli.console import console, date_option, dollars, plain_value, plainly
from jobs.hub import open_hub
from jobs.payments.waiting_payments import Waiting, waiting


def payments(
    as_of: Annotated[
        str | None,
        typer.Option(help="At the end of this book date, YYYY-MM-DD; today by default."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Show money that waits: in transit until the bank's own line comes, or held for nobody known.

    Each row with its day and the last one it may wait for; exit code 1 when one waits longer.
    """
    with plainly(), open_hub() as hub:
        day = date_option(as_of) or hub.today()
        found = waiting(hub, day)
    if as_json:
        rows = {
            name: [
                {key: plain_value(value) for key, value in asdict(each).items()} for each in all_
            ]
            for name, all_ in (("in_transit", found.in_transit), ("held", found.held))
        }
        console.print_json(json.dumps({"as_of": str(day), **rows}))
    else:
        _show(found)
    if any(each.late for each in found.in_transit) or any(each.late for each in found.held):
        raise typer.Exit(1)


def _show(found: Waiting) -> None:
    moving = Table("in transit", "reference", "bank", "told on", "expected by", box=None)
    moving.add_column("amount", justify="right")
    for each in found.in_transit:
        expected = f"{each.expected_by}{' late' if each.late else ''}"
        moving.add_row(
            *(each.account, each.reference, each.bank, str(each.told_on), expected),
            dollars(each.amount_cents),
        )
    console.print(moving)
    held = Table("held", "bank", "since", "days", "last step", "until", "then", box=None)
    held.add_column("amount", justify="right")
    for payment in found.held:
        until = f"{payment.until}{' late' if payment.late else ''}"
        held.add_row(
            *(payment.reference, payment.bank, str(payment.held_on), str(payment.days)),
            *(f"{payment.last_step} {payment.last_on}", until, payment.end),
            dollars(payment.amount_cents),
        )
    console.print(held)
