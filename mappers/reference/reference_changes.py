"""What a delivery of reference data does to a table: the rows after it, and what changed."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import pandas as pd

Row = Mapping[str, Any]
Change = Literal["added", "changed", "ended", "removed"]

END_OF_TIME: Final = "9999-12-31"
CHANGES: Final[tuple[Change, ...]] = ("added", "changed", "ended", "removed")


@dataclass(frozen=True)
class RowChange:
    """One row that a delivery adds, changes, ends earlier or takes away."""

    change: Change
    before: Row | None
    after: Row | None


def rows_of(frame: pd.DataFrame, columns: Sequence[str]) -> list[Row]:
    """Return a frame's rows as mappings; what is missing is None."""
    held = frame[list(columns)].astype(object)
    return held.where(held.notna(), None).to_dict("records")  # type: ignore[return-value]


def with_changes(
    before: Iterable[Row], changes: Iterable[Row], keys: Sequence[str], *, dated: bool
) -> list[Row]:
    """Return a table's rows after a change set, in no order.

    Each change is ``set`` or ``end`` and holds for its period: what the table said of the key in
    that time gives way, and what it said before and after stays. Without dates, a change is of
    the whole row.
    """
    by_key: dict[tuple[Any, ...], list[Row]] = {}
    for row in before:
        by_key.setdefault(_key(row, keys), []).append(row)
    for each in changes:
        held = by_key.setdefault(_key(each, keys), [])
        row = {name: value for name, value in each.items() if name != "change"}
        if dated:
            held[:] = [part for old in held for part in _around(old, row)]
        else:
            held.clear()
        if each["change"] == "set":
            held.append(row)
    return [row for rows in by_key.values() for row in rows]


def nothing_to_end(
    before: Iterable[Row], changes: Iterable[Row], keys: Sequence[str], *, dated: bool
) -> list[int]:
    """Return the places of changes that end what the table does not have at that time."""
    held: dict[tuple[Any, ...], list[Row]] = {}
    for row in before:
        held.setdefault(_key(row, keys), []).append(row)
    return [
        place
        for place, each in enumerate(changes)
        if each["change"] == "end"
        and not any(
            not dated
            or (old["effective_from"] <= each["effective_to"]
                and each["effective_from"] <= old["effective_to"])
            for old in held.get(_key(each, keys), [])
        )
    ]  # fmt: skip


def difference(
    before: Iterable[Row], after: Iterable[Row], identity: Sequence[str]
) -> list[RowChange]:
    """Return every row that differs, by the columns that name it, in their order."""
    old = {_key(row, identity): row for row in before}
    new = {_key(row, identity): row for row in after}
    changed = [key for key in old.keys() | new.keys() if old.get(key) != new.get(key)]
    return [_change(old.get(key), new.get(key)) for key in sorted(changed)]


def taken_back(
    before: Iterable[Row], after: Iterable[Row], keys: Sequence[str], *, dated: bool, since: str
) -> Iterator[Row]:
    """Yield the rows of a table of which something does not stand afterwards.

    A row stands where the table says the same of each of its days. It gives way to what is new, and
    stands too, where it had no last day and another row of its key follows on ``since`` or later.
    Without dates, a row stands as it is.
    """
    held: dict[tuple[Any, ...], list[Row]] = {}
    for row in after:
        held.setdefault(_key(row, keys), []).append(row)
    named = [*keys, "effective_from"] if dated else keys
    same = {_key(row, named): row for rows in held.values() for row in rows}
    for row in before:
        if same.get(_key(row, named)) != row and not (
            dated and _stands(row, held.get(_key(row, keys), []), since)
        ):
            yield row


def _stands(row: Row, later: Iterable[Row], since: str) -> bool:
    """Tell whether rows of its key say what a row said until its end, or until what is new."""
    unsaid_from = row["effective_from"]
    for new in sorted(later, key=lambda each: str(each["effective_from"])):
        if new["effective_to"] < unsaid_from:
            continue
        if new["effective_from"] > unsaid_from:
            return False
        may_change = row["effective_to"] == END_OF_TIME and unsaid_from >= since
        if not may_change and _said(new) != _said(row):
            return False
        if new["effective_to"] >= row["effective_to"]:
            return True
        unsaid_from = _moved(new["effective_to"], 1)
    return False


def _said(row: Row) -> Row:
    return {name: value for name, value in row.items() if not name.startswith("effective_")}


def _change(before: Row | None, after: Row | None) -> RowChange:
    if before is None:
        return RowChange("added", None, after)
    if after is None:
        return RowChange("removed", before, None)
    others = [name for name in before if name != "effective_to" and before[name] != after[name]]
    ended = not others and after["effective_to"] < before["effective_to"]
    return RowChange("ended" if ended else "changed", before, after)


def _around(old: Row, new: Row) -> Iterable[Row]:
    """Return what stays of a row before and after the period of another."""
    first, last = new["effective_from"], new["effective_to"]
    if old["effective_to"] < first or last < old["effective_from"]:
        yield old
        return
    if old["effective_from"] < first:
        yield {**old, "effective_to": _moved(first, -1)}
    if last < old["effective_to"]:
        yield {**old, "effective_from": _moved(last, 1)}


def _moved(day: str, days: int) -> str:
    return (dt.date.fromisoformat(day) + dt.timedelta(days=days)).isoformat()


def _key(row: Row, names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)
