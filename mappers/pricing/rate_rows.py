"""Which rows of the reference tables each line is charged by.

Lines that ask the same question (item, treatment, origin, unit, codes, days) share its answer.
An answer is places in the tables; what they come to is for ``mappers.pricing.bases`` to say.
"""

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from ledger.charges import CHARGES
from mappers.pricing.distinct import distinct
from mappers.pricing.rate_days import LineDays, RateDays
from mappers.reference.dated_table import DatedTable
from mappers.reference.reference_data import ReferenceData
from mappers.reference.row_keys import NONE, Always, On, Places

SUBJECT: Final = "S"
"""The SIMA code of goods that a measure covers; any other code assesses nothing."""

NOT_SUBJECT: Final = "SX"
"""The surtax code of goods outside the orders."""

UNCONVERTIBLE: Final = -2
"""In place of a row of unit factors: the rate's unit cannot be had from the line's.
NONE there means that none is needed."""

RELIEF_LISTS: Final = ("tariff_code", "special_authority", "licence")
CODED: Final = ("sima_code", "surtax_code", "excise_code", "gst_code", *RELIEF_LISTS)

_ASKED: Final = ("tariff_item", "treatment", "origin_country", "unit")
_Rows = dict[str, Places]

_BY_CURRENCY: Final[On] = {"currency": "currency"}
_BY_TREATMENT: Final[On] = {"tariff_item": "tariff_item", "treatment": "treatment"}
_BY_ORIGIN: Final[On] = {"tariff_item": "tariff_item", "origin_country": "origin_country"}
_BY_ANY_ORIGIN: Final[On] = {"tariff_item": "tariff_item", "origin_country": Always("*")}
_BY_UNITS: Final[On] = {"from_unit": "unit", "to_unit": "to_unit"}


@dataclass(frozen=True)
class RateRows:
    """The distinct answers, and how rates were chosen for them.

    ``answers`` has one row a question, all whole numbers: ``days``, the place in ``days`` here;
    for each rate a column of places in its table, ``duty, sima_0, sima_1, .., surtax_0, .., excise,
    gst``, and where its unit may differ one of places in the unit factors, ``duty_factor, ..``;
    ``relief_LIST_CHARGE``. ``sima_known`` tells whether a measure is in force for the goods,
    ``surtax_known`` whether an order is, ``surtax_named`` whether the declared one is.
    """

    answers: pd.DataFrame
    days: tuple[RateDays, ...]

    def of(self, lines: pd.DataFrame, name: str) -> Places:
        """Return a column of the answers to the questions of lines."""
        column = self.answers[name].to_numpy(dtype=np.intp)
        return np.asarray(column[lines["question"].to_numpy()])

    def components(self, charge: str) -> list[str]:
        """Return the columns of a charge's rates, in the order in which they apply."""
        layer = re.compile(rf"{charge}(_\d+)?")
        return [name for name in map(str, self.answers) if layer.fullmatch(name)]


def rate_rows(
    lines: pd.DataFrame, reference: ReferenceData, days_of_lines: LineDays
) -> tuple[RateRows, Places]:
    """Return the answers to all that lines ask, and each line's place in them."""
    question = np.zeros(len(lines), dtype=np.intp)
    answers: list[pd.DataFrame] = []
    asked_before = 0
    for number, (chosen, places) in enumerate(days_of_lines):
        same = lines.iloc[places]
        given = [name for name in CODED if name in same and same[name].notna().any()]
        used = sorted({chosen[charge] for charge in CHARGES})
        asked = [*_ASKED, *given, *used]
        first, asked_by = distinct(same, asked)
        answers.append(
            _answers(same[asked].iloc[first], reference, chosen).assign(days=number).astype("int64")
        )
        question[places] = asked_before + asked_by
        asked_before += len(first)
    together = pd.concat(answers, ignore_index=True)
    days = tuple(chosen for chosen, _ in days_of_lines)
    return RateRows(together.fillna(NONE).astype("int64"), days), question


def exchange_rows(
    lines: pd.DataFrame, exchange_rates: DatedTable, days_of_lines: LineDays
) -> Places:
    """Return the place of each line's exchange rate; NONE where there is none."""
    found = np.full(len(lines), NONE, dtype=np.intp)
    for chosen, places in days_of_lines:
        same = lines.iloc[places]
        found[places] = exchange_rates.row(same, on=_BY_CURRENCY, day=chosen["exchange"])
    return found


def _answers(asked: pd.DataFrame, reference: ReferenceData, days: RateDays) -> pd.DataFrame:
    none = pd.Series(pd.NA, index=asked.index, dtype="str")
    asked = asked.assign(**{name: none for name in CODED if name not in asked})
    gst = asked.assign(gst_code=asked["gst_code"].fillna(""))
    reliefs = _reliefs(asked, reference.reliefs, days)
    sima, measured = _sima(asked, reference.sima_measures, days["sima"])
    surtax, ordered = _surtax(asked, reference.surtax_measures, days["surtax"])
    duty = reference.tariff_rates.row(asked, on=_BY_TREATMENT, day=days["duty"])
    excise = reference.excise_rates.row(
        asked, on={"excise_code": "excise_code"}, day=days["excise"]
    )
    rows = {
        "duty": duty,
        **sima,
        **surtax,
        "excise": excise,
        "gst": reference.gst_rates.row(gst, on={"gst_code": "gst_code"}, day=days["gst"]),
    }
    factors = {
        f"{name}_factor": _factor(asked, found, table, reference.unit_factors, days[charge])
        for charge, table, of_charge in (
            ("duty", reference.tariff_rates, {"duty": duty}),
            ("sima", reference.sima_measures, sima),
            ("excise", reference.excise_rates, {"excise": excise}),
        )
        for name, found in of_charge.items()
    }
    return pd.DataFrame({**rows, **factors, **reliefs, **measured, **ordered})


