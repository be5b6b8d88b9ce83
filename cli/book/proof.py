"""``verify``: prove the book."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cli.console import console, date_option, errors, fail, plain_value, plainly, styled
from jobs.hub import Hub, open_hub
from jobs.hub.book_terms import Result, Row, Scope
from jobs.proofs import prove_book

KEY_TYPE = "ssh-ed25519"
KEY_BYTES_MAX = 4_096
Progressing = Callable[[str, int, int], None]


def verify(
    first: Annotated[
        str | None, typer.Option("--from", help="First book date, YYYY-MM-DD; all by default.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", help="Last book date, YYYY-MM-DD; all by default.")
    ] = None,
    seals: Annotated[
        Path | None,
        typer.Option(help="A copy of the daily seals that was kept elsewhere, to prove by too."),
    ] = None,
    signed_by: Annotated[
        Path | None,
        typer.Option(help="The public key of the seals, as you hold it; the hub's by default."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Machine output.")] = False,
) -> None:
    """Prove the book from its tables and the kept bytes.

    Over a range of book dates: the proofs of its batches and kept files. Over everything: those
    of the whole book too. Exit code 0 when every proof holds, 1 when one fails, 2 when it could
    not run.
    """
    scope = Scope(date_option(first), date_option(last))
    results: list[Result] = []
    with plainly(), open_hub() as hub, _bar() as bar:
        task = bar.add_task("", total=None)

        def progress(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        for result in _results(hub, scope, progress, seals, signed_by):
            results.append(result)
            if not as_json:
                _show(result)
    if as_json:
        console.print_json(json.dumps([_machine(result) for result in results]))
    if not all(result.holds for result in results):
        raise typer.Exit(1)


def _results(
    hub: Hub, scope: Scope, progress: Progressing, seals: Path | None, signed_by: Path | None
) -> Iterable[Result]:
    if seals is None:
        return prove_book.prove(hub, scope, progress)
    public_line = None if signed_by is None else _key_in(signed_by)
    return prove_book.prove_against(hub, seals, public_line, progress)


def _key_in(file: Path) -> str:
    """Return the public key in a file: its line, or the last two words of an allowed signer's."""
    if not file.is_file() or file.stat().st_size > KEY_BYTES_MAX:
        fail(f"{file} is no file with a public key")
    words = file.read_bytes().decode("ascii", "replace").split()
    place = words.index(KEY_TYPE) if KEY_TYPE in words else 0
    return " ".join(words[place : place + 2])


def _bar() -> Progress:
    return Progress(
        TextColumn("proving {task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=errors,
        transient=True,
    )


def _show(result: Result) -> None:
    mark = "[green]holds[/]" if result.holds else "[bold red]FAILS[/]"
    told = f"{result.name:<26} {result.rows:>9,}  {result.sentence}"
    console.print(styled(f"{mark}  {{}}", told), soft_wrap=True)
    for row in (*result.breaches, *result.told):
        shown = ", ".join(f"{name} {plain_value(value)}" for name, value in row.items())
        console.print(f"       {shown}", soft_wrap=True)


def _machine(result: Result) -> dict[str, object]:
    return {
        "name": result.name,
        "sentence": result.sentence,
        "rows": result.rows,
        "holds": result.holds,
        "breaches": [_plain(row) for row in result.breaches],
        "told": [_plain(row) for row in result.told],
    }


def _plain(row: Row) -> dict[str, object]:
    return {name: plain_value(value) for name, value in row.items()}
