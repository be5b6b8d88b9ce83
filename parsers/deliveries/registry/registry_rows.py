"""Texts of one row of a delivery to typed values, and what is wrong with them."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from stdnum.ca import bn

from parsers.deliveries.registry.registry_tables import KINDS, OPEN_END, CodeSets, Kind
from parsers.findings import Finding, shown
from parsers.values import Fault


@dataclass(frozen=True)
class Source:
    """One row as it came, or a whole file: its texts by column, its bytes, its place."""

    texts: Mapping[str, str]
    byte_from: int
    byte_to: int
    segment: str | None = None
    position: int | None = None

    def finding(
        self,
        code: str,
        element: str | None = None,
        value: str | None = None,
        expected: str | None = None,
    ) -> Finding:
        """Return a finding about it."""
        return Finding(
            code=code,
            byte_from=self.byte_from,
            byte_to=self.byte_to,
            segment=self.segment,
            segment_position=self.position,
            element=element,
            value=shown(value),
            expected=expected,
        )


@dataclass(frozen=True)
class Delivery:
    """A delivery read: a frame for each kind, where each row came from, and the findings.

    A frame has the values of its kind's columns, ``effective_to`` filled in, ``withdrawn`` as a
    boolean, and ``place``, which numbers ``sources``.
    """

    frames: Mapping[str, pd.DataFrame]
    sources: tuple[Source, ...]
    findings: tuple[Finding, ...]


@dataclass
class Reading:
    """Collects the rows of a delivery as they are read; ``done`` gives the whole."""

    codes: CodeSets
    sources: list[Source] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    rows: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {kind.name: [] for kind in KINDS}
    )

    def add(self, kind: Kind, source: Source) -> None:
        """Read one row of a kind; a row with a fault gives findings and no values."""
        place = len(self.sources)
        self.sources.append(source)
        found = len(self.findings)
        row = dict(self._values(kind, source))
        if len(self.findings) > found:
            return
        row["effective_to"] = row["effective_to"] or OPEN_END
        if row["effective_to"] < row["effective_from"]:
            self.findings.append(source.finding("REG-004", "effective_to", row["effective_to"]))
        for name in {"bn9", "bn15"} & row.keys():
            if row[name] is not None and not bn.is_valid(row[name]):
                self.findings.append(source.finding("REG-009", name, row[name]))
        self.rows[kind.name].append(row | {"place": place, "withdrawn": row["withdrawn"] == "yes"})

    def done(self) -> Delivery:
        """Return everything read; two rows of one key and day are findings."""
        for kind in KINDS:
            self.findings += self._repeated(kind)
        frames = {kind.name: _frame(kind, self.rows[kind.name]) for kind in KINDS}
        return Delivery(frames, tuple(self.sources), tuple(self.findings))

    def _values(self, kind: Kind, source: Source) -> Iterator[tuple[str, Any]]:
        taken_back = source.texts.get("withdrawn", "").strip() == "yes"
        for column in kind.columns:
            text = source.texts.get(column.name, "").strip()
            needed = column.mandatory and not (taken_back and column in kind.attributes)
            value = column.read(text, self.codes) if text else None
            if isinstance(value, Fault):
                fault = source.finding(value.code, column.name, text, value.expected)
                self.findings.append(fault)
            elif value is None and needed:
                self.findings.append(source.finding("VAL-001", column.name))
            yield column.read_as, value.isoformat() if isinstance(value, dt.date) else value

    def _repeated(self, kind: Kind) -> Iterator[Finding]:
        seen: set[tuple[object, ...]] = set()
        for row in self.rows[kind.name]:
            key = kind.of_key(row)
            if key in seen:
                said = " ".join(map(str, key))
                yield self.sources[row["place"]].finding("REG-005", value=said)
            seen.add(key)


def _frame(kind: Kind, rows: list[dict[str, Any]]) -> pd.DataFrame:
    columns = [*(column.read_as for column in kind.columns), "place"]
    return pd.DataFrame(rows, columns=columns, dtype=object)
