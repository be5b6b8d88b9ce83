"""New versions that wait for a person: what waits, and what was decided."""

import datetime as dt
from typing import Final

from ledger.accounts import GST_KEPT
from ledger_sync.book.connection import Row, Transaction
from ledger_sync.statement_files import statement

_WAITING: Final = statement(__file__, "waiting_reviews")
_GST_STANDS: Final = statement(__file__, "gst_stands")
_PAID_ON: Final = statement(__file__, "paid_on")


def waiting(tx: Transaction, limit: int) -> list[Row]:
    """Return the reviews without a decision, the first to be due first."""
    return tx.rows(_WAITING, review_id=None, limit=limit)


def one(tx: Transaction, review_id: int) -> Row | None:
    """Return a review that waits, or None."""
    return tx.row(_WAITING, review_id=review_id, limit=None)


def decide(
    tx: Transaction, review_id: int, decision: str, *, decided_on: dt.date, act_id: int
) -> None:
    """Record what a person decided; the database takes one decision for each review."""
    tx.run(
        "INSERT INTO review_decision (review_id, decision, decided_on, act_id)"
        " VALUES (:review_id, :decision, :decided_on, :act_id)",
        review_id=review_id,
        decision=decision,
        decided_on=decided_on,
        act_id=act_id,
    )


def decided(tx: Transaction, act_id: int) -> Row | None:
    """Return the decision that an act made, or None."""
    return tx.row("SELECT * FROM review_decision WHERE act_id = :act_id", act_id=act_id)


def accept_message(tx: Transaction, message_id: int, ordinal: int) -> None:
    """Name the one staged message that an approval posts, as an accepted file's are named."""
    tx.run("DROP TABLE IF EXISTS accepted")
    tx.run(
        "CREATE TEMP TABLE accepted ON COMMIT DROP AS SELECT CAST(:ordinal AS int) AS message,"
        " CAST(:message_id AS bigint) AS message_id, 1 AS posting_number",
        ordinal=ordinal,
        message_id=message_id,
    )


def staged_owed(tx: Transaction, ordinal: int) -> tuple[int, int]:
    """Return what the staged version owes in cents: all of it, and of that GST."""
    found = tx.row("SELECT payable_cents, gst_cents FROM staged_cad WHERE message = :m", m=ordinal)
    return (0, 0) if found is None else (int(found["payable_cents"]), int(found["gst_cents"]))


def gst_stands(tx: Transaction, transaction_number: str, number_use: int) -> tuple[int, int]:
    """Return the cents of a declaration's GST that were paid, and that adjustments before kept."""
    found = tx.row(_GST_STANDS, number=transaction_number, number_use=number_use)
    return (0, 0) if found is None else (int(found["paid_cents"]), int(found["kept_cents"]))


def keep_gst(tx: Transaction, ordinal: int, importer: str, cents: int) -> None:
    """Stage that the importer of a staged version still bears GST that was paid, in cents."""
    tx.run(
        "INSERT INTO staged_side (source, number, entry_number, account, amount_cents) VALUES"
        " (:m, 0, 100, :importer, :cents), (:m, 0, 101, :kept, -CAST(:cents AS bigint))",
        m=ordinal,
        importer=importer,
        kept=GST_KEPT,
        cents=cents,
    )


def set_decision_dates(
    tx: Transaction,
    ordinal: int,
    *,
    kind: str,
    due_on: dt.date,
    interest: tuple[dt.date, str] | None,
) -> None:
    """Stage what was approved, when its difference is due, and from when it bears interest."""
    first_on, rule = interest or (None, None)
    tx.run(
        "UPDATE staged_cad SET function = :kind, due_on = :due_on, interest_from = :first_on,"
        " interest_rule = :rule"
        " WHERE message = :m",
        kind=kind,
        due_on=due_on,
        first_on=first_on,
        rule=rule,
        m=ordinal,
    )


def paid_on(tx: Transaction, transaction_number: str, number_use: int) -> dt.date | None:
    """Return the last day on which a declaration's debts were paid; None when nothing was.

    Of a payment its value date. An amount set off by another credit is deemed paid (Customs Act
    s. 97.26) on the day of the application. A credit of the declaration itself lowers the debt,
    and a reversal takes it back: neither pays it.
    """
    found: dt.date | None = tx.value(
        _PAID_ON,
        number=transaction_number,
        number_use=number_use,
    )
    return found
