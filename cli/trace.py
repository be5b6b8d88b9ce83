"""``trace``: follow a cent back to its bytes, and a file or declaration to all it caused."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from cli.console import console, dollars, plain_value, plainly
from jobs.hub import Hub, open_hub
from ledger_sync import lineage
from ledger_sync.book import Row, Transaction
from ledger_sync.lineage import Effects, FileEffects, UnknownHandle

EXCERPT_BYTES = 600


def trace(
    handle: Annotated[str, typer.Argument(help=f"One of: {lineage.HANDLES}.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Follow a cent back to its bytes, and a file or declaration to everything it caused.

    Back: transaction, message, interchange, file, and the bytes with their place in the file. On:
    entries, open item, applications, statement lines, answers.
    """
    with plainly(), open_hub() as hub, hub.book.transaction() as tx:
        file_id = lineage.file_of(handle)
        whole = lineage.of_file(tx, file_id) if file_id is not None else None
        chain = _chain(tx, handle, may_be_empty=whole is not None)
        if as_json:
            found = {
                "file": asdict(whole) if whole else None,
                "transactions": [
                    {**row, **asdict(lineage.effects(tx, row["txn_id"]))} for row in chain
                ],
            }
            console.print_json(json.dumps(found, default=plain_value))
            return
        if whole is not None:
            _show_file(whole)
        for row in chain:
            _show_transaction(row, lineage.effects(tx, row["txn_id"]))
            if whole is None:
                _show_bytes(hub, row)


def _chain(tx: Transaction, handle: str, *, may_be_empty: bool) -> list[Row]:
    try:
        return lineage.trace(tx, handle)
    except UnknownHandle:
        if may_be_empty:
            return []
        raise


def _show_file(found: FileEffects) -> None:
    file = found.file
    _line(
        f"[bold]file {file['file_id']}[/] {file['name']} from {file['partner_id'] or 'a shell'}: "
        f"{file['outcome'] or 'waiting'}, received {file['received_on']}, "
        f"{file['size_bytes']} bytes"
    )
    _line(f"  kept as sha256 {bytes(file['sha256']).hex()}")
    if file["replays_file_id"] is not None:
        _line(f"  replay of file {file['replays_file_id']}, by act {file['act_id']}")
    messages = ", ".join(f"{count} {status}" for status, count in found.messages.items())
    findings = ", ".join(f"{row['code']} {row['findings']}" for row in found.findings)
    _line(f"  messages: {messages or 'none'}; findings: {findings or 'none'}")
    for answer in found.answers:
        at = answer["delivered_at"]
        sent = f"delivered {at:%Y-%m-%d %H:%M}" if at else "waiting"
        _line(f"  answered: {answer['kind']} {answer['name']} to {answer['partner_id']}, {sent}")


def _show_transaction(row: Row, caused: Effects) -> None:
    taken_back = f", takes back {row['reverses_txn_id']}" if row["reverses_txn_id"] else ""
    _line(
        f"[bold]{row['kind']} {row['document_reference']}[/]  transaction {row['txn_id']}, booked "
        f"{row['book_on']}, effective {row['effective_on']}, batch {row['batch_id']}{taken_back}"
    )
    for entry in caused.entries:
        amount = dollars(entry["amount_cents"])
        console.print(f"  entry {entry['entry_number']}  {entry['code']:<16} {amount:>18}")
    if row["item_id"] is not None:
        _line(
            f"  item {row['item_id']}: {dollars(row['amount_cents'])}, "
            f"open {dollars(row['open_cents'])}"
        )
    for applied in caused.applications:
        undoes = applied["reverses_application_id"]
        _line(
            f"  application {applied['application_id']}: {dollars(applied['amount_cents'])} with "
            f"{applied['kind']} {applied['document_reference']} (item {applied['item_id']}) on "
            f"{applied['applied_on']}, policy {applied['policy']}"
            + (f", undoes {undoes}" if undoes else "")
        )
    for line in caused.statement_lines:
        _line(
            f"  statement {line['code']}/{line['issued_on']}/{line['line_number']} "
            f"(version {line['version']}): {dollars(line['amount_cents'])}"
        )


def _show_bytes(hub: Hub, row: Row) -> None:
    _line(
        f"  message {row['message']} of interchange {row['interchange']}, bytes "
        f"{row['byte_from']} to {row['byte_to']} of file {row['file_id']} ({row['file_name']}, "
        f"from {row['partner_id'] or 'a shell'})"
    )
    _line(f"  kept as sha256 {bytes(row['sha256']).hex()}")
    size_bytes = row["byte_to"] - row["byte_from"]
    shown = min(size_bytes, EXCERPT_BYTES)
    text = hub.kept.excerpt(bytes(row["sha256"]), row["byte_from"], shown)
    console.print(text.decode("utf-8", "replace"), markup=False, style="cyan", soft_wrap=True)
    if size_bytes > shown:
        console.print(f"… and {size_bytes - shown} bytes more")


def _line(text: str) -> None:
    console.print(text, soft_wrap=True)
