"""A delivery into the registry's history: staged, judged, compared, appended."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from ledger_sync.book.connection import Row, Transaction
from ledger_sync.book.staging import copy_frame
from ledger_sync.registry.registry_history import HISTORIES, History

_CLIENTS: Final = "SELECT bn9 FROM client UNION SELECT bn9 FROM incoming_client WHERE NOT withdrawn"
_ACCOUNTS: Final = (
    "SELECT code FROM account WHERE class = 'receivable'"
    " UNION SELECT bn15 FROM incoming_account WHERE NOT withdrawn"
)
_PARTNERS: Final = "SELECT partner_id FROM partner"
_NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "client": {},
    "account": {"left(bn15, 9)": _CLIENTS, "documents_to": _PARTNERS},
    "broker": {"partner_id": _PARTNERS},
    "delegation": {"bn15": _ACCOUNTS, "partner_id": _PARTNERS},
    "enrolment": {"bn15": _ACCOUNTS},
    "security": {"bn15": _ACCOUNTS},
}
"""What each kind names of other things, and the query of all that may be named."""


@dataclass(frozen=True)
class Change:
    """One fact that a delivery adds, changes or withdraws; ``before`` is None for a new one.

    ``before`` and ``after`` hold what is said, ``effective_to`` included; ``after`` is None for a
    withdrawn fact.
    """

    kind: str
    key: tuple[str, ...]
    effective_from: str
    before: tuple[tuple[str, str | None], ...] | None
    after: tuple[tuple[str, str | None], ...] | None


@dataclass(frozen=True)
class Problem:
    """A row of a delivery that the book cannot take: its place, the finding, what it said."""

    code: str
    place: int
    element: str
    value: str
    expected: str | None = None


def stage(tx: Transaction, kind: str, frame: pd.DataFrame) -> None:
    """Copy a frame of a kind's columns and ``place`` into its staging table."""
    columns = HISTORIES[kind].columns
    tx.run(
        f"CREATE TEMP TABLE incoming_{kind} ON COMMIT DROP AS"  # noqa: S608
        f" SELECT {', '.join(columns)}, 0::bigint AS place FROM {HISTORIES[kind].table} LIMIT 0"
    )
    copy_frame(tx, f"incoming_{kind}", frame[[*columns, "place"]])


def problems(tx: Transaction) -> list[Problem]:
    """Return the staged rows that name what is unknown, overlap, or withdraw what never was."""
    found = [
        problem
        for kind in HISTORIES
        for problem in (*_unknown(tx, kind), *_overlapping(tx, kind), *_nothing_there(tx, kind))
    ]
    return sorted(found, key=lambda problem: (problem.place, problem.code, problem.element))


def differences(tx: Transaction, *, keep_delivered: bool) -> list[Change]:
    """Keep of every staging table what the book does not say yet, and return it.

    ``keep_delivered`` leaves alone every key and day of which a delivery has spoken.
    """
    return [
        change
        for kind in HISTORIES
        for change in _differences(tx, kind, keep_delivered=keep_delivered)
    ]


def append(tx: Transaction, load_id: int) -> None:
    """Append the differences to the history, and open the clients and accounts that are new."""
    tx.run(
        "INSERT INTO client (bn9) SELECT bn9 FROM difference_client GROUP BY bn9"
        " ORDER BY min(place) ON CONFLICT DO NOTHING"
    )
    tx.run(
        "INSERT INTO account (code, class, bn9) SELECT bn15, 'receivable', left(bn15, 9)"
        " FROM difference_account GROUP BY bn15 ORDER BY min(place) ON CONFLICT DO NOTHING"
    )
    for kind, history in HISTORIES.items():
        columns = ", ".join(history.columns)
        tx.run(
            f"INSERT INTO {history.table} ({columns}, load_id)"  # noqa: S608
            f" SELECT {columns}, :load_id FROM difference_{kind} ORDER BY place",
            load_id=load_id,
        )


def loaded_before(tx: Transaction, sha256: bytes) -> int | None:
    """Return the delivery that brought these same bytes, if one did."""
    row = tx.row(
        "SELECT load_id FROM registry_load WHERE sha256 = :sha256 AND source = 'delivery'",
        sha256=sha256,
    )
    return None if row is None else int(row["load_id"])


def record_load(tx: Transaction, source: str, name: str, sha256: bytes, loaded_by: str) -> int:
    """Record a load and return its number."""
    return int(
        tx.value(
            "INSERT INTO registry_load (source, name, sha256, loaded_by)"
            " VALUES (:source, :name, :sha256, :loaded_by) RETURNING load_id",
            source=source,
            name=name,
            sha256=sha256,
            loaded_by=loaded_by,
        )
    )


def _newest(kind: str) -> str:
    """Return the query of the right row of every key and day that is staged, withdrawn or not."""
    history = HISTORIES[kind]
    key = ", ".join((*history.key, "effective_from"))
    return (
        f"SELECT DISTINCT ON ({key}) h.* FROM {history.table} h"  # noqa: S608
        f" JOIN (SELECT {key} FROM incoming_{kind}) AS asked USING ({key})"
        f" ORDER BY {key}, h.load_id DESC"
    )


