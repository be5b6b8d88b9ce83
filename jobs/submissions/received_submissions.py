"""Submissions as they come: compared with what the book knows, and staged to wait for two people.

What is wrong refuses the whole submission; a right one waits, and posts nothing before.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Final

import pandas as pd

from ledger_sync.book.connection import Transaction
from ledger_sync.intake import posting
from ledger_sync.intake.inbox import WaitingFile
from ledger_sync.reference import reference_tables
from ledger_sync.registry import parties
from ledger_sync.submissions import submitted
from parsers.deliveries.headed_rows import Place, finding_at
from parsers.findings import Finding, findings_frame
from parsers.submissions.submission import AccountOpening, ManualReceipt, Submission

BANK: Final = "bank"
"""The kind of a partner whose lines clear what is deposited with it."""


def stage(tx: Transaction, file: WaitingFile, submission: Submission) -> None:
    """Stage what a right file says, with what the book finds wrong in it."""
    found, said = against_the_book(tx, submission, file.received_on), submission.said
    posting.add(tx, "staged_finding", findings_frame(found))
    row = {
        "message": 0,
        "kind": submission.kind,
        "item_count": said.item_count,
        "debit_cents": said.debit_cents,
        "credit_cents": said.credit_cents,
    }
    posting.add(tx, "staged_submission", pd.DataFrame([row]))


def against_the_book(tx: Transaction, submission: Submission, on: dt.date) -> list[Finding]:
    """Return what is wrong by what the book knows on a day."""
    said = submission.said
    found = (
        _of_opening(tx, said, on)
        if isinstance(said, AccountOpening)
        else (_of_receipt(tx, said, on))
    )
    return list(found)


def _of_opening(tx: Transaction, said: AccountOpening, on: dt.date) -> Iterator[Finding]:
    accounts = said.accounts
    first = {item.bn15: item.place for item in reversed(said.items)}
    if said.as_of > on:
        yield _later("OPN-009", said.items[0].place, "as_of", said.as_of, on)
    known = reference_tables.receivables(tx, accounts)
    for account in accounts:
        if account not in known:
            yield finding_at("OPN-008", first[account], element="program_account", value=account)
    for row in submitted.opened(tx, accounts):
        if row["stands"]:
            told = {"value": row["code"], "expected": row["reference"]}
            yield finding_at("OPN-010", first[row["code"]], element="program_account", **told)


def _of_receipt(tx: Transaction, said: ManualReceipt, on: dt.date) -> Iterator[Finding]:
    places = said.places
    if not reference_tables.receivables(tx, said.accounts):
        yield finding_at("RCP-003", places["ProgramAccount"], value=said.bn15)
    if bank_of(tx, said) is None:
        yield finding_at("RCP-004", places["Bank"], value=said.bank)
    if said.received_on > said.deposited_on:
        place, until = places["ReceivedAt"], said.deposited_on
        yield _later("RCP-005", place, "ReceivedAt", said.received_on, until)
    if said.deposited_on > on:
        yield _later("RCP-005", places["DepositedDate"], "DepositedDate", said.deposited_on, on)


def bank_of(tx: Transaction, receipt: ManualReceipt) -> str | None:
    """Return the partner with whom a receipt is deposited; None where no bank is called so."""
    partner = parties.partners_of_senders(tx, [receipt.bank]).get(receipt.bank)
    return partner["partner_id"] if partner is not None and partner["kind"] == BANK else None


def _later(code: str, place: Place, element: str, day: dt.date, until: dt.date) -> Finding:
    told = {"value": day.isoformat(), "expected": until.isoformat()}
    return finding_at(code, place, element=element, **told)
