"""What two people approved, into the book: an opening, or a receipt as one door of two."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

import pandas as pd

from jobs.hub import Hub
from jobs.intake.post_batch import judged_by
from jobs.payments import earlier_keys
from jobs.submissions.received_submissions import bank_of
from ledger_sync.book import journal
from ledger_sync.book.connection import Transaction
from ledger_sync.intake import posting
from ledger_sync.reference import reference_tables
from ledger_sync.submissions import submitted
from ledger_sync.submissions.submitted import Waiting
from mappers.payments.payment_dates import PaymentDays
from mappers.submissions.opening_postings import opened_items, opening_totals
from mappers.submissions.receipt_payment import payment_of
from parsers.submissions.submission import AccountOpening, ManualReceipt

_FIRST: Final = 0
"""The number of the only file of what is staged, of its interchange and its message."""


class KnownBefore(Exception):
    """The bank told of the money before, for whom it was: the receipt would post it again."""


@dataclass(frozen=True)
class Batch:
    """The batch that an act posts in."""

    batch_id: int
    book_on: dt.date


def post(
    hub: Hub, tx: Transaction, row: Waiting, said: AccountOpening | ManualReceipt, batch: Batch
) -> None:
    """Post what was approved; it is neither applied nor sealed.

    Raises KnownBefore, and the transaction must not commit.
    """
    if isinstance(said, ManualReceipt):
        _post_receipt(hub, tx, row, said, batch)
    else:
        _post_opening(tx, row, said, batch)


def _post_opening(tx: Transaction, row: Waiting, said: AccountOpening, batch: Batch) -> None:
    """Post the items of an opening, and the totals on the other side."""
    times = {each["code"]: each["times"] for each in submitted.opened(tx, said.accounts)}
    items = pd.DataFrame(said.items, dtype=object)
    items["times"] = [times.get(account, 0) for account in items["bn15"]]
    journal.begin(tx)
    journal.add(tx, opened_items(items, message_id=row.message_id, as_of=said.as_of))
    totals = opening_totals(
        said.totals, message_id=row.message_id, reference=row.reference, as_of=said.as_of
    )
    journal.add(tx, totals)
    journal.post(tx, batch_id=batch.batch_id, book_on=batch.book_on)


def _post_receipt(
    hub: Hub, tx: Transaction, row: Waiting, said: ManualReceipt, batch: Batch
) -> None:
    """Post a receipt as the bank's entry told in detail, which the bank's own line clears."""
    days = PaymentDays(hub.rules.payments.days, reference_tables.holidays(tx).within())
    numbers = {"file": _FIRST, "interchange": _FIRST, "message": _FIRST}
    posting.begin(tx)
    for table, told in (
        ("staged_file", {"file_id": row.file_id, "replays": False}),
        ("staged_interchange", {"partner_id": bank_of(tx, said)}),
        ("staged_message", {}),
    ):
        posting.add(tx, table, pd.DataFrame([numbers | told]))
    posting.add(tx, "staged_payment", payment_of(said, days))
    earlier_keys.give(hub, tx)
    posted = posting.post_approved_payment(
        tx,
        row.message_id,
        judged_by(hub.rules),
        batch_id=batch.batch_id,
        book_on=batch.book_on,
    )
    if not posted:
        raise KnownBefore(
            f"PAY-003 or PAY-004: the bank told of receipt {said.number} before, for whom it is;"
            " look at the payment (carmhub trace), and decline this"
        )
