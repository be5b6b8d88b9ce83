# ruff: noqa: S608 - our own names, no value of anybody's
"""The parts of the book that proofs are asked of: windows of batches, and some items at a time.

A part is what a proof takes as parameters, and holds about as many rows whatever the book has.
Beside what names its rows, batches or items, it has the ends of the keys of what they posted: a
condition that changes no answer, by which PostgreSQL reads a range of an index, and no table whole.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final

from ledger_sync.book.connection import Row, Transaction

ROWS_PER_WINDOW: Final = 1_000_000
ROWS_OF_AN_OLD_BATCH: Final = 50_000
ITEMS_AT_ONCE: Final = 100_000

Part = Mapping[str, object]
"""The parameters of a proof by name; none where it is asked of the whole book."""


def windows(
    tx: Transaction, first_on: dt.date | None = None, last_on: dt.date | None = None
) -> Iterator[Part]:
    """Yield windows of the batches of a range of book dates, in the order of the chain.

    Each has ``batches``, ``from_on, to_on``, and ``from_txn, to_txn`` and so on of ``_KEYS``.
    """
    batches: list[Row] = []
    rows = 0
    for row in tx.rows(
        "SELECT batch_id, book_on, coalesce(sealed_rows, :old) AS rows FROM batch"
        " WHERE (CAST(:first_on AS date) IS NULL OR book_on >= :first_on)"
        " AND (CAST(:last_on AS date) IS NULL OR book_on <= :last_on) ORDER BY batch_id",
        old=ROWS_OF_AN_OLD_BATCH,
        first_on=first_on,
        last_on=last_on,
    ):
        batches.append(row)
        rows += row["rows"]
        if rows >= ROWS_PER_WINDOW:
            yield _window(tx, batches)
            batches, rows = [], 0
    if batches:
        yield _window(tx, batches)


def of_items(tx: Transaction) -> Iterator[Part]:
    """Yield ranges ``from_item, to_item`` that together hold every number, of an item or not.

    Each has the ends of its items' ``from_on, to_on`` and ``from_txn, to_txn``; the last is open,
    for what is posted meanwhile.
    """
    first = -_LAST
    *rows, newest = tx.rows(_ITEMS, items=ITEMS_AT_ONCE) or [{}]
    for row in rows:
        yield {**row, "from_item": first}
        first = row["to_item"] + 1
    yield {
        "from_on": dt.date.min,
        "from_txn": -_LAST,
        **newest,
        "from_item": first,
        "to_item": _LAST,
        "to_on": dt.date.max,
        "to_txn": _LAST,
    }


def _window(tx: Transaction, batches: list[Row]) -> Part:
    days = [row["book_on"] for row in batches]
    ids = [row["batch_id"] for row in batches]
    (keys,) = tx.rows(_KEYS, batches=ids)
    return {"batches": ids, "from_on": min(days), "to_on": max(days), **keys}


_KEYS: Final = "SELECT * FROM " + ", ".join(
    f"(SELECT min({table}_id) AS from_{table}, max({table}_id) AS to_{table}"
    f" FROM (SELECT {table}_id FROM {table} WHERE batch_id = ANY(:batches) OFFSET 0) AS posted)"
    f" AS of_{table}"
    for table in ("txn", "cad", "application", "statement")
)
"""The ends of the keys of what batches posted; OFFSET 0, lest an end be looked for by its index,
through all that was posted before."""

_LAST: Final = (1 << 63) - 1
"""The last number that a key may have."""
_ITEMS: Final = """
SELECT max(item_id) AS to_item, min(book_on) AS from_on, max(book_on) AS to_on,
    min(txn_id) AS from_txn, max(txn_id) AS to_txn
FROM item
GROUP BY item_id / :items
ORDER BY 1
"""
