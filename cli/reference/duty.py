"""``duty``: what a line would owe, step by step, or why it cannot be priced."""

import datetime as dt
import json as js
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from cli.console import console, date_option, fail, plainly
from cli.language import Tongue
from cli.reference.price_table import steps_table
from jobs.hub import open_hub
from jobs.hub.dates import business_date
from jobs.intake.snapshot import SnapshotUnusable, open_snapshot
from jobs.questions import duty as calculator
from jobs.questions.duty import LinePrice, LineTexts
from jobs.questions.price_shown import line_shown
from parsers.element_columns import element_of
from parsers.findings import describe, remedy
from words import checking
from words.elements import element_name
from words.language import Language
from words.numbers import money
from words.tariff import say

PRICED, NOT_PRICED = 0, 1


def duty(
    item: Annotated[str, typer.Option(help="Ten-digit tariff item; points may stay.")],
    origin: Annotated[str, typer.Option(help="Country of origin, ISO 3166-1.")],
    treatment: Annotated[str, typer.Option(help="Tariff treatment, two digits.")],
    value: Annotated[str, typer.Option(help="Value for currency conversion, like 1234.50.")],
    currency: Annotated[str, typer.Option(help="Its currency, ISO 4217.")] = "CAD",
    quantity: Annotated[str | None, typer.Option(help="Where a rate is by quantity.")] = None,
    unit: Annotated[str | None, typer.Option(help="Of the quantity; the tariff's own.")] = None,
    on: Annotated[str | None, typer.Option(help="Day of release; today by default.")] = None,
    shipped: Annotated[
        str | None, typer.Option(help="Day of direct shipment; that of release by default.")
    ] = None,
    accounted: Annotated[
        str | None, typer.Option(help="Day of accounting; that of release by default.")
    ] = None,
    export_country: Annotated[str | None, typer.Option(help="The origin by default.")] = None,
    cad_type: Annotated[str, typer.Option("--type", help="Type of declaration.")] = "AB",
    tariff_code: Annotated[str | None, typer.Option(help="A provision of chapter 99.")] = None,
    sima_code: Annotated[str | None, typer.Option(help="S subject, or not.")] = None,
    surtax_code: Annotated[str | None, typer.Option(help="A surtax order.")] = None,
    surtax_flag: Annotated[str | None, typer.Option(help="S subject to one, N not.")] = None,
    melt_country: Annotated[
        str | None, typer.Option(help="Where it was melted and poured, or smelted and cast.")
    ] = None,
    import_permit: Annotated[str | None, typer.Option(help="An import permit.")] = None,
    exporter: Annotated[str | None, typer.Option(help="As a SIMA measure names it.")] = None,
    content: Annotated[
        str | None, typer.Option(help="Canadian and Mexican content, in Canadian dollars.")
    ] = None,
    excise_code: Annotated[str | None, typer.Option(help="An excise tax or duty.")] = None,
    gst_code: Annotated[str | None, typer.Option(help="The general rate by default.")] = None,
    special_authority: Annotated[str | None, typer.Option(help="An order in council.")] = None,
    licence: Annotated[str | None, typer.Option(help="A duty relief licence.")] = None,
    reference: Annotated[
        Path | None,
        typer.Option(help="Price offline, by a folder laid out like config/, without a book."),
    ] = None,
    language: Tongue = Language.EN,
    json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Compute what a line would owe, as the hub computes it of a declaration. Posts nothing.

    **Exit codes.** 0: priced. 1: it cannot be priced, and the findings say why. 2: a wrong option,
    or no book and no reference data to price by.
    """
    released = date_option(on) or business_date(dt.datetime.now(dt.UTC))
    line = {
        "tariff_item": item.replace(".", ""),
        "origin_country": origin,
        "treatment": treatment,
        "value_for_currency_conversion": value,
        "currency": currency,
        "release_on": released.isoformat(),
        "direct_shipment_on": shipped,
        "export_country": export_country,
        "quantity": quantity,
        "unit": unit,
        "cad_type": cad_type,
        "tariff_code": tariff_code,
        "sima_code": sima_code,
        "surtax_code": surtax_code,
        "excise_code": excise_code,
        "gst_code": gst_code,
        "special_authority": special_authority,
        "licence": licence,
        "surtax_flag": surtax_flag,
        "melt_country": melt_country,
        "import_permit": import_permit,
        "exporter": exporter,
        "content": content,
    }
    price = _price(line, date_option(accounted) or released, reference, language)
    if json:
        typer.echo(js.dumps(asdict(line_shown(price, currency, language)), ensure_ascii=False))
    elif price.findings:
        _show_findings(price, language)
    else:
        _show_steps(price, currency, language)
    raise typer.Exit(NOT_PRICED if price.findings else PRICED)


def _price(
    line: LineTexts, accounted_on: dt.date, reference: Path | None, language: str
) -> LinePrice:
    if reference is None:
        with plainly(), open_hub() as hub:
            return calculator.price_by_book(hub, [line], accounted_on=accounted_on)[0]
    try:
        snapshot = open_snapshot(reference)
    except SnapshotUnusable as fault:
        fail(checking.say("folder", language, why=str(fault)))
    return calculator.price_by_snapshot(snapshot, [line], accounted_on=accounted_on)[0]


def _show_steps(price: LinePrice, currency: str, language: str) -> None:
    table = steps_table(price.steps, currency, language)
    table.add_section()
    total = Text(money(price.payable_cents, language), style="bold")
    table.add_row(Text(say("payable", language), style="bold"), "", total, "")
    console.print(table)
    if price.suspended:
        console.print(say("suspended", language))


def _show_findings(price: LinePrice, language: str) -> None:
    console.print(say("not priced", language))
    for finding in price.findings:
        element = element_name(element_of(finding.element), language)
        sentence = describe(finding.code, finding.value, finding.expected, language)
        text = Text.assemble((finding.code, "bold red"), f" {element}: {sentence} ")
        console.print(text.append(remedy(finding.code, language), style="dim"), soft_wrap=True)
