"""The bases of a batch: the distinct terms its lines are priced by, each with its key.

What is stored beside a line, and shown as its explanation, is what it was priced by: the schedule
of prices is made from these terms and from nothing else.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Final

import numpy as np
import pandas as pd

from ledger.charges import CHARGES, LESS_CONTENT, Schedule
from ledger.money import MILLION
from mappers.pricing.distinct import distinct
from mappers.pricing.measures import ANY
from mappers.pricing.rate_days import BASE_OF, SUSPENDED, RateDays
from mappers.pricing.rate_rows import RELIEF_LISTS, RateRows
from mappers.pricing.terms import (
    LISTED,
    ROUNDING,
    Terms,
    key_of,
    rule_of,
    schedule_of,
    texts_of,
)
from mappers.reference.dated_table import DatedTable
from mappers.reference.reference_data import ReferenceData
from mappers.reference.row_keys import NONE, Places

Row = Mapping[Hashable, Any]

_SOURCES: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "duty": ("tariff_rate", ("tariff_item", "treatment")),
    "sima": ("sima_measure", ("tariff_item", "origin_country", "measure", "kind", "exporter")),
    "surtax": (
        "surtax_measure",
        ("surtax_code", "tariff_item", "origin_country", "treatment", "melt_country"),
    ),
    "excise": ("excise_rate", ("excise_code",)),
    "gst": ("gst_rate", ("gst_code",)),
    "relief": ("relief", ("list", "code", "charge")),
    "factor": ("unit_factor", ("from_unit", "to_unit")),
    "exchange": ("exchange_rate", ("currency",)),
}
"""For each kind of row: its table in the book, and the key that names a row with its first day."""


_CONDITIONS: Final[Mapping[tuple[str, str], str]] = {
    ("sima_measure", "exporter"): "",
    ("surtax_measure", "treatment"): "under ",
    ("surtax_measure", "melt_country"): "melted in ",
}
"""Keys that name a row only where it does not take anything, and what stands before them there;
``reference_name`` of the book says it alike."""


_LISTED: Final = (*LISTED, "reliefs")
"""What terms have a list of."""


@dataclass(frozen=True)
class Bases:
    """Distinct terms with their keys, and for each line the place of its own."""

    terms: tuple[Terms, ...]
    texts: tuple[str, ...]
    keys: tuple[str, ...]
    of_line: Places

    @property
    def schedule(self) -> Schedule:
        """Return the terms as ``ledger.charges.price_lines`` prices by them."""
        return schedule_of(self.terms)

    @property
    def line_keys(self) -> "pd.Series[str]":
        """Return the key of each line's terms."""
        return pd.Series(np.array(self.keys, dtype=object)[self.of_line], dtype="str")


def bases_of(question: Places, rate_rows: RateRows, reference: ReferenceData) -> Bases:
    """Return the bases of lines, given which question each of them asks."""
    answers = rate_rows.answers
    deciding = [
        name for name in map(str, answers) if not name.endswith(("_known", "_named", "_asked"))
    ]
    of_question, asked = pd.factorize(question)
    first, of_asked = distinct(answers.iloc[asked], deciding)
    chosen = answers[deciding].iloc[asked[first]]
    return _bases(_Writer(reference, rate_rows).terms(chosen), of_asked[of_question])


def exchange_bases(lines: pd.DataFrame, rate_rows: RateRows, reference: ReferenceData) -> Bases:
    """Return the bases of the exchange rates of lines, given ``exchange_row`` and ``question``."""
    rows = pd.DataFrame(
        {"row": lines["exchange_row"], "days": rate_rows.of(lines, "days")}, index=lines.index
    )
    first, of_line = distinct(rows, ["row", "days"])
    terms: list[Terms] = []
    for row, days in rows.iloc[first].itertuples(index=False, name=None):
        held = reference.exchange_rates.rows.iloc[row].to_dict()
        rate = {
            "rate_ppm": int(held["rate_ppm"]),
            "source": source_of("exchange", held),
            "day": rate_rows.days[days]["exchange"],
        }
        terms.append({"exchange": rate})
    return _bases(terms, of_line)


def source_of(kind: str, row: Row) -> str:
    """Return the name of a row of the reference tables: table, key, first day."""
    table, keys = _SOURCES[kind]
    named = [
        f"{_CONDITIONS.get((table, key), '')}{row[key]}"
        for key in keys
        if (table, key) not in _CONDITIONS or row[key] != ANY
    ]
    return f"{table} {'/'.join(named)}/{str(row['effective_from'])[:10]}"


def _bases(all_terms: list[Terms], of_line: Places) -> Bases:
    """Return terms as bases, each once: ways that differ in what is not charged are alike."""
    terms_by_text: dict[str, Terms] = {}
    places: dict[str, int] = {}
    of_terms = np.empty(len(all_terms), dtype=np.intp)
    for number, (text, terms) in enumerate(zip(texts_of(all_terms), all_terms, strict=True)):
        of_terms[number] = places.setdefault(text, len(places))
        terms_by_text.setdefault(text, terms)
    keys = tuple(key_of(text) for text in places)
    return Bases(tuple(terms_by_text.values()), tuple(places), keys, of_terms[of_line])


