"""``link``: link a user to an account by the affinity questions, list links, revoke one."""

from typing import Annotated

import typer

from cli.caller import somebody
from cli.console import console, date_option, fail, plainly
from cli.language import Tongue
from cli.text_table import add_texts, table_of
from jobs.hub import open_hub
from jobs.hub.book_terms import Answers
from jobs.registry import link_account
from jobs.registry.link_account import Outcome, UserUnknown
from parsers.values import Fault, cents
from words import linking as told_of_linking
from words.language import Language
from words.registry import say

app = typer.Typer(no_args_is_help=True, help="Users linked to program accounts.")

User = Annotated[str, typer.Argument(help="The user, as the identity provider names them.")]
Account = Annotated[str, typer.Argument(help="The program account.")]


@app.command()
def ask(
    user: User,
    bn15: Account,
    transaction: Annotated[str | None, typer.Option(help="Number of a declaration …")] = None,
    duties: Annotated[str | None, typer.Option(help="… and its total duties and taxes.")] = None,
    payment: Annotated[str | None, typer.Option(help="Amount of a payment …")] = None,
    paid_on: Annotated[str | None, typer.Option(help="… and its date.")] = None,
    balance: Annotated[str | None, typer.Option(help="Balance of a statement …")] = None,
    statement_date: Annotated[str | None, typer.Option(help="… and its date.")] = None,
    language: Tongue = Language.EN,
) -> None:
    """Link a user who answers two of three questions right. Exit code 1 when not linked."""
    answers = Answers(
        transaction_number=transaction,
        duties_cents=_cents(duties),
        payment_cents=_cents(payment),
        paid_on=date_option(paid_on),
        balance_cents=_cents(balance),
        statement_on=date_option(statement_date),
    )
    with plainly(), open_hub() as hub:
        somebody(hub)
        try:
            outcome = link_account.run(hub, user, bn15, answers)
        except UserUnknown as unnamed:
            fail(str(unnamed))
    told = told_of_linking.say(outcome, language, user=user, bn15=bn15)
    console.print(told, soft_wrap=True)
    raise typer.Exit(0 if outcome is Outcome.LINKED else 1)


@app.command("list")
def list_links(
    user: Annotated[str | None, typer.Option(help="One user's links only.")] = None,
    account: Annotated[str | None, typer.Option(help="Links to one account only.")] = None,
) -> None:
    """List who is linked to what, since when, and what was revoked by whom and why."""
    with plainly(), open_hub() as hub:
        rows = link_account.links(hub, user_id=user, bn15=account)
    table = table_of(["user", "account", "linked", "revoked", "by", "reason"])
    for row in rows:
        until = "" if row["revoked_at"] is None else f"{row['revoked_at']:%Y-%m-%d %H:%M}"
        since = f"{row['linked_at']:%Y-%m-%d %H:%M}"
        by, reason = row["revoked_by"] or "", row["reason"] or ""
        add_texts(table, row["user_id"], row["bn15"], since, until, by, reason)
    console.print(table)


@app.command()
def revoke(
    user: User,
    bn15: Account,
    reason: Annotated[str, typer.Option(help="Why; it stands for good.", prompt=True)],
    by: Annotated[str, typer.Option(help="Who revokes; the user of the shell by default.")] = "",
    language: Tongue = Language.EN,
) -> None:
    """Take a link back; the user may ask again. Exit code 1 when there was none."""
    with plainly(), open_hub() as hub:
        revoked_by = "{} ({})".format(*somebody(hub, by))
        revoked = link_account.revoke(hub, user, bn15, revoked_by, reason)
    console.print(say("revoked" if revoked else "no link", language))
    raise typer.Exit(0 if revoked else 1)


def _cents(text: str | None) -> int | None:
    """Return an amount that an option gives in dollars, or say what one looks like."""
    if text is None:
        return None
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    read = cents(digits, ".")
    if isinstance(read, Fault) or not isinstance(read, int):
        fail(f"{text!r} is not an amount: write dollars and cents, like 1234.50")
    return sign * read
