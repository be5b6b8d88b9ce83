"""What takes payments back, set against them: what they had paid is open again."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

import pandas as pd

from ledger_sync.book import application_parts, reversal
from ledger_sync.book.connection import Row, Transaction
from ledger_sync.book.staging import copy_frame
from ledger_sync.statement_files import statement

CHARGEBACK, RETURN = "chargeback", "return"
"""The clearing policies named by applications of what takes a payment back to the payment."""

_PAID_WITH: Final = statement(__file__, "paid_with")


def set_against(
    tx: Transaction, taken: Sequence[Row], policy: str, *, batch_id: int, book_on: dt.date
) -> None:
    """Undo what payments were applied to, and apply to each what takes it back.

    ``taken`` has ``debit_item_id, credit_item_id, payment_txn_id, amount_cents``.
    """
    if not taken:
        return
    paid = sorted({row["payment_txn_id"] for row in taken})
    standing = tx.rows(_PAID_WITH, txn_ids=paid, policies=[CHARGEBACK, RETURN])
    undone = [row["application_id"] for row in standing]
    reversal.unapply(tx, undone, batch_id=batch_id, applied_on=book_on)
    made = [
        {
            "debit_item_id": row["debit_item_id"],
            "credit_item_id": row["credit_item_id"],
            "amount_cents": row["amount_cents"],
            "applied_on": book_on,
            "policy": policy,
            "batch_id": batch_id,
        }
        for row in taken
    ]
    copy_frame(tx, "application", pd.DataFrame(made))
    application_parts.share(tx, batch_id)
