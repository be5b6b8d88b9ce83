"""``reconcile-bank``: the book of each bank account against the bank's statements of it."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated, Any

import typer

from cli.console import console, date_option, dollars, plain_value, plainly
from cli.text_table import add_texts, table_of
from jobs.hub import open_hub
from jobs.payments.bank_reconciliation import BankAccount, Reconciliation, reconcile


def reconcile_bank(
    as_of: Annotated[
        str | None,
        typer.Option(help="At the end of this book date, YYYY-MM-DD; today by default."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Compare the book of each bank account with the bank's statements, and show what is under way.

    Lines that the bank booked and the book did not post, and money in transit, are rows with their
    day and the last one they may wait for. Exit code 1 where a statement breaks from the one before
    it, or a row waits longer.
    """
    with plainly(), open_hub() as hub:
        day = date_option(as_of) or hub.today()
        found = reconcile(hub, day)
    if as_json:
        accounts = [{**_plain(asdict(each)), "late": list(each.late)} for each in found.accounts]
        told = {"as_of": str(day), "book_cents": found.book_cents, "accounts": accounts}
        console.print_json(json.dumps(told))
    else:
        console.print(f"as of {day}")
        for each in found.accounts:
            _show(each)
        _show_total(found)
    if any(each.late for each in found.accounts) or found.book_cents != found.accounted_cents:
        raise typer.Exit(1)


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a dataclass holds
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return plain_value(value)


def _show(account: BankAccount) -> None:
    named = f"{account.bank} {account.bank_account} {account.currency or ''}".strip()
    console.print(f"\n{named or 'posted before accounts were told apart'}")
    _print_rows(["", "on", "amount"], _sums(account))
    if account.broken:
        _print_rows(
            ["statement", "ends on", "", "it states", "it should be"],
            (
                (each.statement, str(each.to_on), "opens" if each.at_opening else "closes",
                 dollars(each.states_cents), dollars(each.found_cents))
                for each in account.broken
            ),
        )  # fmt: skip
    if account.unlike:
        _print_rows(
            ["line", "booked on", "why", "bank", "book", "until"],
            (
                (each.reference, str(each.booked_on), each.why, dollars(each.bank_cents),
                 dollars(each.book_cents), _until(each.expected_by, late=each.late))
                for each in account.unlike
            ),
        )  # fmt: skip
    if account.in_transit:
        _print_rows(
            ["in transit", "reference", "told on", "amount", "until"],
            (
                (each.account, each.reference, str(each.told_on), dollars(each.amount_cents),
                 _until(each.expected_by, late=each.late))
                for each in account.in_transit
            ),
        )  # fmt: skip


def _sums(account: BankAccount) -> list[tuple[str, str, str]]:
    if account.since is None:
        return [
            ("no statement tells a balance; lines of the bank", "", dollars(account.lines_cents)),
            ("the book", "", dollars(account.book_cents)),
        ]
    rows = [
        (f"opening, taken from statement {account.opened_by}", str(account.since),
         dollars(account.opening_cents)),
        ("lines of the bank since", "", dollars(account.lines_cents)),
        (f"closing, statement {account.closed_by}", str(account.until),
         dollars(account.closing_cents)),
        ("the book", "", dollars(account.book_cents)),
    ]  # fmt: skip
    if account.before_cents:
        rows.append(
            ("of it, posted before statements were recorded", "", dollars(account.before_cents))
        )
    return rows


def _until(day: object, *, late: bool) -> str:
    return f"{day}{' late' if late else ''}"


def _print_rows(headings: list[str], rows: Iterable[tuple[str, ...]]) -> None:
    table = table_of(headings)
    for row in rows:
        add_texts(table, *row)
    console.print(table)


def _show_total(found: Reconciliation) -> None:
    console.print(f"\nBANK in the book: {dollars(found.book_cents)}")
    if found.book_cents != found.accounted_cents:
        console.print(f"its accounts come to {dollars(found.accounted_cents)}")
