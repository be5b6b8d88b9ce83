"""What each event posts: a declaration's version, a payment, a late accounting penalty.

Every function returns transactions of one shape (``ledger.journal``), which one module posts.
"""

import datetime as dt

import pandas as pd

from ledger.accounts import PENALTY, UNIDENTIFIED
from ledger.journal import (
    ITEM,
    NO_SIDES,
    OF_NO_MESSAGE,
    TRANSACTION,
    Journal,
    frame_of,
    key_of,
    two_sided,
    use_of,
)

DECLARATION, ADJUSTMENT, PAYMENT, LATE_ACCOUNTING = "CAD", "SOADJ", "PMT", "LAP"
"""Kinds of items; those of transactions are the same, and an adjustment's is a declaration's."""

_OF_ITS_CYCLE = ("original", "correction")
"""Functions of versions that are billed with the goods; the others when they were decided."""


def declarations(posted: pd.DataFrame, book_on: dt.date) -> Journal:
    """Return the headers and items of versions whose sides were staged when they were decided.

    ``posted`` has ``message, message_id, posting_number, content_digest, owes`` and the columns of
    ``staged_cad``; ``owes`` is whether the importer has a side.
    """
    rows = posted.to_dict("records")
    headers = frame_of(
        (
            {
                "source": row["message"],
                "number": 0,
                "message_id": row["message_id"],
                "key": key_of(
                    DECLARATION,
                    row["transaction_number"],
                    row["version"],
                    use_of(row["number_use"]),
                    row["posting_number"] if row["posting_number"] > 1 else None,
                ),
                "digest": row["content_digest"],
                "kind": DECLARATION,
                "document_reference": row["transaction_number"],
                "effective_on": row["release_on"] if _of_its_cycle(row) else book_on,
            }
            for row in rows
        ),
        TRANSACTION,
    )
    items = frame_of(
        (
            {
                "source": row["message"],
                "number": 0,
                "kind": DECLARATION if _of_its_cycle(row) else ADJUSTMENT,
                "due_on": row["due_on"],
                "cycle_last_on": row["cycle_last_on"] if _of_its_cycle(row) else None,
                "filer": row["filer"],
                "interest_from": row["interest_from"],
                "interest_rule": row["interest_rule"],
            }
            for row in rows
            if row["owes"]
        ),
        ITEM,
    )
    return Journal(headers, NO_SIDES, items)


def payments(received: pd.DataFrame) -> Journal:
    """Return each payment as a transaction: debit the bank, credit the account that it is for.

    ``received`` has ``message, message_id, entry_reference, value_on, amount_cents, debit_account,
    credit_account, idempotency_key, payload_digest``. What is held for nobody known is no item.
    """
    numbered = received.assign(
        source=received["message"],
        number=received.groupby("message").cumcount(),
        key=received["idempotency_key"],
        digest=received["payload_digest"],
        kind=PAYMENT,
        document_reference=received["entry_reference"],
        effective_on=received["value_on"],
        reverses_txn_id=None,
    )
    identified = numbered[numbered["credit_account"] != UNIDENTIFIED]
    return Journal(
        numbered[list(TRANSACTION)],
        two_sided(numbered, debit=numbered["debit_account"], credit=numbered["credit_account"]),
        identified[["source", "number", "kind"]].reindex(columns=list(ITEM)),
    )


def penalties(owed: pd.DataFrame, *, book_on: dt.date, due_on: dt.date) -> Journal:
    """Return a late accounting penalty for each declaration: debit the importer.

    ``owed`` has ``message_id, transaction_number, number_use, importer, filer, amount_cents,
    digest``; the digest is of the number and the amount.
    """
    numbered = owed.reset_index(drop=True)
    numbered = numbered.assign(
        source=OF_NO_MESSAGE + numbered.index,
        number=0,
        key=[
            key_of(LATE_ACCOUNTING, number, use_of(use))
            for number, use in zip(owed["transaction_number"], owed["number_use"], strict=True)
        ],
        kind=LATE_ACCOUNTING,
        document_reference=owed["transaction_number"].to_numpy(),
        effective_on=book_on,
        due_on=due_on,
    )
    return Journal(
        numbered.reindex(columns=list(TRANSACTION)),
        two_sided(numbered, debit=numbered["importer"], credit=PENALTY),
        numbered.reindex(columns=list(ITEM)),
    )


def _of_its_cycle(row: "dict[str, object] | dict[object, object]") -> bool:
    return row["function"] in _OF_ITS_CYCLE
