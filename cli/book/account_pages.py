"""``accounts`` and ``account``: what accounts owe and are owed as of a book date, all or one."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Annotated

import typer
from rich.text import Text

from cli.console import console, date_option, dollars, plain_value, plainly
from cli.language import Tongue
from jobs.hub import open_hub
from jobs.questions.account_shown import AccountShown, Item, account_shown
from jobs.questions.balances import AccountBalance, Balance, balances_after
from words.language import Language, Words

AsOf = Annotated[
    str | None, typer.Option(help="At the end of this book date, YYYY-MM-DD; today by default.")
]
DueBefore = Annotated[
    str | None,
    typer.Option(help="Overdue is what was due before this day; the book date by default."),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object.")]
_SUMS = ("open debits", "open credits", "balance", "overdue")


def accounts(
    as_of: AsOf = None,
    due_before: DueBefore = None,
    after: Annotated[str, typer.Option(help="Start after this account.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="How many accounts.")] = 50,
    as_json: AsJson = False,
) -> None:
    """Show what accounts owe and are owed: open debits, open credits, the balance, what is overdue.

    As of a book date, from what was booked and applied by then: those on which something was
    booked, by their BN15, a page at a time.
    """
    with plainly(), open_hub() as hub:
        day = date_option(as_of) or hub.today()
        overdue_on = date_option(due_before) or day
        found = balances_after(hub, after, day, overdue_on, limit=limit)
    if as_json:
        page = _dated(day, overdue_on) | {"accounts": [_machine(each) for each in found]}
        console.print_json(json.dumps(page))
        return
    console.print(f"as of {day}, overdue when due before {overdue_on}")
    _columns(["account", *_SUMS], [(each.bn15, *_sums(each.total)) for each in found], texts=1)
    if len(found) == limit:
        console.print(f"further accounts: carmhub accounts --after {found[-1].bn15}")


def account(
    bn15: Annotated[str, typer.Argument(help="The program account.")],
    as_of: AsOf = None,
    due_before: DueBefore = None,
    movements: Annotated[int, typer.Option(min=0, help="How many of the newest.")] = 20,
    language: Tongue = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Show an account: its balance, open debts, what is due when, credits that wait, movements."""
    with plainly(), open_hub() as hub:
        day = date_option(as_of) or hub.today()
        overdue_on = date_option(due_before) or day
        found = account_shown(hub, bn15, day, overdue_on, movements=movements)
    if as_json:
        console.print_json(json.dumps(_dated(day, overdue_on) | _whole(found)))
        return
    console.print(f"{bn15} as of {day}, overdue when due before {overdue_on}")
    sums = [*found.balance.by_kind.items(), ("in all", found.balance.total)]
    _columns(["balance", *_SUMS], [(name, *_sums(each)) for name, each in sums], texts=1)
    _columns(["due on", "in all"], [(str(on), dollars(cents)) for on, cents in found.due], texts=1)
    heading = ["open debts", "kind", "due on", "open", "of"]
    _columns(heading, [_open(each, language, each.due_on) for each in found.debts], texts=3)
    heading = ["credits that wait", "kind", "dated", "open", "of"]
    _columns(heading, [_open(each, language, each.effective_on) for each in found.credits], texts=3)
    rows = [
        (each.reference, _name(each, language), str(each.book_on), dollars(each.amount_cents))
        for each in found.movements
    ]
    _columns(["movements", "kind", "booked", "amount"], rows, texts=3)


def _columns(headings: Sequence[str], rows: Iterable[Sequence[str]], *, texts: int) -> None:
    """Print rows under headings, nothing cut whatever the screen; amounts stand to the right."""
    table = [tuple(headings), *map(tuple, rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for row in table:
        cells = [
            cell.ljust(width) if place < texts else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        console.print(Text("  ".join(cells).rstrip()), soft_wrap=True)
    console.print()


def _open(item: Item, language: str, day: dt.date | None) -> tuple[str, ...]:
    amounts = dollars(item.open_cents), dollars(abs(item.amount_cents))
    return (item.reference, _name(item, language), str(day or ""), *amounts)


def _name(item: Item, language: str) -> str:
    return Words(item.name_en, item.name_fr).in_(language)


def _sums(balance: Balance) -> tuple[str, ...]:
    return (
        dollars(balance.open_debits_cents),
        dollars(balance.open_credits_cents),
        dollars(balance.balance_cents),
        dollars(balance.overdue_cents),
    )


def _dated(as_of: dt.date, due_before: dt.date) -> dict[str, object]:
    return {"as_of": str(as_of), "due_before": str(due_before)}


def _whole(found: AccountShown) -> dict[str, object]:
    items = {
        name: [
            {key: plain_value(value) for key, value in asdict(each).items()}
            for each in getattr(found, name)
        ]
        for name in ("debts", "credits", "movements")
    }
    due = [{"due_on": str(day), "open_cents": cents} for day, cents in found.due]
    return _machine(found.balance) | {"due": due} | items


def _machine(balance: AccountBalance) -> dict[str, object]:
    return {
        "bn15": balance.bn15,
        **_amounts(balance.total),
        "by_kind": {kind: _amounts(part) for kind, part in balance.by_kind.items()},
    }


def _amounts(balance: Balance) -> dict[str, int]:
    return {**asdict(balance), "balance_cents": balance.balance_cents}
