"""Submissions as they come: compared with what the book knows, and staged to wait for two people.

What is wrong refuses the whole submission; a right one waits, and posts nothing before.
"""

import datetime as dt
from collections.abc import Iterator

import pandas as pd

from ledger_sync.book.connection import Transaction
from ledger_sync.intake import posting
from ledger_sync.intake.inbox import WaitingFile
from ledger_sync.reference import reference_tables
from ledger_sync.submissions import submitted
from parsers.deliveries.headed_rows import Place
from parsers.findings import Finding, Severity, findings_frame
from parsers.submissions.submission import Submission
from parsers.values import amount_text


def stage(tx: Transaction, file: WaitingFile, submission: Submission) -> None:
    """Stage what a right file says, with what the book finds wrong in it, or that it waits."""
    found = against_the_book(tx, submission, file.received_on)
    if not any(each.severity is Severity.ERROR for each in found):
        found.append(_waits(file, submission))
    posting.add(tx, "staged_finding", findings_frame(found))
    posting.add(
        tx,
        "staged_submission",
        pd.DataFrame(
            {
                "message": [0],
                "kind": [submission.kind],
                "item_count": [len(submission.said.items)],
                "debit_cents": [submission.debit_cents],
                "credit_cents": [submission.credit_cents],
            }
        ),
    )


def against_the_book(tx: Transaction, submission: Submission, on: dt.date) -> list[Finding]:
    """Return what is wrong by what the book knows of the accounts on a day."""
    return list(_wrong(tx, submission, on))


def _wrong(tx: Transaction, submission: Submission, on: dt.date) -> Iterator[Finding]:
    said, accounts = submission.said, submission.accounts
    first = {item.bn15: item.place for item in reversed(said.items)}
    if said.as_of > on:
        place = said.items[0].place
        stated = {"value": said.as_of.isoformat(), "expected": on.isoformat()}
        yield _finding("OPN-009", place, element="as_of", **stated)
    known = set(reference_tables.receivables(tx, accounts)["code"])
    for account in accounts:
        if account not in known:
            yield _finding("OPN-008", first[account], element="program_account", value=account)
    for row in submitted.opened(tx, accounts):
        if row["stands"]:
            told = {"value": row["code"], "expected": row["reference"]}
            yield _finding("OPN-010", first[row["code"]], element="program_account", **told)


def _waits(file: WaitingFile, submission: Submission) -> Finding:
    owed, credited = amount_text(submission.debit_cents), amount_text(submission.credit_cents)
    return _finding("OPN-011", Place(0, file.size_bytes), value=owed, expected=credited)


def _finding(
    code: str,
    place: Place,
    *,
    element: str | None = None,
    value: str | None = None,
    expected: str | None = None,
) -> Finding:
    return Finding(
        code=code,
        byte_from=place.byte_from,
        byte_to=place.byte_to,
        interchange=0,
        message=0,
        segment=place.path,
        segment_position=place.line,
        element=element,
        value=value,
        expected=expected,
    )
