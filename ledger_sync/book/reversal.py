"""Postings taken back: unapplied, reversed entry by entry, their two items applied to each other.

A reversal keeps the day in the world of what it reverses and is booked on an open date. It takes
back whole transactions, each once; the database refuses anything else.
"""

import datetime as dt
from collections.abc import Iterable

from ledger.journal import OF_NO_MESSAGE, Journal, taken_back
from ledger_sync.book import applications, journal
from ledger_sync.book.connection import Transaction

POLICY = "reversal"
"""The clearing policy named by the application of a reversal to what it reverses."""


def reverse(tx: Transaction, txn_ids: Iterable[int], *, batch_id: int, book_on: dt.date) -> int:
    """Reverse transactions; return how many. Their other applications are undone first."""
    taken = list(txn_ids)
    if not taken:
        return 0
    standing = _applications_of(tx, taken)
    applications.undo(tx, standing, batch_id=batch_id, applied_on=book_on)
    journal.begin(tx)
    journal.add(tx, _taken_back(tx, taken))
    reversed_count = journal.post(tx, batch_id=batch_id, book_on=book_on)
    applications.apply(
        tx,
        "SELECT CASE WHEN i.amount_cents > 0 THEN i.item_id ELSE u.item_id END AS debit_item_id,"
        " CASE WHEN i.amount_cents > 0 THEN u.item_id ELSE i.item_id END AS credit_item_id,"
        " abs(i.amount_cents) AS amount_cents, r.txn_id AS position"
        " FROM txn r JOIN item u ON u.txn_id = r.txn_id JOIN item i ON i.txn_id = r.reverses_txn_id"
        " WHERE r.batch_id = :batch_id AND r.reverses_txn_id = ANY(:txn_ids)",
        txn_ids=taken,
        applied_on=book_on,
        policy=POLICY,
        reason="taken_back",
        batch_id=batch_id,
    )
    return reversed_count


def reversed_by_act(tx: Transaction, act_id: int) -> list[str]:
    """Return the idempotency keys of the transactions that an act reversed, in order."""
    rows = tx.rows(
        "SELECT t.idempotency_key FROM batch b JOIN txn r USING (batch_id)"
        " JOIN txn t ON t.txn_id = r.reverses_txn_id WHERE b.act_id = :act_id ORDER BY 1",
        act_id=act_id,
    )
    return [row["idempotency_key"] for row in rows]


def undone_by_act(tx: Transaction, act_id: int) -> list[str]:
    """Return the applications that an act undid, in order: credit, debit and cents."""
    rows = tx.rows(
        "SELECT concat_ws(' ', c.kind, c.document_reference, 'on', d.kind, d.document_reference,"
        " 'of', p.code, -a.amount_cents) AS told"
        " FROM batch b JOIN application a USING (batch_id)"
        " JOIN item c ON c.item_id = a.credit_item_id JOIN item d ON d.item_id = a.debit_item_id"
        " JOIN account p ON p.account_id = d.account_id"
        " WHERE b.act_id = :act_id AND a.reverses_application_id IS NOT NULL ORDER BY 1",
        act_id=act_id,
    )
    return [row["told"] for row in rows]


def _taken_back(tx: Transaction, txn_ids: object) -> Journal:
    """Return the reversal of posted transactions, from their entries and items."""
    return taken_back(
        tx.frame(
            "SELECT txn_id, message_id, idempotency_key AS key, payload_digest AS digest,"
            " document_reference, effective_on FROM txn WHERE txn_id = ANY(:txn_ids)"
            " ORDER BY txn_id",
            txn_ids=txn_ids,
        ),
        tx.frame(
            "SELECT e.txn_id, e.entry_number, a.code AS account, e.amount_cents FROM txn t"
            " JOIN entry e ON e.txn_id = t.txn_id AND e.book_on = t.book_on"
            " JOIN account a USING (account_id) WHERE t.txn_id = ANY(:txn_ids)"
            " ORDER BY e.txn_id, e.entry_number",
            txn_ids=txn_ids,
        ),
        tx.frame(
            "SELECT txn_id, due_on, cycle_last_on, filer FROM item"
            " WHERE txn_id = ANY(:txn_ids) ORDER BY txn_id",
            txn_ids=txn_ids,
        ),
        OF_NO_MESSAGE,
    )


def reversible(tx: Transaction, txn_ids: Iterable[int]) -> list[int]:
    """Return those of the transactions that stand: posted, and not reversed."""
    return [
        row["txn_id"]
        for row in tx.rows(
            "SELECT txn_id FROM txn t WHERE txn_id = ANY(:txn_ids) AND kind <> 'REV' AND NOT EXISTS"
            " (SELECT FROM txn r WHERE r.reverses_txn_id = t.txn_id) ORDER BY txn_id",
            txn_ids=list(txn_ids),
        )
    ]


def built_upon(tx: Transaction, txn_ids: Iterable[int]) -> list[str]:
    """Return the declarations of which a later version would stand on a posting taken back."""
    return [
        row["transaction_number"]
        for row in tx.rows(
            "SELECT DISTINCT c.transaction_number FROM txn t"
            " JOIN cad c USING (message_id, batch_id)"
            " JOIN cad later ON later.transaction_number = c.transaction_number"
            "  AND later.number_use = c.number_use AND later.version > c.version"
            " JOIN txn stands ON stands.message_id = later.message_id"
            "  AND stands.batch_id = later.batch_id AND stands.kind = 'CAD'"
            " WHERE t.txn_id = ANY(:txn_ids) AND t.kind = 'CAD'"
            " AND stands.txn_id <> ALL(:txn_ids) AND NOT EXISTS (SELECT FROM txn r"
            "  WHERE r.reverses_txn_id = stands.txn_id) ORDER BY 1",
            txn_ids=list(txn_ids),
        )
    ]


def live_application(tx: Transaction, application_id: int) -> bool:
    """Whether an application stands and may be undone: not that of a reversal."""
    return bool(
        tx.value(
            "SELECT EXISTS (SELECT FROM application a WHERE application_id = :application_id"
            " AND policy <> :policy AND reverses_application_id IS NULL"
            " AND NOT EXISTS (SELECT FROM application r"
            " WHERE r.reverses_application_id = a.application_id))",
            application_id=application_id,
            policy=POLICY,
        )
    )


def _applications_of(tx: Transaction, txn_ids: object) -> list[int]:
    """Return the standing applications of transactions' items, by the indexes of both sides."""
    return [
        row["application_id"]
        for row in tx.rows(
            "SELECT a.application_id FROM (SELECT a.* FROM item i JOIN application a"
            "  ON a.debit_item_id = i.item_id WHERE i.txn_id = ANY(:txn_ids)"
            " UNION SELECT a.* FROM item i JOIN application a"
            "  ON a.credit_item_id = i.item_id WHERE i.txn_id = ANY(:txn_ids)) a"
            " WHERE a.reverses_application_id IS NULL AND NOT EXISTS (SELECT FROM application r"
            "  WHERE r.reverses_application_id = a.application_id)",
            txn_ids=txn_ids,
        )
    ]
