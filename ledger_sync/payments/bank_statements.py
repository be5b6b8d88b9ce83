"""Statements of bank accounts: recorded with their lines, and asked for the lines of each account.

A line is known again by its own keys, as payments are (``ledger.posted_before``): it is one however
many statements show it, and whatever it is. A statement that was refused is not recorded.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from ledger.posted_before import BankEntry, Judged, Known, Verdict, bank_entry, judge_entries
from ledger_sync.book.connection import Row, Transaction
from ledger_sync.book.staging import copy_frame, staging_table
from ledger_sync.statement_files import statement

_STAGES: Final = {
    "compared_line": "content text, reference text",
    "judged_line": "message bigint, content text, occurrence int, reference text",
}
_STAGED_LINES: Final = statement(__file__, "staged_lines")
_KNOWN_LINES: Final = statement(__file__, "known_lines")
_RECORD: Final = (
    statement(__file__, "record_statements"),
    statement(__file__, "record_lines"),
    statement(__file__, "record_statement_lines"),
)
_STATEMENTS: Final = statement(__file__, "bank_statements")
_LINES: Final = statement(__file__, "bank_lines")
_BALANCE: Final = (
    "SELECT coalesce(sum(e.amount_cents), 0)::bigint FROM account a JOIN entry e USING (account_id)"
    " WHERE a.code = 'BANK' AND e.book_on <= :as_of"
)
_ON_NO_STATEMENT: Final = statement(__file__, "on_no_statement")


def record(tx: Transaction) -> None:
    """Record the staged statements that were not refused, with their booked lines."""
    if not tx.value("SELECT EXISTS (SELECT FROM staged_statement)"):
        return
    tx.script(*(staging_table(name, columns) for name, columns in _STAGES.items()))
    lines = [bank_entry(**row) for row in tx.rows(_STAGED_LINES)]
    judged = [
        (each.entry.message, each.known.content, each.known.occurrence, each.entry.reference)
        for each in _judged(tx, lines)
    ]
    columns = ["message", "content", "occurrence", "reference"]
    copy_frame(tx, "judged_line", pd.DataFrame(judged, columns=columns))
    for statement_ in _RECORD:
        tx.run(statement_)


def statements(tx: Transaction, as_of: dt.date) -> list[Row]:
    """Return the statements that end by a day, those of an account together.

    ``bank_statement_id, bank, bank_account, currency, reference, file, from_on, to_on,
    opening_cents, closing_cents, first_batch_id, lines``; the lines are their ids.
    """
    return tx.rows(_STATEMENTS, as_of=as_of)


def lines(tx: Transaction, as_of: dt.date) -> list[Row]:
    """Return the lines of all accounts, with what the book posted of each by a book date.

    ``bank_line_id, bank, bank_account, booked_on, amount_cents, posted_cents, taken_back,
    reference, said, why``; the last is of one that is not posted as it is: the code of what was
    found of it, or none.
    """
    return tx.rows(_LINES, as_of=as_of)


def on_no_statement(tx: Transaction, as_of: dt.date) -> list[Row]:
    """Return what the book has of its bank accounts without a line of a recorded statement.

    ``bank, bank_account, batch_id, reference, book_on, amount_cents``: a row a transaction, with
    the batch of what it takes back.
    """
    return tx.rows(_ON_NO_STATEMENT, as_of=as_of)


def balance(tx: Transaction, as_of: dt.date) -> int:
    """Return the balance of BANK at the end of a book date, in cents."""
    return int(tx.value(_BALANCE, as_of=as_of))


def _judged(tx: Transaction, lines: Sequence[BankEntry]) -> list[Judged]:
    """Judge lines; the bank's name of another line names none."""
    compared = [(each.content, each.reference) for each in lines]
    copy_frame(tx, "compared_line", pd.DataFrame(compared, columns=["content", "reference"]))
    known = tx.rows(_KNOWN_LINES)
    judged = judge_entries(lines, [Known(**row) for row in known])
    others = {each.entry.message for each in judged if each.verdict is Verdict.OTHER}
    if not others:
        return judged
    named = [replace(each, reference=None) if each.message in others else each for each in lines]
    return judge_entries(named, [Known(**row) for row in known])
