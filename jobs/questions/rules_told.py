"""Every dated rule of ``config/`` as it is written: since when, until when, source, confidence."""

import csv
import datetime as dt
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from parsers.deliveries.reference.reference_tables import TABLES

TOLD_APART: Final[Mapping[str, tuple[str, ...]]] = {
    "act": ("kind", "from_cents"),
    "approval": ("table",),
    "band": ("table", "column", "named"),
    "cad_type": ("cad_type",),
    "cap": ("method",),
    "charge_base": ("charge",),
    "counting": ("of",),
    "cycle": ("program",),
    "interest": ("kind", "reason"),
    "mandatory": ("cad_type",),
    "payment_day": ("method",),
    "penalty": ("kind",),
    "rate_day": ("charge", "cad_types"),
    "set_off_bar": ("while",),
    "share": ("table",),
    "unmeasured": ("table",),
    "window": ("of",),
}
"""By table of ``config/rules``, what its rows are for; those of another are all for one thing."""

UNDATED: Final = ("holiday", "due_override")
"""Reference tables whose rows name the days that they are about."""

OFFICES: Final = "release_offices"
"""The code list that a rule is about: business days are those of an office's province."""

END_OF_TIME: Final = dt.date.max
_OWN: Final = ("effective_from", "effective_to", "source", "confidence")
_UNSOURCED: Final = ("ours", "sample")


@dataclass(frozen=True, kw_only=True)
class ToldRule:
    """One rule: its file and table, what it is for and says, by field as it is written."""

    file: str
    table: str
    about: str
    says: Mapping[str, str]
    effective_from: dt.date
    effective_to: dt.date
    source: str
    confidence: str

    def holds_on(self, day: dt.date) -> bool:
        """Whether the rule is in force on a day."""
        return self.effective_from <= day <= self.effective_to

    @property
    def has_source(self) -> bool:
        """Whether somebody else than us is named for it, and it is no sample."""
        told = self.source.casefold()
        return bool(told) and not told.startswith(_UNSOURCED) and "sample" not in self.confidence


def told(config_folder: Path) -> list[ToldRule]:
    """Return every dated rule and every dated row of reference data, by file, as written there."""
    rules = [
        rule
        for path in sorted((config_folder / "rules").glob("*.toml"))
        for rule in _of_rules(path)
    ]
    for table in TABLES.values():
        if table.name not in UNDATED:
            path = config_folder / "reference" / f"{table.file}.csv"
            rules += _of_table(path, table.name, table.keys)
    offices = config_folder / "reference" / "codes" / f"{OFFICES}.csv"
    rules += _of_table(offices, OFFICES, ("code",), "reference/codes")
    return rules


def in_force(rules: Iterable[ToldRule], day: dt.date) -> list[ToldRule]:
    """Return the rules that hold on a day."""
    return [rule for rule in rules if rule.holds_on(day)]


def changed(rules: Iterable[ToldRule], since: dt.date, until: dt.date) -> list[ToldRule]:
    """Return the rules that begin on one of some days, or held last the day before one."""
    day_before = dt.timedelta(days=1)
    return [
        rule
        for rule in rules
        if since <= rule.effective_from <= until
        or since - day_before <= rule.effective_to <= until - day_before
    ]


def _of_rules(path: Path) -> Iterator[ToldRule]:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    for table, rows in content.items():
        if isinstance(rows, list) and rows and isinstance(rows[0], dict):
            yield from _dated(f"rules/{path.name}", table, TOLD_APART.get(table, ()), rows, "")


def _of_table(
    path: Path, table: str, keys: tuple[str, ...], folder: str = "reference"
) -> Iterator[ToldRule]:
    lines = path.read_text(encoding="utf-8").splitlines()
    note = " ".join(line.removeprefix("#").strip() for line in lines if line.startswith("#"))
    rows = [
        {name: value for name, value in row.items() if value}
        for row in csv.DictReader(line for line in lines if not line.startswith("#"))
    ]
    yield from _dated(f"{folder}/{path.name}", table, keys, rows, _confidence(note))


def _confidence(note: str) -> str:
    """Return what the head of a table says of how sure it is."""
    return note.partition("Confidence: ")[2] or ("sample" if "ample" in note else "")


def _dated(
    file: str, table: str, keys: tuple[str, ...], rows: Iterable[Mapping[str, Any]], confidence: str
) -> Iterator[ToldRule]:
    """Yield rows as rules; one without an end ends where the next of its key begins."""
    by_key: defaultdict[tuple[str, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        by_key[tuple(_text(row.get(name, "")) for name in keys)].append(row)
    for key, same in by_key.items():
        same.sort(key=lambda row: str(row["effective_from"]))
        starts = [dt.date.fromisoformat(str(row["effective_from"])) for row in same]
        for place, row in enumerate(same):
            following = starts[place + 1] if place + 1 < len(starts) else None
            yield ToldRule(
                file=file,
                table=table,
                about=" ".join(part for part in key if part),
                says={
                    name: _text(value)
                    for name, value in row.items()
                    if name not in _OWN and name not in keys
                },
                effective_from=starts[place],
                effective_to=_end(row, following),
                source=str(row.get("source", "")),
                confidence=str(row.get("confidence", confidence)),
            )


def _end(row: Mapping[str, Any], following: dt.date | None) -> dt.date:
    if "effective_to" in row:
        return dt.date.fromisoformat(str(row["effective_to"]))
    return following - dt.timedelta(days=1) if following else END_OF_TIME


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)
