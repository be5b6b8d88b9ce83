"""``payments``: money that waits, for whom it may be, and acts that put it to its place."""

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table

from cli.asking import By, Key, Reason, Yes, act
from cli.console import console, date_option, dollars, fail, plain_value, plainly, styled
from cli.language import Tongue
from jobs.hub import open_hub
from jobs.payments import suggest_payees
from jobs.payments.waiting_payments import Waiting, waiting
from parsers.values import Fault, cents
from words.language import Language
from words.payments import REASONS

app = typer.Typer(help="Money that waits, for whom it may be, and acts that put it to its place.")

Payment = Annotated[
    str, typer.Argument(help="The payment: its reference, or txn:ID where several bear it.")
]
Account = Annotated[str, typer.Argument(help="The program account that it is for.")]
AsOf = Annotated[
    str | None, typer.Option(help="At the end of this book date, YYYY-MM-DD; today by default.")
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object.")]


@app.callback(invoke_without_command=True)
def payments(context: typer.Context, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Show money that waits: in transit until the bank's own line comes, or held for nobody known.

    Each row with its day and the last one it may wait for; exit code 1 when one waits longer.
    """
    if context.invoked_subcommand is None:
        list_(as_of, as_json=as_json)


@app.command("list")
def list_(as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Show money that waits, as the group alone does; exit code 1 when some waits too long."""
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


@app.command()
def suggest(payment: Payment, language: Tongue = Language.EN, as_json: AsJson = False) -> None:
    """Show for whom a payment may be, the likeliest first, and why; credits nobody."""
    with plainly(), open_hub() as hub:
        found = suggest_payees.suggest(hub, payment)
    if as_json:
        rows = [
            {key: plain_value(value) for key, value in asdict(each.payment).items()}
            | {"payer_name": each.payer_name, "told": each.told}
            | {"suggestions": [asdict(one) | {"weight": one.weight} for one in each.suggestions]}
            for each in found
        ]
        console.print_json(json.dumps({"payments": rows}))
        return
    for each in found:
        on, amount = each.payment.account or "held", dollars(each.payment.cents)
        head = (f"txn:{each.payment.txn_id}", amount, on, each.payer_name, each.told)
        console.print(styled("{}: {}, {}; {}: {}", *head), soft_wrap=True)
        for one in each.suggestions:
            reasons = "; ".join(REASONS[reason].in_(language) for reason in one.reasons)
            console.print(styled("  {}: {}", one.account, reasons), soft_wrap=True)


@app.command()
def doubles(
    since: Annotated[
        str | None, typer.Option(help="From this value date on; 90 days by default.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show payments that may be paid twice: same payer, amount and account within some days."""
    with plainly(), open_hub() as hub:
        found = suggest_payees.doubles(hub, date_option(since))
    if as_json:
        rows = [{key: plain_value(value) for key, value in row.items()} for row in found]
        console.print_json(json.dumps({"doubles": rows}))
        return
    for row in found:
        one = (row["reference"], f"txn:{row['txn_id']}", row["value_on"])
        first = (row["first_reference"], f"txn:{row['first_txn_id']}", row["first_value_on"])
        paid = (row["payer_name"], dollars(row["amount_cents"]), row["account"])
        text = "{} {} of {} is {} {} of {} again: {}, {} to {}"
        console.print(styled(text, *one, *first, *paid), soft_wrap=True)


@app.command()
def assign(
    payment: Payment,
    account: Account,
    reason: Reason,
    amount: Annotated[
        str, typer.Option(help="Only so much of it, in dollars; all that is held by default.")
    ] = "",
    by: By = "",
    key: Key = "",
    yes: Yes = False,
) -> None:
    """Credit held money to an account."""
    _act("assign", payment, [(account, _cents(amount) if amount else None)], reason, by, key, yes)


@app.command()
def move(
    payment: Payment,
    account: Account,
    reason: Reason,
    by: By = "",
    key: Key = "",
    yes: Yes = False,
) -> None:
    """Take a payment off its account and credit another; what it had paid is owed again."""
    _act("move", payment, [(account, None)], reason, by, key, yes)


@app.command()
def split(
    payment: Payment,
    to: Annotated[list[str], typer.Option(help="BN15=DOLLARS, once an account; all of it.")],
    reason: Reason,
    by: By = "",
    key: Key = "",
    yes: Yes = False,
) -> None:
    """Credit a payment, held or on an account, to several accounts, in parts that come to it."""
    parts = [each.partition("=") for each in to]
    _act("split", payment, [(bn15, _cents(told)) for bn15, _, told in parts], reason, by, key, yes)


@app.command()
def hold(payment: Payment, reason: Reason, by: By = "", key: Key = "", yes: Yes = False) -> None:
    """Take a payment off its account and hold it for nobody known."""
    _act("hold", payment, [], reason, by, key, yes)


@app.command("return")
def return_(payment: Payment, reason: Reason, by: By = "", key: Key = "", yes: Yes = False) -> None:
    """Set the money of a payment aside to be sent back to who paid; two people do."""
    _act("return", payment, [], reason, by, key, yes)


def _act(
    kind: str,
    payment: str,
    to: list[tuple[str, int | None]],
    reason: str,
    by: str,
    key: str,
    yes: bool,  # noqa: FBT001 - as typed
) -> None:
    selection = {"payment": payment, "to": [list(each) for each in to]}
    with plainly(), open_hub() as hub:
        act(hub, kind, selection, lambda: reason, by=by, key=key, yes=yes)


def _cents(text: str) -> int:
    """Return dollars as cents, or say what they look like."""
    found = cents(text, ".")
    if isinstance(found, Fault):
        fail(f"{text!r} is not an amount: write dollars and cents, 1234.50")
    return found
