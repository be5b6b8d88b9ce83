"""The reference tables by version: which there are, what each changed, a table as one left it."""

import pandas as pd

from jobs.hub import Hub, JobRefused
from ledger_sync.book.connection import Row
from ledger_sync.reference import reference_versions
from ledger_sync.reference.reference_columns import TABLES
from mappers.reference.reference_changes import RowChange


def newest(hub: Hub) -> tuple[list[Row], list[str]]:
    """Return the newest version of each table, and the tables that are not what it left."""
    with hub.book.reading() as tx:
        return reference_versions.newest(tx), reference_versions.altered(tx)


def versions(hub: Hub, table: str) -> list[Row]:
    """Return every version of a table, newest first; JobRefused when there is no such table."""
    with hub.book.reading() as tx:
        return reference_versions.versions(tx, _known(table))


def changes(hub: Hub, table: str, number: int) -> list[RowChange]:
    """Return what a version changed, row by row; JobRefused when there is no such table."""
    with hub.book.reading() as tx:
        recorded = reference_versions.changes(tx, _known(table), number)
    return [RowChange(each.change, each.before, each.after) for each in recorded]  # type: ignore[arg-type]


def as_known(hub: Hub, table: str, number: int) -> pd.DataFrame:
    """Return a whole table as a version left it; 0 is before the first."""
    with hub.book.reading() as tx:
        return reference_versions.as_known(tx, _known(table), number)


def _known(table: str) -> str:
    if table not in TABLES:
        raise JobRefused(f"no table {table!r}: {', '.join(TABLES)}")
    return table
