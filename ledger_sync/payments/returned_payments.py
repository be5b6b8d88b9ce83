"""Returns of payments: held as they come, and set against the payment that each names.

A return names its payment by the bank's reference, or says what the payment says: the account, the
amount and the payer's reference. Whichever comes first, the return or the payment, or whom the
payment is for, the last of them sets the return against it, once.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Final

import pandas as pd

from billing import postings
from ledger_sync.book import journal
from ledger_sync.book.connection import Row, Transaction
from ledger_sync.payments import payment_keys, taken_back
from ledger_sync.statement_files import statement

_TELL_UNKNOWN: Final = statement(__file__, "tell_unknown_returns")
_RECORD_NAMES: Final = statement(__file__, "record_names")
_MAY_RETURN: Final = statement(__file__, "may_return")
_PARTS_RETURNED: Final = statement(__file__, "parts_returned")
_RETURNED: Final = statement(__file__, "returned")


def tell_unknown(tx: Transaction) -> None:
    """Tell which staged returns name no payment that is known; their money is held."""
    tx.run(_TELL_UNKNOWN)


def settle(tx: Transaction, *, batch_id: int, book_on: dt.date) -> None:
    """Set returns against their payments, where this batch brought either of them.

    What a payment had paid is open again, each debt at its own date.
    """
    tx.run(_RECORD_NAMES, batch_id=batch_id)
    pairs = _pairs(tx.rows(_MAY_RETURN, batch_id=batch_id))
    if not pairs:
        return
    parts = tx.frame(
        _PARTS_RETURNED,
        contents=[pair["payment_content"] for pair in pairs],
        occurrences=[pair["payment_occurrence"] for pair in pairs],
    )
    chosen = pd.DataFrame(pairs)
    added = postings.returned_payments(
        chosen.merge(parts, on=["payment_content", "payment_occurrence"])
    )
    journal.add(tx, added.journal)
    journal.post(tx, batch_id=batch_id, book_on=book_on)
    payment_keys.record_additions(tx, added.keys)
    taken_back.set_against(tx, _RETURNED, taken_back.RETURN, batch_id=batch_id, book_on=book_on)


def _pairs(candidates: Iterable[Row]) -> list[Row]:
    """Return each return with one payment, the first of its candidates that no other has."""
    pairs: dict[tuple[str, int], Row] = {}
    taken = set()
    for row in candidates:
        back = row["content"], row["occurrence"]
        payment = row["payment_content"], row["payment_occurrence"]
        if back not in pairs and payment not in taken:
            pairs[back] = row
            taken.add(payment)
    return list(pairs.values())
