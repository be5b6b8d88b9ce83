"""The state of the hub at a glance: what came in, was posted, billed, delivered, and by whom."""

import datetime as dt

from jobs.hub import Hub
from ledger_sync.book import acts
from ledger_sync.book.connection import Row
from ledger_sync.history import overview as counted
from ledger_sync.history.overview import Overview

__all__ = [
    "Overview",
    "documents",
    "newest_acts",
    "newest_files",
    "overview",
    "posted_on",
    "sample_statements",
]


def overview(hub: Hub) -> Overview:
    """Return counts and sums over the whole book, of one moment."""
    with hub.book.reading() as tx:
        return counted.overview(tx)


def newest_files(hub: Hub, limit: int) -> list[Row]:
    """Return the newest files with their outcome and the codes found in them."""
    with hub.book.reading() as tx:
        return counted.files(tx, limit)


def newest_acts(hub: Hub, limit: int) -> list[Row]:
    """Return the newest acts of a person, with the batch each one posted, if it did."""
    with hub.book.reading() as tx:
        return acts.acts(tx, limit)


def posted_on(hub: Hub) -> list[dt.date]:
    """Return the business dates that have postings, oldest first."""
    with hub.book.reading() as tx:
        return counted.posted_on(tx)


def documents(hub: Hub) -> list[Row]:
    """Return ``partner_id, name`` of every document that was ever queued."""
    with hub.book.reading() as tx:
        return counted.documents(tx)


def sample_statements(hub: Hub, statement_on: dt.date) -> list[Row]:
    """Return ``language, partner_id, name`` of one statement of a date in each language."""
    with hub.book.reading() as tx:
        return counted.sample_statements(tx, statement_on)
