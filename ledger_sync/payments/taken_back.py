"""What takes payments back, set against them: what they had paid is open again."""

import datetime as dt
from typing import Final

from ledger_sync.book import applications
from ledger_sync.book.connection import Transaction
from ledger_sync.statement_files import statement

CHARGEBACK, RETURN = "chargeback", "return"
"""The clearing policies named by applications of what takes a payment back to the payment."""

_PAID_WITH: Final = statement(__file__, "paid_with")


def set_against(
    tx: Transaction, taken: str, policy: str, *, batch_id: int, book_on: dt.date
) -> None:
    """Undo what payments were applied to, and apply to each what takes it back.

    ``taken`` is SQL of a batch that gives ``debit_item_id, credit_item_id, payment_txn_id,
    amount_cents, position``.
    """
    paid = sorted({row["payment_txn_id"] for row in tx.rows(taken, batch_id=batch_id)})
    if not paid:
        return
    standing = tx.rows(_PAID_WITH, txn_ids=paid, policies=[CHARGEBACK, RETURN])
    undone = [row["application_id"] for row in standing]
    applications.undo(tx, undone, batch_id=batch_id, applied_on=book_on)
    applications.apply(
        tx, taken, applied_on=book_on, policy=policy, reason="taken_back", batch_id=batch_id
    )
