"""``rules``: every dated rule as of a day, what changed, what others would have charged."""

import datetime as dt
import json as js
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from cli.console import date_option, plain_value
from cli.language import Tongue
from cli.reference.rules_diff import diff
from cli.reference.rules_loaded import loaded
from cli.reference.rules_page import chapters
from jobs.hub.settings import BUSINESS_ZONE, ROOT
from jobs.questions.rules_told import ToldRule, changed, in_force, told
from words.language import Language
from words.pages.rules_page import say

app = typer.Typer(
    invoke_without_command=True,
    help="Tell the dated rules in force on a day, what changed, or what others would have charged.",
)

CONFIG = ROOT / "config"


@app.callback()
def rules(
    context: typer.Context,
    *,
    on: Annotated[str | None, typer.Option(help="The day; today by default.")] = None,
    changed_since: Annotated[
        str | None, typer.Option(help="Only what began or ended from this day to that one.")
    ] = None,
    config: Annotated[
        Path, typer.Option(envvar="CARMHUB_CONFIG", help="The folder of rules.")
    ] = CONFIG,
    language: Tongue = Language.EN,
    json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Tell the dated rules in force on a day, what changed, or what others would have charged.

    From the folder of rules alone: no book is asked. **Exit codes.** 0: told. 1: no rule. 2: a
    wrong option.
    """
    if context.invoked_subcommand is not None:
        return
    day = date_option(on) or dt.datetime.now(BUSINESS_ZONE).date()
    since = date_option(changed_since)
    every = told(config)
    found = in_force(every, day) if since is None else changed(every, since, day)
    if json:
        typer.echo(js.dumps(_as_json(found, day, since), default=plain_value, ensure_ascii=False))
    else:
        title = "title" if since is None else "changes"
        typer.echo(f"# {say(title, language, day=day, since=since)}\n")
        typer.echo("\n\n".join(chapters(found, language)) or say("none", language))
    if not found:
        raise typer.Exit(1)


app.command()(diff)
app.command()(loaded)


def _as_json(found: Iterable[ToldRule], day: dt.date, since: dt.date | None) -> dict[str, object]:
    rows = [{**asdict(rule), "has_source": rule.has_source} for rule in found]
    return {"on": day, "changed_since": since, "rules": rows}
