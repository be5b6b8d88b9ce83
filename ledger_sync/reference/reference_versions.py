"""Versions of reference tables: each change applied whole, kept for good, and undone in thought."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ledger_sync.book.connection import Row, Transaction
from ledger_sync.book.staging import copy_frame
from ledger_sync.reference.reference_columns import ADDED, TABLES
from ledger_sync.reference.reference_tables import load, stage


@dataclass(frozen=True)
class Applied:
    """Who applies what: a seed from ``config``, or the delivery that a message is."""

    by: str
    file_name: str
    message_id: int | None = None


@dataclass(frozen=True)
class Recorded:
    """A row of a version: what happened to it, and how it was before and after."""

    change: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


def rows(tx: Transaction, table: str) -> pd.DataFrame:
    """Return a whole table, days as ISO texts, and let nobody else change it until the end."""
    tx.lock(f"reference:{table}")
    return tx.frame(f"SELECT {_columns(table)} FROM {table} ORDER BY {_identity(table)}")  # noqa: S608 - our own names


def record(
    tx: Transaction,
    table: str,
    after: pd.DataFrame,
    changes: Sequence[Recorded],
    applied: Applied,
) -> int:
    """Make a table what a frame says and record the version; return its number.

    The version is recorded first, since the book lets the table change as it says, and no
    otherwise.
    """
    stage(tx, table, after)
    counts = {
        change: sum(each.change == change for each in changes)
        for change in ("added", "changed", "ended", "removed")
    }
    version = tx.row(
        "INSERT INTO reference_version (table_name, number, origin, message_id, file_name,"
        " applied_by, added, changed, ended, removed, row_count, digest)"
        " SELECT :table, coalesce(max(number), 0) + 1, :origin, :message_id, :file_name, :by,"
        " :added, :changed, :ended, :removed, :row_count, :digest FROM reference_version"
        " WHERE table_name = :table RETURNING reference_version_id, number",
        table=table,
        origin="seed" if applied.message_id is None else "delivery",
        message_id=applied.message_id,
        file_name=applied.file_name,
        by=applied.by,
        row_count=len(after),
        digest=digest(tx, table, "incoming"),
        **counts,
    )
    if version is None:
        raise RuntimeError(table)
    _keep_changes(tx, int(version["reference_version_id"]), changes)
    load(tx, table)
    return int(version["number"])


def digest(tx: Transaction, table: str, held_in: str | None = None) -> bytes:
    """Return the SHA-256 of all rows of a table, in the order of what names them.

    Of what another table, named ``held_in``, holds of its columns, where one is given.
    """
    return bytes(
        tx.value(
            "SELECT reference_digest(:table, CAST(:held_in AS regclass))",
            table=table,
            held_in=held_in or table,
        )
    )


def is_delivered(tx: Transaction, table: str) -> bool:
    """Whether a delivery was applied to a table: then it is no longer seeded from ``config``."""
    return bool(
        tx.value(
            "SELECT EXISTS (SELECT FROM reference_version"
            " WHERE table_name = :table AND origin = 'delivery')",
            table=table,
        )
    )


def versions(tx: Transaction, table: str | None = None) -> list[Row]:
    """Return the versions of a table, or of all, newest first."""
    return tx.rows(
        "SELECT reference_version_id, table_name, number, origin, file_name, applied_by,"
        " applied_at, added, changed, ended, removed, row_count, digest FROM reference_version"
        " WHERE CAST(:table AS text) IS NULL OR table_name = :table"
        " ORDER BY table_name, number DESC",
        table=table,
    )


def newest(tx: Transaction) -> list[Row]:
    """Return of each table that has versions its newest, and how many rows it holds."""
    return tx.rows(
        "SELECT DISTINCT ON (table_name) table_name, number, origin, file_name, applied_by,"
        " applied_at, row_count, digest FROM reference_version ORDER BY table_name, number DESC"
    )


def altered(tx: Transaction) -> list[str]:
    """Return the tables that are not what their newest version left: changed by another way."""
    return [
        row["table_name"]
        for row in newest(tx)
        if bytes(row["digest"]) != digest(tx, row["table_name"])
    ]


def changes(tx: Transaction, table: str, number: int) -> list[Recorded]:
    """Return what a version changed, in the order it was recorded, by the columns of today."""
    return [
        Recorded(row["change"], _of_today(table, row["before"]), _of_today(table, row["after"]))
        for row in tx.rows(
            "SELECT c.change, c.before, c.after FROM reference_change c"
            " JOIN reference_version v USING (reference_version_id)"
            " WHERE v.table_name = :table AND v.number = :number ORDER BY c.ordinal",
            table=table,
            number=number,
        )
    ]


def number_known_at(tx: Transaction, table: str, moment: dt.datetime) -> int:
    """Return the version of a table that was the newest at a moment; 0 before the first."""
    return int(
        tx.value(
            "SELECT coalesce(max(number), 0) FROM reference_version"
            " WHERE table_name = :table AND applied_at <= :moment",
            table=table,
            moment=moment,
        )
    )


def newest_id(tx: Transaction) -> int:
    """Return the id of the newest version of any table; 0 where there is none."""
    return int(tx.value("SELECT coalesce(max(reference_version_id), 0) FROM reference_version"))


def numbers_known_by(tx: Transaction, version_id: int) -> dict[str, int]:
    """Return of each table that had versions the newest that a version, or an older one, is."""
    rows = tx.rows(
        "SELECT table_name, max(number) AS number FROM reference_version"
        " WHERE reference_version_id <= :version_id GROUP BY table_name",
        version_id=version_id,
    )
    return {row["table_name"]: int(row["number"]) for row in rows}


def as_known(tx: Transaction, table: str, number: int) -> pd.DataFrame:
    """Return a whole table as a version left it: every later version taken back, newest first."""
    identity = TABLES[table][0]
    held: dict[tuple[Any, ...], Mapping[Any, Any]] = {
        tuple(row[name] for name in identity): row for row in rows(tx, table).to_dict("records")
    }
    newer = [v["number"] for v in versions(tx, table) if v["number"] > number]
    for later in newer:
        for each in changes(tx, table, later):
            told = each.before or each.after or {}
            key = tuple(told[name] for name in identity)
            if each.before is None:
                held.pop(key, None)
            else:
                held[key] = each.before
    columns = [*TABLES[table][0], *TABLES[table][1]]
    return pd.DataFrame([held[key] for key in sorted(held)], columns=columns, dtype=object)


def _of_today(table: str, row: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    return None if row is None else {**ADDED.get(table, {}), **row}


def _keep_changes(tx: Transaction, version_id: int, recorded: Sequence[Recorded]) -> None:
    copy_frame(
        tx,
        "reference_change",
        pd.DataFrame(
            {
                "reference_version_id": version_id,
                "ordinal": range(1, len(recorded) + 1),
                "change": [each.change for each in recorded],
                "before": [_json(each.before) for each in recorded],
                "after": [_json(each.after) for each in recorded],
            }
        ),
    )


def _json(row: Mapping[str, Any] | None) -> str | None:
    return None if row is None else json.dumps(row, ensure_ascii=False)


def _columns(table: str) -> str:
    """Return a table's columns as SQL; days as texts, under their own names."""
    return ", ".join(
        f"{name}::text AS {name}" if _is_day(name) else name
        for name in (*TABLES[table][0], *TABLES[table][1])
    )


def _identity(table: str) -> str:
    return ", ".join(TABLES[table][0])


def _is_day(column: str) -> bool:
    return column in {"effective_from", "effective_to", "filed_from"} or column.endswith("_on")
