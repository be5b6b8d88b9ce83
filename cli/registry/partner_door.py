"""``door``: what stands in the folder of a partner, and what of it is never taken."""

from typing import Annotated

import typer

from cli.console import console, plainly
from cli.text_table import add_texts, table_of
from jobs.hub import open_hub
from jobs.registry import show_door


def door(partner: Annotated[str, typer.Argument(help="The partner's id.")]) -> None:
    """List what stands in a partner's `in/`; what is left alone counts against its bounds."""
    with plainly(), open_hub() as hub:
        found = show_door.run(hub, partner)
    rows = [(each, "taken next") for each in found.next]
    rows += [(each.file, f"left alone: {each.why}") for each in found.left]
    if not rows:
        console.print("nothing stands there")
        return
    table = table_of(["name", "bytes", "since", "what becomes of it"])
    for each, told in rows:
        since = f"{each.modified_at:%Y-%m-%d %H:%M} UTC"
        add_texts(table, each.name, str(each.size_bytes), since, told)
    console.print(table)
