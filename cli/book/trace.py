"""``trace``: follow a cent back to its bytes, and a file or declaration to all it caused."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated

import typer

from cli.console import console, dollars, plain_value, plainly, styled
from jobs.hub import Hub, open_hub
from jobs.hub.book_terms import Row
from jobs.questions import tracing
from jobs.questions.tracing import ActEffects, Effects, FileEffects, MessageEffects, Trace

EXCERPT_BYTES = 600


def trace(
    handle: Annotated[str, typer.Argument(help=f"One of: {tracing.HANDLES}.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Follow a cent back to its bytes, and a file or declaration to everything it caused.

    Back: transaction, message, interchange, file, and the bytes with their place in the file. On:
    entries, open item, applications, statement lines, notices and statements, findings, reviews,
    answers.
    """
    with plainly(), open_hub() as hub:
        found = tracing.trace(hub, handle)
        if as_json:
            console.print_json(json.dumps(_machine(hub, found), default=plain_value))
            return
        if found.file is not None:
            _show_file(found.file)
        if found.act is not None:
            _show_act(found.act)
        for row, caused in tracing.with_effects(hub, found.transactions):
            _show_transaction(row, caused)
        for message in found.messages:
            _show_message(hub, message)


def _machine(hub: Hub, found: Trace) -> dict[str, object]:
    transactions = [
        {**row, **asdict(caused)} for row, caused in tracing.with_effects(hub, found.transactions)
    ]
    return {
        "file": asdict(found.file) if found.file else None,
        "act": asdict(found.act) if found.act else None,
        "messages": [asdict(message) for message in found.messages],
        "transactions": transactions,
    }


def _show_file(found: FileEffects) -> None:
    file = found.file
    _heading(
        f"file {file['file_id']}",
        f" {file['name']} from {file['partner_id'] or 'a shell'}: "
        f"{file['outcome'] or 'waiting'}, received {file['received_on']}, "
        f"{file['size_bytes']} bytes",
    )
    _line(f"  kept as sha256 {bytes(file['sha256']).hex()}")
    if file["replays_file_id"] is not None:
        _line(f"  replay of file {file['replays_file_id']}, by act {file['act_id']}")
    messages = ", ".join(f"{count} {status}" for status, count in found.messages.items())
    _line(f"  messages: {messages or 'none'}; findings: {_counted(found.findings)}")
    _show_answers(found.answers)


def _show_act(found: ActEffects) -> None:
    act = found.act
    _heading(
        f"act {act['act_id']}",
        f" {act['kind']}, by {act['requested_by']} at {act['acted_at']:%Y-%m-%d %H:%M}: "
        f"{act['reason']}",
    )
    for file in found.files:
        _line(f"  file {file['file_id']} {file['name']}: {file['outcome'] or 'waiting'}")
    for review in found.decisions:
        _line(
            f"  review {review['review_id']}: {review['kind']} of {review['transaction_number']} "
            f"version {review['version']}, {review['decision']} on {review['decided_on']}"
        )
    for applied in found.applications:
        undoes = applied["reverses_application_id"]
        _line(
            f"  application {applied['application_id']}: {dollars(applied['amount_cents'])} of "
            f"{applied['credit']} (item {applied['credit_item_id']}) to {applied['debit']} (item "
            f"{applied['debit_item_id']}) on {applied['applied_on']}"
            + (f", undoes {undoes}" if undoes else f", policy {applied['policy']}")
        )
    _show_answers(found.answers)


def _show_answers(answers: list[Row]) -> None:
    for answer in answers:
        _line(f"  answered: {_document(answer)}")


def _document(row: Row) -> str:
    at = row["delivered_at"]
    sent = f"delivered {at:%Y-%m-%d %H:%M}" if at else "waiting"
    return f"{row['kind']} {row['name']} to {row['partner_id']}, {sent}"


def _counted(findings: list[Row]) -> str:
    return ", ".join(f"{row['code']} {row['findings']}" for row in findings) or "none"


def _show_transaction(row: Row, caused: Effects) -> None:
    taken_back = f", takes back {row['reverses_txn_id']}" if row["reverses_txn_id"] else ""
    _heading(
        f"{row['kind']} {row['document_reference']}",
        f"  transaction {row['txn_id']}, booked {row['book_on']}, effective {row['effective_on']}, "
        f"batch {row['batch_id']}{taken_back}{_cause(row)}",
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
            + _parts(applied["parts"])
        )
    for line in caused.statement_lines:
        _line(
            f"  statement {line['code']}/{line['issued_on']}/{line['line_number']} "
            f"(version {line['version']}): {dollars(line['amount_cents'])}"
        )

    for document in caused.documents:
        _line(f"  document: {_document(document)}")


def _cause(row: Row) -> str:
    """Return what a transaction was posted by, where it is not the file of its message."""
    if row["act_id"] is not None:
        return f", by act {row['act_id']}"
    return f", by run {row['run_id']} ({row['run']} of {row['run_on']})" if row["run_id"] else ""


def _parts(parts: Mapping[str, int] | None) -> str:
    paid = ", ".join(f"{charge} {dollars(cents)}" for charge, cents in (parts or {}).items())
    return f": {paid}" if paid else ""


def _show_message(hub: Hub, found: MessageEffects) -> None:
    row = found.message
    name = f"{row['type']} {row['transaction_number'] or ''}".strip()
    version = f" version {row['version']}" if row["version"] else ""
    owed = row["payable_cents"]
    _heading(
        f"{name}{version}",
        f" {row['status']}"
        + ("" if owed is None else f", payable {dollars(owed)}")
        + f"; findings: {_counted(found.findings)}",
    )
    for review in found.reviews:
        decided = review["decision"]
        _line(
            f"  review {review['review_id']}: {review['kind']}, "
            + (
                f"{decided} on {review['decided_on']} by act {review['act_id']}"
                if decided
                else f"to be decided by {review['decide_by_on']}"
            )
        )
    _show_answers(found.answers)
    _line(
        f"  message {row['message']} of interchange {row['interchange']}, bytes "
        f"{row['byte_from']} to {row['byte_to']} of file {row['file_id']} ({row['file_name']}, "
        f"from {row['partner_id'] or 'a shell'})"
    )
    _line(f"  kept as sha256 {bytes(row['sha256']).hex()}")
    text = tracing.bytes_of(hub, row, EXCERPT_BYTES).decode("utf-8", "replace")
    console.print(text, style="cyan", soft_wrap=True)
    left_bytes = row["byte_to"] - row["byte_from"] - EXCERPT_BYTES
    if left_bytes > 0:
        console.print(f"… and {left_bytes} bytes more")


def _line(text: str) -> None:
    console.print(text, soft_wrap=True)


def _heading(name: str, text: str) -> None:
    console.print(styled("[bold]{}[/]{}", name, text), soft_wrap=True)
