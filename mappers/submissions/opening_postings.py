"""What an opening posts: each open item of an older ledger, and the totals on the other side.

An item keeps its days, so that lateness counts from them. The totals credit the charges that the
items were assessed of, and debit the bank with money that was not applied: the opening account ends
at zero.
"""

import datetime as dt
from collections.abc import Mapping
from hashlib import sha256
from typing import Final

import numpy as np
import pandas as pd

from ledger.accounts import (
    BANK,
    CHARGE_ACCOUNTS,
    INTEREST_PRESCRIBED,
    INTEREST_SPECIFIED,
    OPENING,
    PENALTY,
)
from ledger.journal import (
    ITEM,
    NO_ITEMS,
    OF_NO_MESSAGE,
    SIDE,
    TRANSACTION,
    Journal,
    frame_of,
    key_of,
    two_sided,
)

INTEREST_KIND: Final = "OPI"
KINDS: Final[Mapping[str, str]] = {
    "declaration": "OPD",
    "adjustment": "OPA",
    "penalty": "OPP",
    "interest_specified": INTEREST_KIND,
    "interest_prescribed": INTEREST_KIND,
    "payment": "OPC",
}
"""The kinds of opened items, by those of the older ledger."""

TOTALS: Final = "OPT"
"""The kind of the transaction on the other side."""

_OF_TOTALS: Final[Mapping[str, str]] = {
    **CHARGE_ACCOUNTS,
    "penalty": PENALTY,
    "interest_specified": INTEREST_SPECIFIED,
    "interest_prescribed": INTEREST_PRESCRIBED,
    "payments": BANK,
}

ACCRUED: Final = "accrued_before"
"""Why a debt bears interest from a day on: what accrued until then was opened with it."""


def opened_items(items: pd.DataFrame, *, message_id: int, as_of: dt.date) -> Journal:
    """Return each item as a transaction: debit the importer, credit the opening; or the reverse.

    ``items`` has ``kind, bn15, reference, tag, effective_on, due_on, amount_cents, times``: how
    often the account was opened before. A debt that was overdue ``as_of`` a day bears interest from
    the next day on.
    """
    rows = items.reset_index(drop=True)
    interest = rows["kind"].map(KINDS) == INTEREST_KIND
    keys = [
        key_of("OPN", account, kind, reference, f"opening {times + 1}" if times else None)
        for account, kind, reference, times in zip(
            rows["bn15"], rows["kind"], rows["reference"], rows["times"], strict=True
        )
    ]
    said = zip(
        keys, rows["effective_on"], rows["due_on"], rows["tag"], rows["amount_cents"], strict=True
    )
    overdue = rows["due_on"].map(lambda day: day is not None and day <= as_of) & ~interest
    posted = rows.assign(
        source=np.arange(OF_NO_MESSAGE, OF_NO_MESSAGE + len(rows)),
        number=0,
        message_id=message_id,
        key=keys,
        digest=[sha256("|".join(map(str, each)).encode()).digest() for each in said],
        kind=rows["kind"].map(KINDS),
        document_reference=rows["reference"],
        reverses_txn_id=None,
        cycle_last_on=None,
        filer=rows["tag"],
        interest_from=overdue.map({True: as_of + dt.timedelta(days=1), False: None}),
        interest_rule=overdue.map({True: ACCRUED, False: None}),
    )
    return Journal(
        posted[list(TRANSACTION)],
        two_sided(posted, debit=posted["bn15"], credit=OPENING),
        posted[list(ITEM)],
    )


def opening_totals(
    totals: Mapping[str, int], *, message_id: int, reference: str, as_of: dt.date
) -> Journal:
    """Return the other side of an opening: credit each charge, debit the bank, clear the opening.

    ``totals`` are in cents by name: charges, penalty, interest by kind, and payments, which were
    received and not applied. Without any it is nothing.
    """
    sides = [
        (_OF_TOTALS[name], cents if name == "payments" else -cents)
        for name, cents in totals.items()
    ]
    sides = [side for side in (*sides, (OPENING, -sum(cents for _, cents in sides))) if side[1]]
    key = key_of(TOTALS, message_id)
    source = OF_NO_MESSAGE - 1
    header = {
        "source": source,
        "number": 0,
        "message_id": message_id,
        "key": key,
        "digest": sha256("|".join(map(str, (key, *sides))).encode()).digest(),
        "kind": TOTALS,
        "document_reference": reference,
        "effective_on": as_of,
    }
    entries = [
        {"source": source, "number": 0, "entry_number": place, "account": account,
         "amount_cents": cents}
        for place, (account, cents) in enumerate(sides, start=1)
    ]  # fmt: skip
    headers = frame_of([header] if sides else [], TRANSACTION)
    return Journal(headers, frame_of(entries, SIDE), NO_ITEMS)
