"""What was decided of files into the staging tables, from which the book posts."""

from collections.abc import Hashable, Mapping, Sequence

import pandas as pd

from jobs.intake.decisions import BatchDecision
from ledger_sync.book.connection import Row, Transaction
from ledger_sync.intake import posting
from ledger_sync.intake.inbox import WaitingFile
from ledger_sync.registry import parties
from mappers.intake.decision import Decision
from mappers.intake.senders import judge_sender, sender_of

Senders = Sequence[tuple[str | None, Mapping[str, object] | None]]
"""Of each interchange: the partner it is from, and the finding by which it is refused, if it is."""


def stage(tx: Transaction, decided: BatchDecision, senders: Senders) -> None:
    """Stage what files say, who sent it, and what was decided of it; numbered through the files."""
    tables = decided.tables
    if decided.declared is not None:
        stage_decision(tx, decided.declared)
        posting.add(tx, "staged_reason", tables.reasons)
    if decided.payments is not None:
        posting.add(tx, "staged_payment", decided.payments)
    posting.add(tx, "staged_statement", tables.statements)
    posting.add(tx, "staged_bank_line", tables.bank_lines)
    numbers = tables.declarations[["message", "transaction_number", "version"]]
    posting.add(tx, "staged_message", tables.messages.merge(numbers, on="message", how="left"))
    partners = [partner_id for partner_id, _ in senders]
    posting.add(
        tx,
        "staged_interchange",
        tables.interchanges.assign(partner_id=pd.Series(partners, dtype=object)),
    )
    refusals = [finding for _, finding in senders if finding is not None]
    posting.add(tx, "staged_finding", pd.concat([tables.findings, pd.DataFrame(refusals)]))


def stage_decision(tx: Transaction, decision: Decision) -> None:
    """Stage what a batch of declarations came to."""
    if decision.cads.empty:
        return
    posting.add(tx, "staged_cad", decision.cads)
    posting.add_lines(tx, decision.cad_lines, decision.bases)
    posting.add(tx, "staged_side", decision.sides)
    posting.add(tx, "staged_line_charge", decision.line_charges)


_Interchange = Mapping[Hashable, object]


def senders_of(tx: Transaction, files: Sequence[WaitingFile], rows: pd.DataFrame) -> Senders:
    """Return the partner each interchange is from, and why it is refused, if it is."""
    interchanges = rows.to_dict("records")
    named = parties.partners_of_senders(tx, {sender_of(each) for each in interchanges})
    doors = parties.partners(tx, {file.partner_id for file in files})
    return [
        judge_sender(each, _partner(each, delivered_by, named, doors), delivered_by=delivered_by)
        for each in interchanges
        for delivered_by in [files[int(str(each["file"]))].partner_id]
    ]


def _partner(
    interchange: _Interchange,
    delivered_by: str | None,
    named: Mapping[str, Row],
    doors: Mapping[str, Row],
) -> Row | None:
    """Return the partner whom an interchange names, or through whose door it came."""
    sender = sender_of(interchange)
    if sender:
        return named.get(sender)
    return doors[delivered_by] if delivered_by else None
