"""``tariff``: look an item up, search, or write the whole tariff to a file, as of a day."""

import datetime as dt
import json as js
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, get_args

import typer
from rich.table import Table
from rich.text import Text

from cli.console import console, date_option, fail, plain_value, plainly, styled
from cli.language import Tongue
from jobs.hub import Hub, open_hub
from jobs.questions import tariff as look_up
from jobs.questions import tariff_export
from jobs.questions.tariff import Heading, Item, Page, Rate
from jobs.rules.dated_tables import END_OF_TIME
from words.language import Language
from words.tariff import say

_ORIGINS_SHOWN = 12


def tariff(
    item: Annotated[str | None, typer.Argument(help="A ten-digit item; points may stay.")] = None,
    *,
    search: Annotated[
        str | None, typer.Option(help="Words of a description, or how a number starts.")
    ] = None,
    export: Annotated[
        Path | None, typer.Option(help="Write the whole tariff: FILE.csv, .json or .parquet.")
    ] = None,
    on: Annotated[
        str | None, typer.Option(help="The day it is asked about; today by default.")
    ] = None,
    after: Annotated[str, typer.Option(help="Go on after this item of a search.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=5000, help="Items of a search.")] = 50,
    language: Tongue = Language.EN,
    json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Look up a tariff item, search the tariff, or export it, as of a day.

    **Exit codes.** 0: found. 1: nothing found. 2: a wrong option, or no book to ask.
    """
    if sum(asked is not None for asked in (item, search, export)) != 1:
        fail(say("one of three", language))
    with plainly(), open_hub() as hub:
        day = date_option(on) or hub.today()
        if export is not None:
            _export(hub, export, day, language)
        elif search is not None:
            page = look_up.search(hub, search, day, language=language, after=after, limit=limit)
            _show_page(page, search, day, language, json=json)
        else:
            number = (item or "").replace(".", "")
            _show_item(look_up.item(hub, number, day, language=language), number, day, language,
                       json=json)  # fmt: skip


def _export(hub: Hub, file: Path, on: dt.date, language: str) -> None:
    """Write the file whole or not at all."""
    kind = file.suffix.removeprefix(".")
    if kind not in get_args(tariff_export.Format):
        fail(say("export as", language, file=file.name))
    hidden = file.with_name(f".{file.name}.part")
    try:
        with hidden.open("wb") as stream:
            rows = tariff_export.write(hub, kind, on, stream)  # type: ignore[arg-type]
        hidden.replace(file)
    except OSError as fault:
        fail(f"{file}: {fault.strerror}")
    finally:
        hidden.unlink(missing_ok=True)
    console.print(say("exported", language, rows=rows, file=file), soft_wrap=True)


def _show_page(page: Page, asked: str, on: dt.date, language: str, *, json: bool) -> None:
    if json:
        _print_json(asdict(page))
    elif not page.items:
        console.print(say("nothing found", language, asked=asked, on=on))
    else:
        table = _table(("item", "unit", "description", "in force"), language)
        for found in page.items:
            table.add_row(found.tariff_item, found.unit, Text(found.description),
                          _period(found, language))  # fmt: skip
        console.print(table)
        if page.next_after is not None:
            console.print(say("more", language, after=page.next_after))
    if not page.items:
        raise typer.Exit(1)


def _show_item(item: Item | None, number: str, on: dt.date, language: str, *, json: bool) -> None:
    if item is None:
        console.print(say("no item", language, item=number, on=on))
        raise typer.Exit(1)
    if json:
        _print_json(asdict(item))
        return
    heading = item.heading
    console.print(Text.assemble((heading.tariff_item, "bold"), f"  {heading.description}"))
    console.print(
        f"{say('unit', language)} {heading.unit}, {_period(heading, language)}; "
        f"{say('as of', language, on=on)}",
        markup=False,
    )
    for title, rates in (
        ("treatments", item.treatments),
        ("sima", item.sima),
        ("surtax", item.surtax),
        ("excise", item.excise),
    ):
        if rates:
            _show_rates(title, rates, language)


def _show_rates(title: str, rates: Sequence[Rate], language: str) -> None:
    console.print(styled("\n[bold]{}[/]", say(title, language)))
    with_origins = any(rate.origins for rate in rates)
    columns = ("code", "name", "rate", *(("origins",) if with_origins else ()), "in force")
    table = _table(columns, language)
    for rate in rates:
        alone = f" ({say('alone', language)})" if rate.excludes_lower else ""
        origins = (Text(_origins(rate.origins, language)),) if with_origins else ()
        table.add_row(
            rate.code, Text(rate.name), Text(rate.words + alone), *origins, _period(rate, language)
        )
    console.print(table)


def _origins(origins: Sequence[str], language: str) -> str:
    if "*" in origins:
        return say("any", language)
    more = "…" if len(origins) > _ORIGINS_SHOWN else ""
    return " ".join(origins[:_ORIGINS_SHOWN]) + more


def _period(dated: Heading | Rate, language: str) -> str:
    start, end = dated.effective_from.isoformat(), dated.effective_to.isoformat()
    if end == END_OF_TIME:
        return say("since", language, start=start)
    return say("between", language, start=start, end=end)


def _table(columns: Sequence[str], language: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in columns:
        table.add_column(say(column, language), overflow="fold")
    return table


def _print_json(value: object) -> None:
    typer.echo(js.dumps(value, default=plain_value, ensure_ascii=False))
