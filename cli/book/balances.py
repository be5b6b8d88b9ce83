"""``balances``: what an account, or every account, owes and is owed as of a book date."""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table

from cli.console import console, date_option, dollars, plainly
from jobs.hub import open_hub
from jobs.questions.balances import AccountBalance, Balance, balance_of, balances_after


def balances(
    bn15: Annotated[
        str | None, typer.Argument(help="One program account, by kind of item; all by default.")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(help="At the end of this book date, YYYY-MM-DD; today by default."),
    ] = None,
    due_before: Annotated[
        str | None,
        typer.Option(help="Overdue is what was due before this day; the book date by default."),
    ] = None,
    after: Annotated[str, typer.Option(help="Of all: start after this account.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="Of all: how many accounts.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Show what accounts owe and are owed: open debits, open credits, the balance, what is overdue.

    As of a book date, from what was booked and applied by then. Of all, those on which something
    was booked, by their BN15, a page at a time.
    """
    with plainly(), open_hub() as hub:
        day = date_option(as_of) or hub.today()
        overdue_on = date_option(due_before) or day
        if bn15 is not None:
            found = [balance_of(hub, bn15, day, overdue_on)]
        else:
            found = balances_after(hub, after, day, overdue_on, limit=limit)
    if as_json:
        console.print_json(json.dumps(_machine(found, day, overdue_on)))
        return
    console.print(f"as of {day}, overdue when due before {overdue_on}")
    if bn15 is None:
        _show("account", [(each.bn15, each.total) for each in found])
    else:
        _show(bn15, [*found[0].by_kind.items(), ("in all", found[0].total)])
    if bn15 is None and len(found) == limit:
        console.print(f"further accounts: carmhub balances --after {found[-1].bn15}")


def _show(heading: str, rows: Iterable[tuple[str, Balance]]) -> None:
    table = Table(box=None, pad_edge=False)
    table.add_column(heading)
    for name in ("open debits", "open credits", "balance", "overdue"):
        table.add_column(name, justify="right")
    for name, each in rows:
        amounts = (
            *(each.open_debits_cents, each.open_credits_cents),
            *(each.balance_cents, each.overdue_cents),
        )
        table.add_row(name, *map(dollars, amounts))
    console.print(table)


def _machine(found: list[AccountBalance], as_of: dt.date, due_before: dt.date) -> dict[str, object]:
    return {
        "as_of": str(as_of),
        "due_before": str(due_before),
        "accounts": [
            {
                "bn15": each.bn15,
                **_amounts(each.total),
                "by_kind": {kind: _amounts(part) for kind, part in each.by_kind.items()},
            }
            for each in found
        ],
    }


def _amounts(balance: Balance) -> dict[str, int]:
    return {**asdict(balance), "balance_cents": balance.balance_cents}
