"""What acts on a payment post: moved off its account to the held, credited from there, returned.

The side of the money, on the bank account or in transit to it, is not touched: whichever file of
the payment comes later finds it as it was.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from billing.postings import NAMED_PAYMENT, PAYMENT
from ledger.accounts import REFUNDS_PAYABLE, UNIDENTIFIED
from ledger.journal import ITEM, OF_NO_MESSAGE, TRANSACTION, Journal, frame_of, key_of, two_sided

MOVED, RETURNED = "MOV", "RTP"
"""Kinds of transactions; the first is that of its item, too."""


@dataclass(frozen=True)
class Worked:
    """A payment that acts work on: its key, how people name it, its day, and how often they did."""

    key: str
    reference: str
    value_on: dt.date
    moves: int


@dataclass(frozen=True)
class Part:
    """Cents of a payment for an account; None sends them back to whoever paid."""

    account: str | None
    cents: int


def moved(payment: Worked, *, off: Part | None, to: Sequence[Part]) -> Journal:
    """Return what takes a payment off an account, if it is on one, and what it goes to from there.

    Money that goes nowhere stays held. Each transaction's key names the payment, and is counted.
    """
    steps = [(MOVED, off.account, UNIDENTIFIED, off.cents)] if off else []
    for part in to:
        if part.account is None:
            steps.append((RETURNED, UNIDENTIFIED, REFUNDS_PAYABLE, part.cents))
        else:
            steps.append((NAMED_PAYMENT, UNIDENTIFIED, part.account, part.cents))
    rows = [
        {
            "source": OF_NO_MESSAGE,
            "number": number,
            "key": key_of(kind, payment.key, payment.moves + number),
            "kind": kind,
            "document_reference": payment.reference,
            "effective_on": payment.value_on,
            "debit": debit,
            "credit": credit,
            "amount_cents": cents,
        }
        for number, (kind, debit, credit, cents) in enumerate(steps, 1)
    ]
    told = frame_of(rows, ("debit", "credit", "amount_cents", *TRANSACTION))
    told["digest"] = [
        sha256("|".join(map(str, each)).encode()).digest()
        for each in zip(
            told["key"], told["debit"], told["credit"], told["amount_cents"], strict=True
        )
    ]
    sides = two_sided(told, debit=told["debit"], credit=told["credit"])
    items = [
        {
            "source": OF_NO_MESSAGE,
            "number": row["number"],
            "kind": _ITEMS[kind],
            "due_on": payment.value_on if kind == MOVED else None,
        }
        for row in rows
        if (kind := str(row["kind"])) in _ITEMS
    ]
    return Journal(told[list(TRANSACTION)], sides, frame_of(items, ITEM))


_ITEMS: Final = {MOVED: MOVED, NAMED_PAYMENT: PAYMENT}
"""The kind of the item on the account of an importer; what is taken off it is due at once."""
