"""``statement``: a statement of the past, exactly as issued or as its facts are known now."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from billing.statement import Statement
from cli.console import console, date_option, dollars, fail, plainly, styled
from jobs.hub import open_hub
from jobs.receivables import run_billing_cycle
from notices import pdf, xml


class Form(StrEnum):
    """The forms a statement is written in."""

    text = "text"
    xml = "xml"
    pdf = "pdf"


def statement(
    bn15: Annotated[str, typer.Argument(help="The program account.")],
    statement_date: Annotated[str, typer.Argument(help="Date of the statement, YYYY-MM-DD.")],
    known_on: Annotated[
        str | None,
        typer.Option(help="Draw it up anew from what was booked up to this date; as issued else."),
    ] = None,
    form: Annotated[Form, typer.Option("--as", help="text, xml or pdf")] = Form.text,
    to: Annotated[Path | None, typer.Option(help="Write xml or pdf to this file.")] = None,
) -> None:
    """Rebuild a statement of the past from the facts behind it."""
    day, known = date_option(statement_date), date_option(known_on)
    if day is None or (form is not Form.text and to is None):
        fail("xml and pdf are written to a file: give --to FILE")
    with plainly(), open_hub() as hub:
        try:
            if known is None:
                rebuilt = run_billing_cycle.as_issued(hub, bn15, day)
            else:
                rebuilt = run_billing_cycle.as_known(hub, bn15, day, known)
        except LookupError as nothing:
            fail(str(nothing.args[0]))
    if to is None:
        _show(rebuilt)
        return
    render = pdf.statement_of_account if form is Form.pdf else xml.statement_of_account
    to.write_bytes(render(rebuilt))
    console.print(f"{to}: statement {rebuilt.number}")


def _show(shown: Statement) -> None:
    known = f", restated as known on {shown.restated_on}" if shown.restated_on else ", as issued"
    console.print(
        styled(
            "[bold]{}[/] {}: statement of {}{}; goods released {} to {}, due {}",
            *(shown.party.bn15, shown.party.legal_name, shown.issued_on, known),
            *(shown.first_on, shown.last_on, shown.due_on),
        ),
        soft_wrap=True,
    )
    table = Table(box=None, pad_edge=False)
    for heading in ("line", "date", "type", "document", "filer", "item"):
        table.add_column(heading)
    table.add_column("amount", justify="right")
    for line in shown.lines:
        table.add_row(
            str(line.line_number),
            str(line.effective_on),
            line.kind,
            line.document_reference,
            line.filer or "",
            str(line.item_id),
            dollars(line.amount_cents),
        )
    console.print(table)
    console.print(
        f"previous {dollars(shown.opening_cents)} + charges {dollars(shown.debits_cents)} - "
        f"credits {dollars(shown.credits_cents)} = {dollars(shown.closing_cents)}"
    )
