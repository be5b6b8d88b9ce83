"""``history`` and ``explain``: what became of a declaration, and how each amount came about."""

import json
from typing import Annotated

import typer
from rich.table import Table

from cli.console import console, fail, plain_value, plainly, styled
from cli.language import Tongue
from cli.reference.price_table import steps_table
from jobs.hub import open_hub
from jobs.hub.book_terms import Row
from jobs.questions import declaration_history
from jobs.questions.declaration_history import Explained, Withdrawn
from ledger.money import decimal_of
from mappers.filing.version_difference import LINE, Change
from parsers.element_columns import element_of
from words.declarations import DECLARATIONS, HISTORY, say
from words.elements import element_name
from words.language import Language
from words.numbers import format_cents

Number = Annotated[str, typer.Argument(help="The 14-digit transaction number.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON, one object or list.")]


def history(
    number: Number,
    between: Annotated[
        tuple[int, int] | None,
        typer.Option(help="Two versions: show what the second says and owes otherwise."),
    ] = None,
    language: Tongue = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Show every version of a declaration, or what changed between two of them."""
    with plainly(), open_hub() as hub:
        if between is not None:
            changes = declaration_history.between(hub, number, *between)
            if as_json:
                _print_json([change.__dict__ for change in changes])
            else:
                _show_changes(changes, language)
            return
        rows = declaration_history.history(hub, number)
    if as_json:
        _print_json(rows)
    else:
        _show_history(rows, language)


def explain(
    number: Number,
    version: Annotated[int | None, typer.Option(help="The newest by default.")] = None,
    line: Annotated[int | None, typer.Option(help="One line only.")] = None,
    language: Tongue = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Show how each amount of a declaration came about: rule, rate, base, source, rounding."""
    with plainly(), open_hub() as hub:
        try:
            found = declaration_history.explained(hub, number, version)
        except Withdrawn as gone:
            earlier = gone.version - 1
            fail(say("withdrawn", language, number=number, by=gone.version, earlier=earlier))
    found = [each for each in found if line in {None, each.line_number}]
    if not found:
        fail(say("no line", language, number=number, line=line))
    if as_json:
        _print_json([declaration_history.as_data(each) for each in found])
        return
    for each in found:
        _show_line(each, language)


def _show_history(rows: list[Row], language: Language) -> None:
    table = Table(box=None, pad_edge=False)
    for heading in HISTORY:
        table.add_column(heading.in_(language), overflow="fold")
    for row in rows:
        payable = row["payable_cents"]
        table.add_row(
            str(row["version"]),
            say(row["function"], language),
            str(row["filed_on"]),
            str(row["accepted_on"] or ""),
            str(row["due_on"] or ""),
            "" if payable is None else format_cents(payable, language),
            ", ".join(row["reasons"] or ()),
            _decision(row, language),
        )
    console.print(table)


def _decision(row: Row, language: Language) -> str:
    if row["decision"]:
        said = say(row["decision"], language)
        return f"{said}, {row['decided_on']}, {row['decided_by']}: {row['decision_reason']}"
    return say("waits", language, day=row["decide_by_on"]) if row["decide_by_on"] else ""


def _show_changes(changes: list[Change], language: Language) -> None:
    if not changes:
        console.print(say("same", language))
        return
    table = Table(box=None, pad_edge=False, show_header=False)
    for change in changes:
        place = say("declaration", language)
        if change.line_number is not None:
            place = f"{say('line', language)} {change.line_number}"
        element = (
            "" if change.element == LINE else element_name(element_of(change.element), language)
        )
        before, after = (
            _shown(change.element, value, language) for value in (change.before, change.after)
        )
        table.add_row(place, element, f"{before} → {after}")
    console.print(table)


def _show_line(found: Explained, language: Language) -> None:
    console.print(
        styled(
            "[bold]{} {}[/]  {}  {}  {}  {}",
            *(say("line", language), found.line_number, found.tariff_item),
            *(found.origin_country, found.treatment, found.currency),
        )
    )
    console.print(steps_table(found.steps, found.currency, language))


def _shown(element: str, value: object, language: Language) -> str:
    if value is None:
        return say("nothing", language)
    if isinstance(value, list):
        return ", ".join(value)
    if element.endswith("_cents"):
        return format_cents(int(str(value)), language)
    if element.endswith("_thousandths"):
        return decimal_of(int(str(value)), 3)
    return (
        say(value, language)
        if isinstance(value, str) and value in DECLARATIONS.texts
        else str(value)
    )


def _print_json(found: object) -> None:
    console.print_json(json.dumps(found, default=plain_value, ensure_ascii=False))
