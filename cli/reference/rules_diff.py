"""What other rules would have charged on a kept day."""

import json as js
from typing import Annotated, Any

import typer
from rich.table import Table

from cli.console import console, date_option, plainly
from cli.language import Tongue
from jobs.hub import open_hub
from jobs.questions import rule_differences
from jobs.questions.rule_differences import Compared, Difference
from words.charges import charge_name
from words.language import Language
from words.numbers import money
from words.prices import say_difference as say

SideName = Annotated[
    str, typer.Argument(help="A folder like config/, a recorded version's number, or posted.")
]


def diff(
    before: SideName,
    after: SideName,
    on: Annotated[str, typer.Option(help="The kept day: a business date of the book.")],
    language: Tongue = Language.EN,
    json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Price a kept day under the rules before and after; show what differs. Posts nothing.

    A number is a version of reference data that the book recorded (`reference versions TABLE`):
    every table as it stood then, under the hub's own files of rules and lists of codes, of which
    the book records no versions. `posted` is the day as it stands in the book: what its lines
    were priced by, all rules included.
    """
    day = date_option(on)
    with plainly(), open_hub() as hub:
        old, new = (rule_differences.side(hub, named) for named in (before, after))
        found = rule_differences.compared(hub, old, new, day or hub.today())
    if json:
        typer.echo(js.dumps(as_data(found)))
    else:
        _show(found, language)


def as_data(found: Compared) -> dict[str, Any]:
    """Return a comparison as JSON has it; amounts are cents."""
    return {
        "on": found.on.isoformat(),
        "declarations": found.declarations,
        "lines": found.lines,
        "charges": {
            charge: {"before": old, "after": new, "difference": new - old}
            for charge, (old, new) in found.charges.items()
        },
        "difference": sum(new - old for old, new in found.charges.values()),
        "differences": [
            {
                "transaction_number": each.transaction_number,
                "version": each.version,
                "before": each.before and dict(each.before),
                "after": each.after and dict(each.after),
                "codes_before": each.codes_before,
                "codes_after": each.codes_after,
                "difference": each.cents,
            }
            for each in found.differences
        ],
    }


def _show(found: Compared, language: Language) -> None:
    counted = {"declarations": found.declarations, "lines": found.lines, "on": found.on}
    console.print(say("priced", language, differing=len(found.differences), **counted))
    if not found.differences:
        return
    table = Table(box=None, pad_edge=False)
    for name in ("declaration", "version", "before", "after", "difference"):
        table.add_column(say(name, language), justify="left" if name == "declaration" else "right")
    for each in found.differences:
        table.add_row(each.transaction_number, str(each.version), *_cells(each, language))
    for charge, (old, new) in found.charges.items():
        if old != new:
            amounts = (money(cents, language) for cents in (old, new, new - old))
            table.add_row(charge_name(charge, language), "", *amounts)
    sums = [sum(each) for each in zip(*found.charges.values(), strict=True)]
    total = (money(cents, language) for cents in (*sums, sums[1] - sums[0]))
    table.add_row(say("in sum", language), "", *total)
    console.print(table)


def _cells(each: Difference, language: Language) -> tuple[str, str, str]:
    before, after = (
        " ".join(codes) if cents is None else money(sum(cents.values()), language)
        for cents, codes in ((each.before, each.codes_before), (each.after, each.codes_after))
    )
    return before, after, "" if each.cents is None else money(each.cents, language)
