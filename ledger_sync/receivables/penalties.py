"""Late accounting penalties: who was late among what an open date accepted, and their posting."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from billing import postings
from ledger_sync.book import journal
from ledger_sync.book.connection import Row, Transaction
from ledger_sync.statement_files import statement

_LATE: Final = statement(__file__, "late")


def late(tx: Transaction, business_date: dt.date) -> list[Row]:
    """Return the late originals without a penalty yet.

    Each has ``cad_id, accounting_due_on, filed_on, release_office, release_on``.
    Of those that the open dates up to this one accepted, and that stand: not where everything
    that was posted of the declaration is reversed.
    """
    return tx.rows(_LATE, business_date=business_date)


def post(
    tx: Transaction,
    penalties: Mapping[int, int],
    *,
    batch_id: int,
    book_on: dt.date,
    due_on: dt.date,
) -> None:
    """Post a penalty in cents for each declaration named: debit the importer, credit penalties."""
    owed = tx.frame(
        "SELECT c.message_id, c.transaction_number, c.number_use, a.code AS importer, c.filer,"
        " p.amount_cents, sha256(convert_to(concat_ws('|', c.transaction_number, p.amount_cents),"
        "  'UTF8')) AS digest"
        " FROM unnest(CAST(:cads AS bigint[]), CAST(:cents AS bigint[])) AS p (cad_id,"
        "  amount_cents)"
        " JOIN cad c USING (cad_id) JOIN account a USING (account_id) ORDER BY c.cad_id",
        cads=list(penalties),
        cents=list(penalties.values()),
    )
    journal.begin(tx)
    journal.add(tx, postings.penalties(owed, book_on=book_on, due_on=due_on))
    journal.post(tx, batch_id=batch_id, book_on=book_on)
