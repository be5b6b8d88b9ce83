"""What batches did to the book: the change of every account's balance."""

from collections.abc import Iterable

from ledger_sync.book.connection import Row, Transaction


def of_batches(tx: Transaction, batch_ids: Iterable[int]) -> list[Row]:
    """Return ``code, class, cents`` of each account whose balance the batches changed."""
    return tx.rows(
        "SELECT a.code, a.class, sum(e.amount_cents)::bigint AS cents FROM txn t"
        " JOIN entry e ON e.txn_id = t.txn_id AND e.book_on = t.book_on"
        " JOIN account a USING (account_id) WHERE t.batch_id = ANY(:batch_ids)"
        " GROUP BY a.code, a.class HAVING sum(e.amount_cents) <> 0 ORDER BY a.class, a.code",
        batch_ids=list(batch_ids),
    )


def of_act(tx: Transaction, act_id: int) -> list[Row]:
    """Return ``code, class, cents`` of each account whose balance an act changed."""
    batches = tx.rows("SELECT batch_id FROM batch WHERE act_id = :act_id", act_id=act_id)
    return of_batches(tx, [row["batch_id"] for row in batches])
