"""A delivery of reference data beside the book: what it changes, and what of that is to be told."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

import pandas as pd

from jobs.hub import Hub
from jobs.rules.dated_tables import dated
from ledger_sync.book.connection import Transaction
from ledger_sync.reference import reference_tables, reference_versions
from mappers.reference.reference_changes import (
    Row,
    RowChange,
    difference,
    nothing_to_end,
    rows_of,
    taken_back,
)
from mappers.reference.reference_changes import with_changes as table_with_changes
from mappers.reference.reference_checks import removes_much, wrong_names
from parsers.deliveries.reference.reference_delivery import Delivery
from parsers.deliveries.reference.reference_tables import TABLES, Table
from parsers.deliveries.reference.reference_values import RowFault
from parsers.deliveries.reference.row_rules import CHANGE
from parsers.findings import Finding, shown

IMPLAUSIBLE_TOLD: Final = 50
"""So many of what is not plausible are told one by one."""


@dataclass(frozen=True)
class Compared:
    """A delivery beside its table as it stands: all rows before and after, and those it changes."""

    delivery: Delivery
    table: Table
    before: list[Row]
    after: list[Row]
    changes: list[RowChange]


def compare(tx: Transaction, delivery: Delivery) -> Compared:
    """Compare a delivery with its table; nobody else changes it until the transaction ends."""
    table = TABLES[delivery.table]
    before, after = _before_and_after(tx, delivery)
    changes = difference(before, after, _identity(table))
    return Compared(delivery, table, before, after, changes)


def against_the_book(hub: Hub, tx: Transaction, delivery: Delivery) -> list[Finding]:
    """Return what only the codes and the tables in force can say of a delivery."""
    table = TABLES[delivery.table]
    held = reference_versions.rows(tx, table.name)
    told = _with_ends(delivery)
    named = told["tariff_item"].unique() if "tariff_item" in told else ()
    items = reference_tables.tariff_items(tx, named)
    faults = [*wrong_names(table.name, told, hub.rules.codes.lists, items)]
    if not delivery.whole:
        rows = told.index.tolist()
        faults += [
            RowFault(rows[place], "REF-011", CHANGE, "end")
            for place in nothing_to_end(
                rows_of(held, table.columns),
                rows_of(told, [*table.columns, CHANGE]),
                table.keys,
                dated=table.dated,
            )
        ]
    found = [delivery.finding(fault) for fault in faults[: hub.rules.limits.max_findings]]
    if removes_much(delivery, len(held)):
        found.append(_of_the_whole(delivery, "REF-012", str(len(delivery.rows)), str(len(held))))
    return found


def asked_about(compared: Compared, since: dt.date) -> list[Finding]:
    """REF-013. Return why a person is asked about a delivery of a table that asks nobody."""
    delivery, table = compared.delivery, compared.table
    before, after = compared.before, compared.after
    back = taken_back(before, after, table.keys, dated=table.dated, since=since.isoformat())
    named = _identity(table)
    if table.dated:  # what is new for days long past is not only news
        new = (each.after for each in compared.changes if each.change == "added" and each.after)
        past = (row for row in new if str(row["effective_from"]) < since.isoformat())
        back = chain(back, past)
    row = next(back, None)
    if row is not None:
        return [_of_the_whole(delivery, "REF-013", " ".join(str(row[name]) for name in named))]
    if removes_much(delivery, len(before)):
        return [_of_the_whole(delivery, "REF-013", table.name)]
    return []


def implausible(hub: Hub, compared: Compared, day: dt.date) -> list[Finding]:
    """REF-016. Return what of a delivery received on a day is not plausible."""
    table = compared.table
    outside = hub.rules.bands.outside(
        table.name, table.keys, compared.before, compared.changes, day
    )
    return [
        _of_the_whole(compared.delivery, "REF-016", f"{each.named}: {each.value}", each.expected)
        for each in islice(outside, IMPLAUSIBLE_TOLD)
    ]


def errors(found: Iterable[Finding]) -> list[Finding]:
    """Return what keeps the whole delivery out."""
    return [finding for finding in found if finding.severity == "error"]


def _identity(table: Table) -> tuple[str, ...]:
    """Return the columns that name a row of a table."""
    return (*table.keys, "effective_from") if table.dated else table.keys


def _before_and_after(tx: Transaction, delivery: Delivery) -> tuple[list[Row], list[Row]]:
    table = TABLES[delivery.table]
    columns = table.columns
    before = rows_of(reference_versions.rows(tx, table.name), columns)
    told = _with_ends(delivery)
    if delivery.whole:
        return before, rows_of(told, columns)
    asked = rows_of(told, [*columns, CHANGE])
    return before, table_with_changes(before, asked, table.keys, dated=table.dated)


def _with_ends(delivery: Delivery) -> pd.DataFrame:
    table = TABLES[delivery.table]
    return dated(delivery.rows, list(table.keys)) if table.dated else delivery.rows


def _of_the_whole(
    delivery: Delivery, code: str, value: str, expected: str | None = None
) -> Finding:
    return Finding(
        code=code,
        byte_from=0,
        byte_to=delivery.size,
        interchange=0,
        message=0,
        value=shown(value),
        expected=expected,
    )
