"""The one way into ``application``: a credit meets a debit, and says from which day, and why.

An application has two days: ``applied_on``, its date in the book, and ``counts_on``, from which on
the debt is paid. A payment counts when it was paid; what is set off, on the day of it (Customs Act
s. 97.26); the credit of the debt's own declaration, and a reversal, from the debt's own day, as if
it had never been more. Interest and lateness read the second day alone.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Final, Literal

from billing.applying import PRO_RATA
from ledger_sync.book import application_parts
from ledger_sync.book.connection import Transaction
from ledger_sync.statement_files import statement

Reason = Literal["payment", "correction", "choice", "set_off", "taken_back", "small_amount"]
"""Why a credit meets a debt: see the column ``application.reason``."""

_APPLY: Final = statement(__file__, "apply_pairs")
_UNDO: Final = statement(__file__, "undo_applications")


def apply(
    tx: Transaction,
    pairs: str,
    *,
    applied_on: dt.date,
    policy: str,
    batch_id: int,
    reason: Reason | None = None,
    charge_order: tuple[str, ...] = PRO_RATA,
    **values: object,
) -> int:
    """Apply credits to debits, and say which charges they paid; return how many.

    ``pairs`` is SQL that gives ``debit_item_id, credit_item_id, amount_cents, position``, whose
    parameters are ``values``; they are applied in the order of ``position``. None is dated before
    the items that it joins. Without a ``reason``, the credit says it: a payment, a correction of
    the debt's own declaration, or a credit that goes where its owner's preference lets it.
    """
    made = tx.run(
        f"WITH pair AS ({pairs}) {_APPLY}",
        **values,
        applied_on=applied_on,
        policy=policy,
        batch_id=batch_id,
        reason=reason,
    )
    if made:
        application_parts.share(tx, batch_id, charge_order)
    return made


def undo(
    tx: Transaction, application_ids: Iterable[int], *, batch_id: int, applied_on: dt.date
) -> int:
    """Undo applications by rows that reverse them, dated as clearing dates; return how many."""
    undone = tx.run(
        _UNDO,
        application_ids=list(application_ids),
        applied_on=applied_on,
        batch_id=batch_id,
    )
    if undone:
        application_parts.share(tx, batch_id)
    return undone
