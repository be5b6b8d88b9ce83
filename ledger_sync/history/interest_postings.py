"""Interest that was posted, and what its amount came of: items, applications, rates of days."""

from collections.abc import Sequence
from typing import Final

from ledger_sync.book.connection import Row, Transaction
from ledger_sync.statement_files import statement

_POSTINGS: Final = statement(__file__, "interest_postings")


def postings(tx: Transaction, bn15: str, document_reference: str | None) -> list[Row]:
    """Return every posting of interest that stands, of an account and, where named, a document.

    Each has ``item_id, kind, kind_en, kind_fr, document_reference, amount_cents`` of what bears it;
    ``interest_rates_id, first_on, through_on, counted_cents``; ``batch_id, book_on, due_on,
    posted_cents`` of the posting.
    """
    return tx.rows(_POSTINGS, bn15=bn15, document_reference=document_reference)


def paid(tx: Transaction, items: Sequence[int], as_of: Sequence[int]) -> list[Row]:
    """Return what was paid of each item and its interest, by applications up to a batch.

    Each has ``item_id, is_interest, corrects, counts_on, applied_on, cents``.
    """
    return tx.rows(
        "SELECT q.item_id, p.is_interest, p.corrects, p.counts_on, p.applied_on, p.cents"
        " FROM interest_paid(:items, :as_of) AS p"
        " JOIN unnest(CAST(:items AS bigint[])) WITH ORDINALITY AS q (item_id, place) USING (place)"
        " ORDER BY place, p.counts_on, p.cents",
        items=list(items),
        as_of=list(as_of),
    )


def rates_of_days(tx: Transaction, interest_rates_id: int) -> list[Row]:
    """Return ``day, rate_ppm, days_of_year`` of each day of a version that has a rate."""
    return tx.rows(
        "SELECT day, rate_ppm, days_of_year FROM interest_day"
        " WHERE interest_rates_id = :interest_rates_id ORDER BY day OFFSET 1",
        interest_rates_id=interest_rates_id,
    )
