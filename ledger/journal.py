"""The one shape in which money enters the book: transactions, their sides, their open items.

Frames, made by pure code and posted by ``ledger_sync.book.journal``. A transaction is known by
``source`` and ``number``: the ordinal of the staged message that it comes of, or a running number
from ``OF_NO_MESSAGE`` on, and its place among those of the same source.

A transaction has at most one side on a receivable account, which is its open item; whatever is
owed or paid over several accounts is one transaction an account through the transfer account
(docs/decisions/0060).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

OF_NO_MESSAGE: Final = 1 << 30
"""The first source of what no staged message stands behind."""

TRANSACTION: Final = (
    "source", "number", "message_id", "key", "digest", "kind", "document_reference",
    "effective_on", "reverses_txn_id",
)  # fmt: skip
"""``key`` is posted once, with the one ``digest``; ``reverses_txn_id`` is of a reversal."""

SIDE: Final = ("source", "number", "entry_number", "account", "amount_cents")
"""``account`` is its code; ``amount_cents`` is debit positive and never zero."""

ITEM: Final = (
    "source", "number", "kind", "due_on", "cycle_last_on", "filer", "interest_from",
    "interest_rule",
)  # fmt: skip
"""Of the receivable side, whose account and amount it has."""

REVERSAL: Final = "REV"


def _empty(columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(columns=list(columns), dtype=object)


@dataclass(frozen=True)
class Journal:
    """Transactions to post, with their sides and items; sides may come before their header."""

    transactions: pd.DataFrame
    sides: pd.DataFrame
    items: pd.DataFrame

    def __post_init__(self) -> None:
        """Refuse what no book takes: a programming fault."""
        unbalanced = self.sides.groupby(["source", "number"])["amount_cents"].sum() != 0
        if unbalanced.any():
            raise ValueError(f"sides do not sum to zero: {unbalanced.index[unbalanced][:3]}")


NO_TRANSACTIONS: Final = _empty(TRANSACTION)
NO_SIDES: Final = _empty(SIDE)
NO_ITEMS: Final = _empty(ITEM)


def two_sided(
    rows: pd.DataFrame, *, debit: "pd.Series[Any] | str", credit: "pd.Series[Any] | str"
) -> pd.DataFrame:
    """Return two sides for each row: ``amount_cents`` to the debit of one code, from another.

    ``rows`` has ``source, number, amount_cents``.
    """
    known = rows[["source", "number"]]
    sides = [
        known.assign(entry_number=1, account=debit, amount_cents=rows["amount_cents"]),
        known.assign(entry_number=2, account=credit, amount_cents=-rows["amount_cents"]),
    ]
    return pd.concat(sides, ignore_index=True)[list(SIDE)]


def taken_back(
    transactions: pd.DataFrame, sides: pd.DataFrame, items: pd.DataFrame, first: int
) -> Journal:
    """Return the reversal of posted transactions, side by side; sources run from ``first`` on.

    ``transactions`` has ``txn_id, message_id, key, digest, document_reference, effective_on``,
    ``sides`` and ``items`` name theirs by ``txn_id``. A reversal keeps the day in the world of what
    it reverses; a credit taken back is due on that day.
    """
    source = pd.Series(
        np.arange(first, first + len(transactions)), index=transactions["txn_id"], dtype="int64"
    )
    headers = transactions.assign(
        source=source.to_numpy(),
        number=0,
        key="REV|" + transactions["key"],
        kind=REVERSAL,
        reverses_txn_id=transactions["txn_id"],
    )
    days = transactions.set_index("txn_id")["effective_on"]
    return Journal(
        headers[list(TRANSACTION)],
        sides.assign(
            source=sides["txn_id"].map(source), number=0, amount_cents=-sides["amount_cents"]
        )[list(SIDE)],
        items.assign(
            source=items["txn_id"].map(source),
            number=0,
            kind=REVERSAL,
            due_on=items["due_on"].where(items["due_on"].notna(), items["txn_id"].map(days)),
            interest_from=None,
            interest_rule=None,
        )[list(ITEM)],
    )


def difference(owed: pd.DataFrame, standing: pd.DataFrame) -> pd.DataFrame:
    """Return the sides that turn what stands of each source into what it owes, account by account.

    Both have the columns of ``SIDE``; accounts that come out even are left out.
    """
    signed = pd.concat([owed, standing.assign(amount_cents=-standing["amount_cents"])])
    by_account = (
        signed.astype({"amount_cents": "int64", "entry_number": "int64"})
        .groupby(["source", "number", "account"], as_index=False)
        .agg(entry_number=("entry_number", "min"), amount_cents=("amount_cents", "sum"))
    )
    changed = by_account[by_account["amount_cents"] != 0]
    changed = changed.sort_values(["source", "number", "entry_number", "account"])
    place = changed.groupby(["source", "number"]).cumcount() + 1
    return changed.assign(entry_number=place)[list(SIDE)].reset_index(drop=True)


def key_of(*parts: object) -> str:
    """Return an idempotency key of its parts; those that say nothing are left out."""
    return "|".join(str(part) for part in parts if part is not None)


def use_of(number_use: int) -> str | None:
    """Return how a key names a later use of a number; None for the first."""
    return f"use {number_use}" if number_use > 1 else None


def frame_of(rows: Iterable[dict[str, Any]], columns: tuple[str, ...]) -> pd.DataFrame:
    """Return rows as a frame of the columns of a shape; what a row does not name is null."""
    return pd.DataFrame(list(rows), columns=list(columns), dtype=object)
