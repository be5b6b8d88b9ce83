"""``simulate``: a made-up world as files, with the key to what must come of it."""

from pathlib import Path
from typing import Annotated

import typer

from cli.console import console, date_option, fail, styled
from simulator.world import FIRST_ON, World, Written
from simulator.world import simulate as write_world

_MEGABYTE = 1_000_000


def simulate(
    out: Annotated[
        Path, typer.Option("--out", help="The folder to write into: a new or an empty one.")
    ],
    seed: Annotated[
        int, typer.Option("--seed", help="Another number is another world; the same, the same.")
    ] = 1,
    accounts: Annotated[
        int, typer.Option("--accounts", min=2, max=1_000_000, help="How many importers' accounts.")
    ] = 1000,
    days: Annotated[
        int, typer.Option("--days", min=1, max=3660, help="How many days, one after the other.")
    ] = 90,
    first: Annotated[
        str, typer.Option("--from", help="The first day, YYYY-MM-DD.")
    ] = FIRST_ON.isoformat(),
) -> None:
    """Write a made-up world: files of every inbound format by day, and the answer key to them.

    Importers of very different size, their brokers and a bank: declarations in both formats with
    corrections and faults, payments on time, late, short, over, double, astray, pooled and taken
    back. The key in `key/` says what each declaration is charged, whom each payment is for, and
    what each account owes on each day. The README in the folder says how a hub takes it all.
    The same seed, size and days give the same bytes.
    """
    first_on = date_option(first) or FIRST_ON
    with console.status("the parties") as status:

        def say(written: Written) -> None:
            status.update(
                f"{written.day}, {written.files:,} files, {written.bytes / _MEGABYTE:,.1f} MB"
            )

        try:
            done = write_world(World(seed, accounts, days, first_on), out, say)
        except FileExistsError:
            fail(f"{out} is not an empty folder; nothing was written")
        except ValueError as wrong:
            fail(f"{wrong}; nothing was written")
    console.print(
        styled(
            "{} files, {} MB, from {} to {}; how a hub takes them: {}",
            f"{done.files:,}",
            f"{done.bytes / _MEGABYTE:,.1f}",
            first_on,
            done.day,
            out / "README.md",
        ),
        soft_wrap=True,
    )
