"""What each event posts: a declaration's version, a payment and what adds to it, what it costs.

Every function returns transactions of one shape (``ledger.journal``), which one module posts.
"""

import datetime as dt
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import pandas as pd

from ledger.accounts import (
    BANK,
    BANK_FEES,
    INTEREST_ON_REFUNDS,
    INTEREST_SPECIFIED,
    PENALTY,
    UNIDENTIFIED,
)
from ledger.journal import (
    ITEM,
    NO_ITEMS,
    NO_SIDES,
    OF_NO_MESSAGE,
    SIDE,
    TRANSACTION,
    Journal,
    frame_of,
    key_of,
    two_sided,
    use_of,
)

DECLARATION, ADJUSTMENT, PAYMENT, LATE_ACCOUNTING = "CAD", "SOADJ", "PMT", "LAP"
CHARGEBACK, BANK_FEE, INTEREST = "CHB", "BKF", "INT"
RETURN, RETURN_BY_BANK = "RTN", "RTB"
"""Kinds of items; those of transactions are the same, and an adjustment's is a declaration's.

A fee of the bank's and a return are no items; they and a chargeback are payments below zero. A
return is one once it is set against its payment.
"""

BANK_LINE, NAMED_PAYMENT = "CLR", "IDN"
"""Kinds of transactions that add to a payment: the bank's line of it, and whom it is for."""

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

    ``received`` has ``message, message_id, kind, entry_reference, value_on, amount_cents,
    debit_account, credit_account, idempotency_key, payload_digest``; an amount below zero debits
    and credits the other way. What is held for nobody known is no item.
    """
    numbered = received.assign(
        source=received["message"],
        number=received.groupby("message").cumcount(),
        key=received["idempotency_key"],
        digest=received["payload_digest"],
        document_reference=received["entry_reference"],
        effective_on=received["value_on"],
        reverses_txn_id=None,
    )
    return Journal(
        numbered[list(TRANSACTION)],
        two_sided(numbered, debit=numbered["debit_account"], credit=numbered["credit_account"]),
        _items(numbered),
    )


_ADDED: Final = ("idempotency_key", "kind", "key", "occurrence", "part")
_ENTRY: Final = ["message", "message_id", "content", "occurrence", "entry_reference", "value_on"]


@dataclass(frozen=True)
class Added:
    """Transactions that add to payments, and to which.

    ``keys`` has ``idempotency_key, kind, key, occurrence, part``; the kind is line or named.
    """

    journal: Journal
    keys: pd.DataFrame


def bank_lines(cleared: pd.DataFrame) -> Added:
    """Return the bank's line of each payment told in detail: debit the bank, clear its transit.

    ``cleared`` has ``message, message_id, content, occurrence, entry_reference, value_on, account,
    amount_cents``, a row an account that is credited.
    """
    rows = cleared.assign(source=cleared["message"], number=0)
    whole = rows.groupby(_ENTRY, as_index=False)["amount_cents"].sum()
    whole = whole.assign(source=whole["message"], number=0, part=1)
    credited = rows.assign(
        entry_number=rows.groupby("message").cumcount() + 2, amount_cents=-rows["amount_cents"]
    )
    debited = whole.assign(entry_number=1, account=BANK)
    sides = pd.concat([debited[list(SIDE)], credited[list(SIDE)]], ignore_index=True)
    return _added(whole, sides, NO_ITEMS, kind=BANK_LINE, of="line")


def named_payments(named: pd.DataFrame) -> Added:
    """Return held payments as those of whom they are for: debit what is held, credit each part.

    ``named`` has ``message, message_id, content, occurrence, part, kind, entry_reference, value_on,
    credit_account, amount_cents``.
    """
    rows = named.assign(source=named["message"], number=named["part"])
    sides = two_sided(rows, debit=UNIDENTIFIED, credit=rows["credit_account"])
    return _added(rows, sides, _items(rows), kind=NAMED_PAYMENT, of="named")


def returned_payments(returned: pd.DataFrame) -> Added:
    """Return each part of a payment that came back: debit whom it credited, take it from the held.

    ``returned`` has ``message_id, content, occurrence, part, entry_reference, value_on, account,
    amount_cents`` of the return, whose part is the payment's, and ``payment_content,
    payment_occurrence``. It is due at once.
    """
    rows = returned.reset_index(drop=True)
    keys = [
        key_of(RETURN, content, occurrence, part if part > 1 else None)
        for content, occurrence, part in zip(
            rows["content"], rows["occurrence"], rows["part"], strict=True
        )
    ]
    rows = rows.assign(
        source=OF_NO_MESSAGE + rows.index,
        number=0,
        key=keys,
        digest=[
            sha256(f"{key}|{account}|{cents}".encode()).digest()
            for key, account, cents in zip(keys, rows["account"], rows["amount_cents"], strict=True)
        ],
        kind=RETURN,
        document_reference=rows["entry_reference"],
        effective_on=rows["value_on"],
        due_on=rows["value_on"],
        idempotency_key=keys,
    )
    of_return = rows.assign(kind="set_against", key=rows["content"])
    of_payment = rows.assign(
        kind="returned", key=rows["payment_content"], occurrence=rows["payment_occurrence"]
    )
    known_by = pd.concat([of_return, of_payment], ignore_index=True)
    return Added(
        Journal(
            rows.reindex(columns=list(TRANSACTION)),
            two_sided(rows, debit=rows["account"], credit=UNIDENTIFIED),
            rows.reindex(columns=list(ITEM)),
        ),
        known_by[list(_ADDED)],
    )


def _items(payments: pd.DataFrame) -> pd.DataFrame:
    """Return the items of payments and chargebacks of an importer; the second are due at once."""
    of_importers = ~payments["credit_account"].isin((UNIDENTIFIED, BANK_FEES))
    items = payments[of_importers]
    due_on = items["value_on"].where(items["kind"] == CHARGEBACK, None)
    return items.assign(due_on=due_on).reindex(columns=list(ITEM))


def _added(
    rows: pd.DataFrame, sides: pd.DataFrame, items: pd.DataFrame, *, kind: str, of: str
) -> Added:
    keys = [
        key_of(kind, content, occurrence, part if part > 1 else None)
        for content, occurrence, part in zip(
            rows["content"], rows["occurrence"], rows["part"], strict=True
        )
    ]
    said = [
        sha256(f"{key}|{value_on}|{cents}".encode()).digest()
        for key, value_on, cents in zip(keys, rows["value_on"], rows["amount_cents"], strict=True)
    ]
    headers = rows.assign(
        key=keys,
        digest=said,
        kind=kind,
        document_reference=rows["entry_reference"],
        effective_on=rows["value_on"],
        reverses_txn_id=None,
    )
    added = rows.assign(idempotency_key=keys, kind=of, key=rows["content"])
    return Added(Journal(headers[list(TRANSACTION)], sides, items), added[list(_ADDED)])


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


def interest(owed: pd.DataFrame, *, due_on: dt.date) -> Journal:
    """Return the interest on each item: on a debt its importer is debited, on a refund credited.

    ``owed`` has ``item_id, message_id, document_reference, importer, filer, is_debt, through_on,
    posting, difference_cents, digest``; a difference below zero takes back what was posted. It is
    of the day to which it was counted, and what debits is due on ``due_on``.
    """
    signed = owed["difference_cents"].where(owed["is_debt"].astype(bool), -owed["difference_cents"])
    numbered = owed.reset_index(drop=True)
    numbered = numbered.assign(
        source=OF_NO_MESSAGE + numbered.index,
        number=0,
        key=[
            key_of(INTEREST, item_id, posting)
            for item_id, posting in zip(owed["item_id"], owed["posting"], strict=True)
        ],
        kind=INTEREST,
        effective_on=owed["through_on"].to_numpy(),
        amount_cents=signed.to_numpy(),
    )
    of_debt = numbered["is_debt"].astype(bool)
    accounts = of_debt.map({True: INTEREST_SPECIFIED, False: INTEREST_ON_REFUNDS})
    debits = numbered["amount_cents"] > 0
    return Journal(
        numbered.reindex(columns=list(TRANSACTION)),
        two_sided(numbered, debit=numbered["importer"], credit=accounts),
        numbered.assign(due_on=debits.map({True: due_on, False: None})).reindex(columns=list(ITEM)),
    )


def _of_its_cycle(row: "dict[str, object] | dict[object, object]") -> bool:
    return row["function"] in _OF_ITS_CYCLE