def _sima(asked: pd.DataFrame, table: DatedTable, day: str) -> tuple[_Rows, _Rows]:
    """Every measure on the goods: an anti-dumping and a countervailing one may both hold."""
    pairs = _of_origin(asked, table, ["measure", "kind"], day)
    if pairs.empty:
        return {}, {"sima_known": _known(pairs, len(asked))}
    subject = (asked["sima_code"] == SUBJECT).to_numpy(dtype=bool)
    layers = _layers("sima", pairs[subject[pairs["asked"]]], len(asked))
    return layers, {"sima_known": _known(pairs, len(asked))}


def _surtax(asked: pd.DataFrame, table: DatedTable, day: str) -> tuple[_Rows, _Rows]:
    """The orders on the goods in rank order, down to the first that excludes those below."""
    pairs = _of_origin(asked, table, ["surtax_code"], day)
    if pairs.empty:
        of_none = _known(pairs, len(asked))
        return {}, {"surtax_known": of_none, "surtax_named": of_none}
    declared = asked["surtax_code"]
    code = table.places("surtax_code", declared)
    named = pairs["surtax_code"].to_numpy() == code[pairs["asked"]]
    subject = (declared.notna() & (declared != NOT_SUBJECT)).to_numpy(dtype=bool)
    ranked = pairs.assign(
        rank=table.rows["rank"].to_numpy(dtype=np.int64)[pairs["row"]],
        excludes=table.rows["excludes_lower"].to_numpy(dtype=bool)[pairs["row"]].astype(np.int64),
    ).sort_values(["asked", "rank", "surtax_code"])
    excluded = ranked.groupby("asked")["excludes"].cumsum() - ranked["excludes"]
    ranked = ranked[(excluded == 0) & subject[ranked["asked"]]]
    return _layers("surtax", ranked, len(asked)), {
        "surtax_known": _known(pairs, len(asked)),
        "surtax_named": _known(pairs[named], len(asked)),
    }


def _of_origin(
    asked: pd.DataFrame, table: DatedTable, identity: list[str], day: str
) -> pd.DataFrame:
    """Return ``asked, row`` and the identity of every row for the item and its origin, or any.

    An identity is the place of each value among those of the table, in order of the text. Where
    one measure has a row for the origin and one for any, that for the origin holds.
    """
    places, rows = zip(
        table.pairs(asked, on=_BY_ORIGIN, day=day),
        table.pairs(asked, on=_BY_ANY_ORIGIN, day=day),
        strict=True,
    )
    place, row = np.concatenate(places), np.concatenate(rows)
    number = place.astype(np.int64)
    for name in identity:
        of_row = table.places(name)
        number = number * (of_row.max(initial=0) + 1) + of_row[row]
    _, first = np.unique(number, return_index=True)
    place, row = place[first], row[first]
    named = {name: table.places(name)[row] for name in identity}
    return pd.DataFrame({"asked": place, "row": row, **named})


def _layers(charge: str, pairs: pd.DataFrame, count: int) -> _Rows:
    """Return the first rows of all that are asked, the second rows, and so on."""
    number = pairs.groupby("asked").cumcount().to_numpy()
    layers = {}
    for layer in range(int(number.max(initial=NONE)) + 1):
        of_layer = pairs[number == layer]
        layers[f"{charge}_{layer}"] = _placed(of_layer["asked"], of_layer["row"], count)
    return layers


def _known(pairs: pd.DataFrame, count: int) -> Places:
    known = np.zeros(count, dtype=np.intp)
    known[pairs["asked"]] = 1
    return known


def _reliefs(asked: pd.DataFrame, reliefs: DatedTable, days: RateDays) -> _Rows:
    rows = {}
    for name in RELIEF_LISTS:
        if asked[name].isna().all():
            continue
        for charge in CHARGES:
            on = {"list": Always(name), "charge": Always(charge), "code": name}
            found = reliefs.row(asked, on=on, day=days[charge])
            if (found != NONE).any():
                rows[f"relief_{name}_{charge}"] = found
    return rows


def _factor(
    asked: pd.DataFrame, rows: Places, table: DatedTable, factors: DatedTable, day: str
) -> Places:
    """Return the row of unit factors from the line's unit to the rate's."""
    if (rows == NONE).all():
        return rows
    at = np.flatnonzero(rows != NONE)
    unit = table.rows["specific_unit"].to_numpy(dtype=object)[rows[at]]
    at, unit = at[pd.notna(unit)], unit[pd.notna(unit)]
    differs = unit != asked["unit"].array.take(at).to_numpy(dtype=object)
    at, unit = at[differs], unit[differs]
    if not len(at):
        return np.full(len(asked), NONE, dtype=np.intp)
    wanted = asked[["unit", day]].iloc[at].assign(to_unit=unit.astype(str))
    found = factors.row(wanted, on=_BY_UNITS, day=day)
    return _placed(at, np.where(found == NONE, UNCONVERTIBLE, found), len(asked))


def _placed(at: "pd.Series[int] | Places", rows: "pd.Series[int] | Places", count: int) -> Places:
    """Return ``rows`` at their places among so many, NONE at all others."""
    placed = np.full(count, NONE, dtype=np.intp)
    placed[at] = rows
    return placed
