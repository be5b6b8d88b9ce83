"""``interest``: how the interest of an account came about, stretch by stretch."""

import json
from typing import Annotated

import typer
from rich.table import Table

from cli.console import console, plain_value, plainly
from cli.language import Tongue
from jobs.hub import open_hub
from jobs.questions.interest_told import BornInterest, as_data, interest_of
from words.interest import say
from words.language import Language, Words
from words.numbers import format_cents, percent


def interest(
    bn15: Annotated[str, typer.Argument(help="A program account.")],
    document: Annotated[
        str | None, typer.Option(help="Of one document: the number of a declaration.")
    ] = None,
    language: Tongue = Language.EN,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON list.")] = False,
) -> None:
    """Show how the interest of an account came about: from, to, days, rate, base, cents.

    Made again from the book: by what was applied up to the newest posting on each item.
    """
    with plainly(), open_hub() as hub:
        found = interest_of(hub, bn15, document)
    if as_json:
        told = [as_data(each) for each in found]
        console.print_json(json.dumps(told, default=plain_value, ensure_ascii=False))
        return
    if not found:
        console.print(say("none", language))
    for each in found:
        _show(each, language)


def _show(found: BornInterest, language: Language) -> None:
    console.print(
        say(
            "bears",
            language,
            kind=Words(found.kind_en, found.kind_fr).in_(language),
            document=found.document_reference,
            amount=format_cents(abs(found.amount_cents), language),
            interest=format_cents(found.interest.cents, language),
            day=found.postings[-1]["through_on"],
        )
    )
    console.print(_stretches(found, language))
    if found.interest.kept_cents:
        kept = format_cents(found.interest.kept_cents, language)
        console.print(say("kept", language, amount=kept))
    for row in found.postings:
        console.print(
            say(
                "posted",
                language,
                day=row["book_on"],
                through=row["through_on"],
                amount=format_cents(row["posted_cents"], language),
            )
        )


def _stretches(found: BornInterest, language: Language) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("from", "to", "days", "rate", "base", "interest"):
        table.add_column(say(heading, language), overflow="fold")
    for column in table.columns[2:]:
        column.justify = "right"
    for each in found.interest.stretches:
        table.add_row(
            str(each.first_on),
            str(each.last_on),
            str(each.days),
            percent(each.rate_ppm, language),
            format_cents(each.base_cents, language),
            format_cents(each.interest_cents, language),
        )
    return table
