"""Texts of one row of a delivery to typed values, and what is wrong with them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from stdnum.ca import bn

from parsers.findings import Finding, shown
from parsers.registry.tables import KINDS, OPEN_END, CodeSets, Kind
from parsers.values import Fault


@dataclass(frozen=True)
class Source:
    """One row as it came: its texts by column, its bytes, and what to call its place."""

    texts: Mapping[str, str]
    byte_from: int
    byte_to: int
    segment: str
    position: int | None = None


@dataclass(frozen=True)
class Delivery:
    """A delivery read: a frame for each kind, where each row came from, and the findings.

    A frame has the values of its kind's columns, ``effective_to`` filled in, ``withdrawn`` as a
    boolean, and ``place``, which numbers ``sources``.
    """

    frames: Mapping[str, pd.DataFrame]
    sources: tuple[Source, ...]
    findings: tuple[Finding, ...]

    def finding(self, code: str, place: int, **said: str | None) -> Finding:
        """Return a finding about one row."""
        return _finding(code, self.sources[place], **said)


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
        before = len(self.findings)
        row = dict(self._values(kind, source))
        if len(self.findings) > before:
            return
        row["effective_to"] = row["effective_to"] or OPEN_END
        if row["effective_to"] < row["effective_from"]:
            self._find("REG-004", source, "effective_to", row["effective_to"])
        elif (business_number := row.get("bn9") or row.get("bn15")) and not bn.is_valid(
            business_number
        ):
            self._find("REG-009", source, "bn9" if "bn9" in row else "bn15", business_number)
        self.rows[kind.name].append(row | {"place": place, "withdrawn": row["withdrawn"] == "yes"})

    def done(self) -> Delivery:
        """Return everything read; two rows of one key and day are findings."""
        for kind in KINDS:
            self._find_repeated(kind)
        frames = {kind.name: _frame(kind, self.rows[kind.name]) for kind in KINDS}
        return Delivery(frames, tuple(self.sources), tuple(self.findings))

    def _values(self, kind: Kind, source: Source) -> Iterable[tuple[str, Any]]:
        taken_back = source.texts.get("withdrawn", "").strip() == "yes"
        for column in kind.columns:
            text = source.texts.get(column.name, "").strip()
            if not text:
                if column.mandatory and not (taken_back and column in kind.attributes):
                    self._find("VAL-001", source, column.name)
                yield column.read_as, None
                continue
            value = column.read(text, self.codes)
            if isinstance(value, Fault):
                self._find(value.code, source, column.name, text, value.expected)
            yield column.read_as, value.isoformat() if isinstance(value, dt.date) else value

    def _find_repeated(self, kind: Kind) -> None:
        first: set[tuple[object, ...]] = set()
        for row in self.rows[kind.name]:
            if kind.of_key(row) in first:
                said = " ".join(map(str, kind.of_key(row)))
                self._find("REG-005", self.sources[row["place"]], None, said)
            first.add(kind.of_key(row))

    def _find(
        self,
        code: str,
        source: Source,
        element: str | None,
        value: str | None = None,
        expected: str | None = None,
    ) -> None:
        self.findings.append(
            _finding(code, source, element=element, value=value, expected=expected)
        )


def _finding(
    code: str,
    source: Source,
    element: str | None = None,
    value: str | None = None,
    expected: str | None = None,
) -> Finding:
    return Finding(
        code=code,
        byte_from=source.byte_from,
        byte_to=source.byte_to,
        segment=source.segment,
        segment_position=source.position,
        element=element,
        value=shown(value),
        expected=expected,
    )


def _frame(kind: Kind, rows: list[dict[str, Any]]) -> pd.DataFrame:
    columns = [*(column.read_as for column in kind.columns), "place"]
    return pd.DataFrame(rows, columns=columns, dtype=object)
