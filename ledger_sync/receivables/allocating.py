"""Credits that are applied where somebody says: item by item, not in the order of a policy."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from ledger_sync.book import applications
from ledger_sync.book.connection import Row, Transaction
from ledger_sync.statement_files import statement

POLICY: Final = "by-hand"
"""The clearing policy named by an application that the owner of the account asked for."""

_OPEN_OF: Final = statement(__file__, "open_of_documents")
_APPLIED: Final = statement(__file__, "applied_by_act")
_PAIRS: Final = (
    "SELECT debit_item_id, credit_item_id, amount_cents, position FROM unnest("
    "CAST(:debits AS bigint[]), CAST(:credits AS bigint[]), CAST(:cents AS bigint[]))"
    " WITH ORDINALITY AS each (debit_item_id, credit_item_id, amount_cents, position)"
)


def open_of(tx: Transaction, accounts: Sequence[str], documents: Sequence[str]) -> list[Row]:
    """Return ``item_id, account, document, open_cents`` of documents, oldest due first."""
    return tx.rows(_OPEN_OF, accounts=list(accounts), documents=list(documents))


def apply_pairs(
    tx: Transaction,
    pairs: Sequence[tuple[int, int, int]],
    *,
    applied_on: dt.date,
    batch_id: int,
) -> int:
    """Apply credits to debits, each ``(debit item, credit item, cents)``; return how many."""
    return applications.apply(
        tx,
        _PAIRS,
        debits=[debit for debit, _, _ in pairs],
        credits=[credit for _, credit, _ in pairs],
        cents=[cents for _, _, cents in pairs],
        applied_on=applied_on,
        policy=POLICY,
        reason="choice",
        batch_id=batch_id,
    )


def applied_by(tx: Transaction, act_id: int) -> list[Row]:
    """Return ``account, credit, debit, cents, applied_on`` of what an act applied, in order."""
    return tx.rows(_APPLIED, act_id=act_id)
