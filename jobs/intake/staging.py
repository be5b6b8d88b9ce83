"""What was decided of a file into the staging tables, from which the book posts."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from jobs.intake.decisions import BatchDecision
from ledger_sync.book.connection import Row, Transaction
from ledger_sync.intake import posting
from ledger_sync.intake.inbox import WaitingFile
from ledger_sync.registry import parties
from mappers.intake.decision import Decision
from mappers.intake.senders import judge_sender, sender_of


def stage(tx: Transaction, file: WaitingFile, decided: BatchDecision) -> None:
    """Stage a batch of a file: what it says, who sent it, and what was decided of it."""
    tables = decided.tables
    if decided.declared is not None:
        stage_decision(tx, decided.declared)
        posting.add(tx, "staged_reason", tables.reasons)
    if decided.payments is not None:
        posting.add(tx, "staged_payment", decided.payments)
    numbers = tables.declarations[["message", "transaction_number", "version"]]
    posting.add(tx, "staged_message", tables.messages.merge(numbers, on="message", how="left"))
    senders = [_sender(tx, file, row) for row in tables.interchanges.to_dict("records")]
    posting.add(
        tx,
        "staged_interchange",
        tables.interchanges.assign(
            partner_id=pd.Series([partner_id for partner_id, _ in senders], dtype=object)
        ),
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


def _sender(
    tx: Transaction, file: WaitingFile, interchange: Mapping[Hashable, Any]
) -> tuple[str | None, dict[str, object] | None]:
    """Return the partner an interchange is from, and why it is refused, if it is."""
    partner = _partner(tx, file, sender_of(interchange))
    return judge_sender(interchange, partner, delivered_by=file.partner_id)


def _partner(tx: Transaction, file: WaitingFile, sender: str) -> Row | None:
    if sender:
        return parties.partner_of_sender(tx, sender)
    return parties.partner(tx, file.partner_id) if file.partner_id else None
