"""On which day the rate of each charge is taken: ``config/rules/pricing.toml``."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from billing.filing import TypeRule, type_rule_on
from ledger.dated_rules import newest_on
from mappers.pricing.distinct import distinct
from mappers.rules.declaration_rules import RateDay
from mappers.rules.rated import RATED

SUSPENDED: Final = "suspended"

RateDays = Mapping[str, str]
"""The column whose day decides the rate of each of RATED.

Under SUSPENDED, the type of declaration whose charges wait for a later one, or an empty text."""

LineDays = tuple[tuple[RateDays, npt.NDArray[np.intp]], ...]
"""Each way in which the days are chosen, and the places of its lines."""


def rate_days(rules: tuple[RateDay, ...], cad_type: str, release_on: dt.date) -> dict[str, str]:
    """Return the column for each charge; a rule for the type goes before one for all.

    Before the first rule of a charge, its first holds.
    """
    return {charge: _day(rules, charge, cad_type, release_on) for charge in RATED}


def rate_days_of_lines(
    lines: pd.DataFrame,
    cad_type: "pd.Series[str]",
    rules: tuple[RateDay, ...],
    types: tuple[TypeRule, ...],
) -> LineDays:
    """Return the days that decide, and the places of all lines that they decide for.

    At least one way is returned, be there lines or not.
    """
    if lines.empty:
        of_none = rate_days(rules, "", dt.date.min) | {SUSPENDED: ""}
        return ((of_none, np.empty(0, dtype=np.intp)),)
    kinds = lines[["release_on"]].assign(cad_type=cad_type)
    first, kind = distinct(kinds, ["cad_type", "release_on"])
    named = kinds[["cad_type", "release_on"]].iloc[first].itertuples(index=False, name=None)
    days = [
        (*rate_days(rules, name, day.date()).items(), _suspended(types, name, day.date()))
        for name, day in named
    ]
    found = []
    for same in dict.fromkeys(days):
        of_kind = np.array([each == same for each in days], dtype=np.bool_)
        found.append((dict(same), np.flatnonzero(of_kind[kind])))
    return tuple(found)


def _suspended(types: tuple[TypeRule, ...], cad_type: str, released_on: dt.date) -> tuple[str, str]:
    rule = type_rule_on(types, cad_type, released_on)
    return SUSPENDED, "" if rule is None or rule.charged else cad_type


def _day(rules: tuple[RateDay, ...], charge: str, cad_type: str, release_on: dt.date) -> str:
    of_charge = tuple(rule for rule in rules if rule.charge == charge)
    of_type = tuple(rule for rule in of_charge if cad_type in rule.cad_types)
    of_all = tuple(rule for rule in of_charge if not rule.cad_types)
    found = newest_on(of_type, release_on) or newest_on(of_all, release_on)
    return (found or min(of_all, key=lambda rule: rule.effective_from)).day
