"""``verify`` and ``trace``: prove the book, follow a cent to its bytes."""

import json
from typing import Annotated

import typer

from cli.console import console, dollars, plainly
from jobs import prove_book
from jobs.hub import open_hub
from ledger_sync import lineage
from ledger_sync.book import Row
from ledger_sync.proofs import Result

EXCERPT_BYTES = 600


def verify(
    as_json: Annotated[bool, typer.Option("--json", help="Machine output.")] = False,
) -> None:
    """Prove the book from its tables and the kept bytes; exit code 1 when a proof fails."""
    with plainly(), open_hub() as hub:
        results = prove_book.results(hub, None if as_json else _show)
    if as_json:
        console.print_json(json.dumps([_machine(result) for result in results]))
    if not all(result.holds for result in results):
        raise typer.Exit(1)


def trace(
    handle: Annotated[str, typer.Argument(help=f"One of: {lineage.HANDLES}.")],
) -> None:
    """Follow a statement line, item, entry or declaration back to the bytes that caused it."""
    with plainly(), open_hub() as hub, hub.book.transaction() as tx:
        for row in lineage.trace(tx, handle):
            _show_chain(row, lineage.entries(tx, row["txn_id"]))
            content = hub.kept.get(bytes(row["sha256"]))[row["byte_from"] : row["byte_to"]]
            text = content[:EXCERPT_BYTES].decode("utf-8", "replace")
            more = len(content) - EXCERPT_BYTES
            console.print(text, markup=False, style="cyan", soft_wrap=True)
            if more > 0:
                console.print(f"… and {more} bytes more")


def _show(result: Result) -> None:
    mark = "[green]holds[/]" if result.holds else "[bold red]FAILS[/]"
    console.print(f"{mark}  {result.name:<26} {result.rows:>9,}  {result.sentence}", soft_wrap=True)
    for breach in result.breaches:
        shown = ", ".join(f"{name} {_plain(value)}" for name, value in breach.items())
        console.print(f"       {shown}", markup=False, soft_wrap=True)


def _machine(result: Result) -> dict[str, object]:
    return {
        "name": result.name,
        "sentence": result.sentence,
        "rows": result.rows,
        "holds": result.holds,
        "breaches": [
            {name: _plain(value) for name, value in breach.items()} for breach in result.breaches
        ],
    }


def _plain(value: object) -> object:
    return value if isinstance(value, int | str) or value is None else str(value)


def _show_chain(row: Row, entries: list[Row]) -> None:
    console.print(
        f"[bold]{row['kind']} {row['document_reference']}[/]  transaction {row['txn_id']}, booked "
        f"{row['book_on']}, effective {row['effective_on']}, batch {row['batch_id']}"
    )
    for entry in entries:
        amount = dollars(entry["amount_cents"])
        console.print(f"  entry {entry['entry_number']}  {entry['code']:<16} {amount:>18}")
    if row["item_id"] is not None:
        console.print(
            f"  item {row['item_id']}: {dollars(row['amount_cents'])}, "
            f"open {dollars(row['open_cents'])}"
        )
    console.print(
        f"  message {row['message']} of interchange {row['interchange']}, bytes "
        f"{row['byte_from']} to {row['byte_to']} of file {row['file_id']} ({row['file_name']}, "
        f"from {row['partner_id'] or 'a shell'})",
        soft_wrap=True,
    )
    console.print(f"  kept as sha256 {bytes(row['sha256']).hex()}", soft_wrap=True)