def _unknown(tx: Transaction, kind: str) -> list[Problem]:
    return [
        Problem("REG-006", row["place"], _element(named), row["value"])
        for named, known in _NAMES[kind].items()
        for row in tx.rows(
            f"SELECT place, {named} AS value FROM incoming_{kind}"  # noqa: S608
            f" WHERE NOT withdrawn AND {named} IS NOT NULL AND {named} NOT IN ({known})"
        )
    ]


def _element(named: str) -> str:
    """Return the column that names something: an account names its client by its first nine."""
    return "bn15" if named.startswith("left(") else named


def _overlapping(tx: Transaction, kind: str) -> list[Problem]:
    """Find rows that say an end on or after the day on which the next row of their key begins."""
    history = HISTORIES[kind]
    key = ", ".join(history.key)
    same = " AND ".join(f"i.{name} = k.{name}" for name in (*history.key, "effective_from"))
    touched = f"({key}) IN (SELECT {key} FROM incoming_{kind})"  # noqa: S608
    return [
        Problem("REG-007", row["place"], "effective_to", str(row["ends"]), str(row["next_from"]))
        for row in tx.rows(
            "SELECT coalesce(place, next_place) AS place, effective_to AS ends, next_from FROM ("  # noqa: S608
            " SELECT effective_to, place, lead(effective_from) OVER w AS next_from,"
            f"  lead(place) OVER w AS next_place FROM (SELECT {key}, effective_from, effective_to,"
            f"   place FROM incoming_{kind} WHERE NOT withdrawn"
            f"   UNION ALL SELECT {key}, effective_from, effective_to, NULL FROM (SELECT"
            f"    DISTINCT ON ({key}, effective_from) * FROM {history.table} WHERE {touched}"
            f"    ORDER BY {key}, effective_from, load_id DESC) AS k WHERE NOT withdrawn"
            f"    AND NOT EXISTS (SELECT FROM incoming_{kind} i WHERE {same})) AS merged"
            f"  WINDOW w AS (PARTITION BY {key} ORDER BY effective_from)) AS periods"
            " WHERE effective_to < '9999-12-31' AND effective_to >= next_from"
            " AND coalesce(place, next_place) IS NOT NULL"
        )
    ]


def _nothing_there(tx: Transaction, kind: str) -> list[Problem]:
    key = ", ".join((*HISTORIES[kind].key, "effective_from"))
    return [
        Problem("REG-008", row["place"], "withdrawn", str(row["effective_from"]))
        for row in tx.rows(
            f"SELECT i.place, effective_from FROM incoming_{kind} i"  # noqa: S608
            f" LEFT JOIN ({_newest(kind)}) AS n USING ({key})"
            " WHERE i.withdrawn AND n.load_id IS NULL"
        )
    ]


def _differences(tx: Transaction, kind: str, *, keep_delivered: bool) -> list[Change]:
    history = HISTORIES[kind]
    key = ", ".join((*history.key, "effective_from"))
    said = ", ".join(
        f"CASE WHEN i.withdrawn THEN n.{name} ELSE i.{name} END AS {name}"
        for name in (*history.attributes, "effective_to")
    )
    was = ", ".join(f"n.{name} AS was_{name}" for name in history.says)
    differs = " OR ".join(
        f"n.{name} IS DISTINCT FROM i.{name}" for name in (*history.attributes, "effective_to")
    )
    spoken = (
        f"SELECT {key} FROM {history.table} JOIN registry_load USING (load_id)"  # noqa: S608
        " WHERE source = 'delivery'"
    )
    tx.run(
        f"CREATE TEMP TABLE difference_{kind} ON COMMIT DROP AS SELECT {key}, {said}, i.withdrawn,"  # noqa: S608
        f" {was}, i.place FROM incoming_{kind} i LEFT JOIN ({_newest(kind)}) AS n USING ({key})"
        " WHERE (n.withdrawn IS DISTINCT FROM i.withdrawn OR NOT i.withdrawn AND"
        f"  ({differs}))" + (f" AND ({key}) NOT IN ({spoken})" if keep_delivered else "")
    )
    return [
        _change(kind, history, row)
        for row in tx.rows(f"SELECT * FROM difference_{kind} ORDER BY place")  # noqa: S608
    ]


def _change(kind: str, history: History, row: Row) -> Change:
    said = (*history.attributes, "effective_to")
    stood = row["was_withdrawn"] is False
    return Change(
        kind=kind,
        key=tuple(row[name] for name in history.key),
        effective_from=str(row["effective_from"]),
        before=tuple((name, _text(row[f"was_{name}"])) for name in said) if stood else None,
        after=None if row["withdrawn"] else tuple((name, _text(row[name])) for name in said),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)