class _Writer:
    """Writes the terms of answers; rows of the tables that several name are read once."""

    def __init__(self, reference: ReferenceData, rate_rows: RateRows) -> None:
        answers = rate_rows.answers
        self._days = rate_rows.days
        self._rates = {charge: rate_rows.components(charge) for charge in CHARGES}
        self._reliefs = {
            charge: [
                name for list_ in RELIEF_LISTS if (name := f"relief_{list_}_{charge}") in answers
            ]
            for charge in CHARGES
        }
        tables = {
            "duty": reference.tariff_rates,
            "sima": reference.sima_measures,
            "surtax": reference.surtax_measures,
            "excise": reference.excise_rates,
            "gst": reference.gst_rates,
        }
        self._rows = {
            charge: _read(table, answers[self._rates[charge]]) for charge, table in tables.items()
        }
        reliefs = [name for names in self._reliefs.values() for name in names]
        self._relief_rows = _read(reference.reliefs, answers[reliefs])
        factors = [name for name in map(str, answers) if name.endswith("_factor")]
        self._factor_rows = _read(reference.unit_factors, answers[factors])

    def terms(self, answers: pd.DataFrame) -> list[Terms]:
        """Return the terms of answers; those that share a term have the same object."""
        columns: list[tuple[str, list[Terms | None]]] = []
        for charge in CHARGES:
            for name in self._rates[charge]:
                factor = [f"{name}_factor"] if f"{name}_factor" in answers else []
                rates = self._each(answers, [name, "days", *factor], partial(self._rate, charge))
                columns.append((charge, rates))
        for charge in CHARGES:
            for name in self._reliefs[charge]:
                reliefs = self._each(answers, [name, "days"], partial(self._relief, charge))
                columns.append(("reliefs", reliefs))
        names, days = [name for name, _ in columns], answers["days"].tolist()
        return [
            self._written(self._days[number], zip(names, found, strict=True))
            for number, *found in zip(days, *(found for _, found in columns), strict=True)
        ]

    def _each(
        self, answers: pd.DataFrame, columns: list[str], read: Callable[..., Terms]
    ) -> list[Terms | None]:
        """Return what is read of some columns of each answer; None where the first has no row."""
        made, rows = cache(read), zip(*(answers[name].tolist() for name in columns), strict=True)
        return [None if row[0] == NONE else made(*row) for row in rows]

    def _written(self, days: RateDays, found: Iterable[tuple[str, Terms | None]]) -> Terms:
        terms: dict[str, Any] = {"rounding": ROUNDING}
        if days[SUSPENDED]:
            return terms | {SUSPENDED: f"cad_type {days[SUSPENDED]}"}
        for name, term in found:
            if term is not None and name in _LISTED:
                terms.setdefault(name, []).append(term)
            elif term is not None:
                terms[name] = term
        return terms

    def _rate(self, charge: str, place: int, days: int, factor: int = NONE) -> Terms:
        row = self._rows[charge][place]
        rate_ppm, micros = int(row["rate_ppm"]), int(row.get("specific_micros", 0))
        term: dict[str, Any] = {
            "rule": rule_of(rate_ppm, micros, row.get("combination", "sum")),
            "base": row.get("base") or self._days[days][BASE_OF[charge]],
            "rate_ppm": rate_ppm,
            "source": source_of(charge, row),
            "day": self._days[days][charge],
        }
        if micros:
            term |= {"specific_micros": micros, "unit": row["specific_unit"], "factor_ppm": MILLION}
        if micros and factor >= 0:
            held = self._factor_rows[factor]
            term["factor_ppm"] = int(held["factor_ppm"])
            term["factor_source"] = source_of("factor", held)
        if charge == "sima":
            term["kind"] = row["kind"]
        if term["base"] == LESS_CONTENT:
            term["content_least_ppm"] = int(row["content_least_ppm"])
        return term

    def _relief(self, charge: str, place: int, days: int) -> Terms:
        row = self._relief_rows[place]
        return {
            "charge": charge,
            "remitted_ppm": int(row["remitted_ppm"]),
            "source": source_of("relief", row),
            "day": self._days[days][charge],
        }


def _read(table: DatedTable, places: pd.DataFrame) -> dict[int, Row]:
    """Return the rows of a table that any answer names, by place."""
    named = np.unique(places.to_numpy())
    named = named[named >= 0]
    if not len(named):
        return {}
    names = list(table.rows)
    columns = [table.rows[name].array.take(named).tolist() for name in names]
    return {
        place: dict(zip(names, values, strict=True))
        for place, *values in zip(named.tolist(), *columns, strict=True)
    }
