"""Payments that acts work on: where their money is, and what was done with it.

A payment is the transaction that credited an account, or that holds its money for nobody known.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from ledger.journal import Journal
from ledger_sync.book import applications, journal, reversal
from ledger_sync.book.connection import Row, Transaction
from ledger_sync.statement_files import statement

_PAYMENT: Final = statement(__file__, "payment_worked_on")
_NAMED: Final = statement(__file__, "payments_named")
_HELD_OF: Final = statement(__file__, "held_of_payments")
_STANDING: Final = statement(__file__, "standing_moves")
_DATE_ASSIGNED: Final = statement(__file__, "date_assigned")
_DOUBLES: Final = statement(__file__, "double_payments")
_APPLY_MOVED: Final = statement(__file__, "apply_moved")


@dataclass(frozen=True)
class StandingPayment:
    """A payment as it stands: ``account`` is None where its money is held, ``cents`` how much.

    ``payment_txn_id`` is the payment as it came, of which this may be a part that was identified;
    ``moves`` counts what acts posted of it.
    """

    txn_id: int
    payment_txn_id: int
    key: str
    reference: str
    value_on: dt.date
    account: str | None
    item_id: int | None
    cents: int
    moves: int


def named(tx: Transaction, name: str) -> list[int]:
    """Return the payments that bear a reference, the newest last, or the one of ``txn:ID``."""
    return [row["txn_id"] for row in tx.rows(_NAMED, name=name)]


def standing(tx: Transaction, txn_id: int) -> StandingPayment | None:
    """Return a payment as it stands; None where nothing of it is on an account, or held."""
    row = tx.row(_PAYMENT, txn_id=txn_id)
    if row is None:
        return None
    values = dict(row)
    if values["account"] is None:
        came = values["payment_txn_id"]
        values["cents"] = held_of(tx, came) if came == txn_id else 0
    return StandingPayment(**values) if values["cents"] > 0 else None


def held_of(tx: Transaction, payment_txn_id: int) -> int:
    """Return what is held of a payment, in cents; below zero where more was taken than came."""
    rows = tx.rows(_HELD_OF, payments=[payment_txn_id])
    return sum(row["held_cents"] for row in rows)


def post(
    tx: Transaction, payment: StandingPayment, moves: Journal, *, batch_id: int, book_on: dt.date
) -> int:
    """Post what an act does with a payment; what it had paid is open again. Return how many."""
    if payment.item_id is not None:
        applied = reversal.applications_of(tx, [payment.txn_id])
        applications.undo(tx, applied, batch_id=batch_id, applied_on=book_on)
    journal.begin(tx)
    journal.add(tx, moves)
    posted = journal.post(tx, batch_id=batch_id, book_on=book_on)
    tx.run(
        "INSERT INTO payment_move (txn_id, payment_txn_id)"
        " SELECT txn_id, :payment FROM txn WHERE batch_id = :batch_id ORDER BY txn_id",
        payment=payment.payment_txn_id,
        batch_id=batch_id,
    )
    tx.run(_DATE_ASSIGNED, batch_id=batch_id, txn_id=payment.txn_id)
    if payment.item_id is not None:
        applications.apply(
            tx,
            _APPLY_MOVED,
            applied_on=book_on,
            policy=reversal.MOVED,
            reason="taken_back",
            batch_id=batch_id,
            item_id=payment.item_id,
        )
    return posted


def standing_moves(tx: Transaction, txn_ids: Collection[int]) -> list[str]:
    """Return the references of payments that acts moved, of those named without their moves."""
    return [row["reference"] for row in tx.rows(_STANDING, txn_ids=list(txn_ids))]


def overdrawn(tx: Transaction, txn_ids: Collection[int]) -> list[str]:
    """Return the references of payments of which more was taken than is held, of moves named."""
    payments = tx.rows(
        "SELECT DISTINCT payment_txn_id FROM payment_move WHERE txn_id = ANY(:txn_ids)",
        txn_ids=list(txn_ids),
    )
    found = tx.rows(_HELD_OF, payments=[row["payment_txn_id"] for row in payments])
    return [row["reference"] for row in found if row["held_cents"] < 0]


def doubles(tx: Transaction, *, since: dt.date, days: int) -> list[Row]:
    """Return payments that one of the same payer, amount and account came before, within days.

    ``txn_id, reference, payer_name, account, amount_cents, value_on, first_txn_id,
    first_reference, first_value_on``; ``since`` is the first value date looked at.
    """
    return tx.rows(_DOUBLES, since=since, days=days)
