"""What of a delivery of reference data is not plausible, and waits for a person. Pure."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ledger.dated_rules import newest_on
from mappers.reference.reference_changes import END_OF_TIME, Row, RowChange

_MILLION = 1_000_000

_OF_NO_AMOUNT: Final = ("effective_from", "effective_to", "source")


@dataclass(frozen=True)
class Band:
    """How far one column of a table may go: ``least`` and ``most`` in the column's own unit.

    ``change_percent`` is counted from what was in force on the day before it begins, or before it
    is received where that is earlier, else from the newest earlier row; what has none is new, and
    not plausible. ``least`` holds of what was not below it before: what is new may be free. A band
    of a ``named`` key goes before that of its table.
    """

    effective_from: dt.date
    table: str
    column: str
    change_percent: int | None = None
    least: int | None = None
    most: int | None = None
    named: str | None = None


@dataclass(frozen=True)
class Unmeasured:
    """A table whose rows do not tell what amounts they move: no change of it is plausible."""

    effective_from: dt.date
    table: str


@dataclass(frozen=True)
class Share:
    """How many percent of a table one delivery may change; at least ``rows`` may change anyway."""

    effective_from: dt.date
    table: str
    percent: int
    rows: int


@dataclass(frozen=True)
class Implausible:
    """What is not plausible: of which row or table, its value, and what would be."""

    named: str
    value: str
    expected: str


@dataclass(frozen=True)
class Bands:
    """The rules of plausibility; ``*`` is every table without a share of its own."""

    bands: tuple[Band, ...] = ()
    shares: tuple[Share, ...] = ()
    unmeasured: tuple[Unmeasured, ...] = ()

    def outside(
        self,
        table: str,
        keys: Sequence[str],
        before: Sequence[Row],
        changes: Sequence[RowChange],
        day: dt.date,
    ) -> Iterator[Implausible]:
        """Yield what of a delivery received on a day is not plausible, rows in their order.

        ``before`` are the rows of the table as it stands; a dated row holds from its
        ``effective_from`` to its ``effective_to``, in ISO form.
        """
        share = _of_table(self.shares, table, day)
        if share and before and len(changes) > max(share.rows, len(before) * share.percent // 100):
            yield Implausible(
                table, f"{len(changes)} of {len(before)}", f"at most {share.percent} %"
            )
        mine = [band for band in self.bands if band.table == table]
        bands = _in_force(mine, day)
        if bands:
            yield from _outside(bands, keys, before, changes, day)
        untold = [rule for rule in self.unmeasured if rule.table == table]
        if changes and newest_on(untold, day) is not None:
            yield Implausible(table, f"{len(changes)} changes", "none that two did not read")


def _in_force(bands: Sequence[Band], day: dt.date) -> dict[tuple[str, str | None], Band]:
    """Return the bands of a day by the column and the key that they are of."""
    asked = {(band.column, band.named) for band in bands}
    found = {
        each: newest_on((band for band in bands if (band.column, band.named) == each), day)
        for each in sorted(asked, key=str)
    }
    return {each: band for each, band in found.items() if band is not None}


def _outside(
    bands: Mapping[tuple[str, str | None], Band],
    keys: Sequence[str],
    before: Sequence[Row],
    changes: Sequence[RowChange],
    day: dt.date,
) -> Iterator[Implausible]:
    held: dict[tuple[str, ...], list[Row]] = {}
    for row in before:
        held.setdefault(_key(row, keys), []).append(row)
    begins = _beginnings(before, changes, keys)
    gone = [change.before for change in changes if change.before and not change.after]
    if gone:
        yield Implausible(_named(gone[0], keys), f"{len(gone)} removed", "a row in its place")
    for change in changes:
        after = change.after
        if after is None:
            continue
        key = _key(after, keys)
        was = _earlier(held.get(key, ()), after, day)
        yield from _unmeasured(change, was, bands, keys, begins)
        for column in dict.fromkeys(column for column, _ in bands):
            band = bands.get((column, key[0] if key else None)) or bands.get((column, None))
            same = change.before is not None and change.before[column] == after[column]
            if band is None or same:
                continue
            old = None if was is None else int(was[column])
            if old is None and band.change_percent is None and change.before is not None:
                old = int(change.before[column])
            expected = _expected(band, old, int(after[column]))
            if expected is not None:
                yield Implausible(_named(after, keys), _shown(int(after[column])), expected)


def _unmeasured(
    change: RowChange,
    was: Row | None,
    bands: Mapping[tuple[str, str | None], Band],
    keys: Sequence[str],
    begins: Collection[tuple[str, ...]],
) -> Iterator[Implausible]:
    """Yield what a row of a table with bands changes that no number tells the amount of.

    That is another end, where no other row goes on from there, and another word than before in any
    column but those for people.
    """
    after, old = change.after or {}, change.before or was
    end = str(after["effective_to"])
    if change.before is not None and end != change.before["effective_to"]:
        goes_on = end < END_OF_TIME and (*_key(after, keys), _day_after(end)) in begins
        if not goes_on:
            yield Implausible(_named(after, keys), f"until {end}", "a row that goes on from there")
    measured = {column for column, _ in bands}
    for column in sorted(after.keys() - measured - {*keys, *_OF_NO_AMOUNT}):
        if old is not None and old[column] != after[column]:
            yield Implausible(_named(after, keys), f"{column} {after[column]}", f"{old[column]}")


def _beginnings(
    before: Sequence[Row], changes: Sequence[RowChange], keys: Sequence[str]
) -> set[tuple[str, ...]]:
    """Return the keys and first days of all rows after a delivery."""
    gone = [each.before for each in changes if each.before is not None]
    come = [each.after for each in changes if each.after is not None]
    begun = {(*_key(row, keys), str(row["effective_from"])) for row in before}
    begun -= {(*_key(row, keys), str(row["effective_from"])) for row in gone}
    return begun | {(*_key(row, keys), str(row["effective_from"])) for row in come}


def _key(row: Row, keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(row[name]) for name in keys)


def _named(row: Row, keys: Sequence[str]) -> str:
    """Return what a row is called: its key, and the day on which it begins where it has one."""
    return " ".join(str(row[name]) for name in (*keys, "effective_from") if name in row)


def _day_after(day: str) -> str:
    return str(dt.date.fromisoformat(day) + dt.timedelta(days=1))


def _earlier(rows: Sequence[Row], after: Row, day: dt.date) -> Row | None:
    """Return the row of a key that was in force before another begins, and before a day of receipt.

    What was set on the day of receipt, or for days to come, is no measure: a rate that is set again
    and again would go as far as it likes. Where nothing was in force then, the newest row before.
    """
    begins = min(dt.date.fromisoformat(after["effective_from"]), day)
    last = str(begins - dt.timedelta(days=1))
    earlier = (row for row in rows if row["effective_from"] <= last)
    return max(earlier, key=lambda row: str(row["effective_from"]), default=None)


def _expected(band: Band, old: int | None, new: int) -> str | None:
    """Return what would be plausible in the place of a value that is not; None where it is."""
    if band.most is not None and new > band.most:
        return f"at most {_shown(band.most)}"
    if old is None:
        return None if band.change_percent is None else "a row that is in force before it"
    if old == new:
        return None
    if band.least is not None and new < band.least <= old:
        return f"not less than {_shown(band.least)}, from {_shown(old)}"
    if band.change_percent is not None and abs(new - old) * 100 > band.change_percent * old:
        return f"within {band.change_percent} % of {_shown(old)}"
    return None


def _shown(millionths: int) -> str:
    """Return a rate as people write it: 1 355 000 millionths are 1.355."""
    whole, part = divmod(millionths, _MILLION)
    return f"{whole}.{part:06d}".rstrip("0").rstrip(".")


def _of_table(shares: Sequence[Share], table: str, day: dt.date) -> Share | None:
    own: Mapping[bool, Share | None] = {
        named: newest_on((s for s in shares if s.table == (table if named else "*")), day)
        for named in (True, False)
    }
    return own[True] or own[False]
