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
from mappers.pricing import measures
from mappers.pricing.distinct import distinct
from mappers.pricing.measures import Rows, claims, placed
from mappers.pricing.rate_days import LineDays, RateDays
from mappers.reference.dated_table import DatedTable
from mappers.reference.reference_data import ReferenceData
from mappers.reference.row_keys import NONE, Always, On, Places

ANY_ITEM: Final = "*"
"""The tariff item of a duty rate that holds for every item without one of its own."""

UNCONVERTIBLE: Final = -2
"""In place of a row of unit factors: the rate's unit cannot be had from the line's.
NONE there means that none is needed."""

RELIEF_LISTS: Final = ("tariff_code", "special_authority", "licence")
CODED: Final = (
    "sima_code", "surtax_code", "excise_code", "gst_code", *RELIEF_LISTS, "surtax_flag",
    "melt_country", "exporter",
)  # fmt: skip

_ASKED: Final = ("tariff_item", "treatment", "origin_country", "unit")

_BY_CURRENCY: Final[On] = {"currency": "currency"}
_BY_TREATMENT: Final[On] = {"tariff_item": "tariff_item", "treatment": "treatment"}
_BY_TREATMENT_ALONE: Final[On] = {"tariff_item": Always(ANY_ITEM), "treatment": "treatment"}
_BY_UNITS: Final[On] = {"from_unit": "unit", "to_unit": "to_unit"}


@dataclass(frozen=True)
class RateRows:
    """The distinct answers, and how rates were chosen for them.

    ``answers`` has one row a question, all whole numbers: ``days``, the place in ``days`` here;
    for each rate a column of places in its table, ``duty, sima_0, sima_1, .., surtax_0, .., excise,
    gst``, and where its unit may differ one of places in the unit factors, ``duty_factor, ..``;
    ``relief_LIST_CHARGE``. ``sima_known`` tells whether a measure is in force for the goods,
    ``surtax_named`` whether the declared order is; ``surtax_asked`` is the number of the first day
    of filing on which a line must say whether an order covers it, NEVER where none may.
    """

    answers: pd.DataFrame
    days: tuple[RateDays, ...]

    def of(self, lines: pd.DataFrame, name: str) -> Places:
        """Return a column of the answers to the questions of lines."""
        column = self.answers[name].to_numpy(dtype=np.intp)
        return np.asarray(column[lines["question"].to_numpy()])

    def day(self, lines: pd.DataFrame, charge: str) -> "pd.Series[pd.Timestamp]":
        """Return for each line the day on which the rate of a charge is taken."""
        way = self.of(lines, "days")
        found = lines["release_on"].copy()
        for number, days in enumerate(self.days):
            if days[charge] != "release_on":
                at = np.flatnonzero(way == number)
                found.iloc[at] = lines[days[charge]].iloc[at].to_numpy()
        return found

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
        claimed = claims(same, reference.surtax_measures)
        same = pd.concat([same, claimed], axis=1)
        given = [name for name in CODED if name in same and same[name].notna().any()]
        used = sorted({chosen[charge] for charge in CHARGES})
        asked = [*_ASKED, *given, *claimed, *used]
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
    sima, measured = measures.sima(asked, reference.sima_measures, days["sima"])
    surtax, ordered = measures.surtax(asked, reference.surtax_measures, days["surtax"])
    duty = _duty(asked, reference.tariff_rates, days["duty"])
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


def _duty(asked: pd.DataFrame, table: DatedTable, day: str) -> Places:
    """Return the rate of the item under its treatment, else that of any item under it."""
    own = table.row(asked, on=_BY_TREATMENT, day=day)
    lacking = np.flatnonzero(own == NONE)
    if len(lacking):
        own[lacking] = table.row(asked.iloc[lacking], on=_BY_TREATMENT_ALONE, day=day)
    return own


def _reliefs(asked: pd.DataFrame, reliefs: DatedTable, days: RateDays) -> Rows:
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
    return placed(at, np.where(found == NONE, UNCONVERTIBLE, found), len(asked))
