"""``registry``: load a delivery after showing what it changes; show an account as of a day."""

import json
from pathlib import Path
from typing import Annotated

import typer

from cli.caller import somebody
from cli.console import console, date_option, fail, plain_value, plainly
from cli.language import Tongue
from cli.registry.registry_pages import as_data, show_dossier, show_draft
from cli.text_table import add_texts, table_of
from jobs.hub import open_hub
from jobs.registry import load_registry, show_account
from jobs.registry.show_account import AccountUnknown
from words.language import Language

app = typer.Typer(no_args_is_help=True, help="The registry: who takes part, since when.")

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object.")]


@app.command()
def load(
    file: Annotated[Path, typer.Argument(help="CSV of one table, or JSON.", exists=True)],
    yes: Annotated[bool, typer.Option("--yes", help="Load it; else it is only shown.")] = False,
    by: Annotated[str, typer.Option(help="Who loads; the user of the shell by default.")] = "",
    limit: Annotated[int, typer.Option(help="How many changes to show; 0 for all.")] = 50,
    language: Tongue = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Show what a delivery would change; with --yes, load it whole. Exit code 1 when refused."""
    with plainly(), open_hub() as hub:
        drafted = load_registry.draft(hub, file)
        if yes and not drafted.refused:
            loaded_by = "{} ({})".format(*somebody(hub, by))
            drafted = load_registry.apply(hub, file, loaded_by, lambda now: now == drafted)
    if as_json:
        console.print_json(json.dumps(as_data(drafted, language), default=str))
    else:
        show_draft(drafted, limit or len(drafted.changes), language)
    raise typer.Exit(1 if drafted.refused else 0)


@app.command()
def show(
    bn15: Annotated[str, typer.Argument(help="The program account.")],
    on: Annotated[str | None, typer.Option(help="As of this day; today by default.")] = None,
    known: Annotated[
        str | None, typer.Option(help="As known at the end of this day; now by default.")
    ] = None,
    language: Tongue = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Show an account as of a day: attributes, delegations, enrolments, security, history."""
    with plainly(), open_hub() as hub:
        day = date_option(on) or hub.today()
        try:
            dossier = show_account.run(hub, bn15, day, date_option(known))
        except AccountUnknown as unknown:
            fail(str(unknown))
        codes = hub.rules.codes
    if as_json:
        console.print_json(json.dumps(dossier.__dict__, default=plain_value))
    else:
        show_dossier(dossier, codes, language)


@app.command()
def loads(limit: Annotated[int, typer.Option(help="How many of the newest.")] = 30) -> None:
    """List what was loaded into the registry: when, from which file, by whom."""
    with plainly(), open_hub() as hub:
        rows = load_registry.loads(hub, limit)
    table = table_of(["load", "recorded", "source", "name", "by", "sha256"])
    for row in rows:
        digest = bytes(row["sha256"]).hex()[:12]
        at = f"{row['recorded_at']:%Y-%m-%d %H:%M}"
        add_texts(
            table, str(row["load_id"]), at, row["source"], row["name"], row["loaded_by"], digest
        )
    console.print(table)
