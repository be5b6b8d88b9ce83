"""Interest on what stands: what it comes to otherwise than was posted, in one pass; its posting.

The slow twin is ``tests/reference/interest.py``, of one item ``billing.interest``.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Final

import pandas as pd

from billing import postings
from ledger_sync.book import journal
from ledger_sync.book.connection import Transaction
from ledger_sync.book.staging import copy_frame, staging_table
from ledger_sync.statement_files import statement

_OWED: Final = statement(__file__, "interest_owed")
_RECORD: Final = statement(__file__, "record_interest")


def owed(
    tx: Transaction,
    rates: Mapping[str, int],
    *,
    upto: dt.date,
    cycle_on: dt.date | None,
    everything: bool,
) -> pd.DataFrame:
    """Return the items whose interest differs from what was posted, and by how much.

    Each has ``item_id, message_id, document_reference, importer, filer, is_debt, rates_id,
    first_on, through_on, posting, counted_cents, difference_cents, digest``. It is counted to the
    end of a cycle, ``cycle_on``, or the day on which the item was paid, or that to which it was
    counted before, whichever is latest, and ``upto`` a day at most. ``rates`` are versions by what
    bears interest. Only what is open at the end of a cycle is looked at, and that on which
    something was applied since the last close, unless ``everything`` is asked for.
    """
    return tx.frame(_OWED, **rates, upto=upto, cycle_on=cycle_on, everything=everything)


def post(
    tx: Transaction, found: pd.DataFrame, *, batch_id: int, book_on: dt.date, due_on: dt.date
) -> None:
    """Post what ``owed`` found, and say of each posting on which item it is and until when."""
    journal.begin(tx)
    posted = postings.interest(found, due_on=due_on)
    journal.add(tx, posted)
    journal.post(tx, batch_id=batch_id, book_on=book_on)
    tx.script(staging_table("staged_interest", _STAGED))
    keys = posted.transactions["key"].to_numpy()
    copy_frame(tx, "staged_interest", found.assign(key=keys), only=_COLUMNS)
    tx.run(_RECORD)


_STAGED: Final = (
    "key text, item_id bigint, rates_id bigint, first_on date, through_on date,"
    " counted_cents bigint"
)
_COLUMNS: Final = ("key", "item_id", "rates_id", "first_on", "through_on", "counted_cents")
