"""On which day the rate of each charge is taken, and what of: ``config/rules/pricing.toml``."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from billing.filing import TypeRule, type_rule_on
from ledger.charges import CHARGES
from ledger.dated_rules import newest_on
from mappers.pricing.distinct import distinct
from mappers.rules.declaration_rules import ChargeBase, DeclarationRules, RateDay
from mappers.rules.rated import RATED

SUSPENDED: Final = "suspended"

RateDays = Mapping[str, str]
"""The column whose day decides the rate of each of RATED.

Under SUSPENDED, the type of declaration whose charges wait for a later one, or an empty text; under
``BASE_OF[charge]``, what the charge is a share of."""

BASE_OF: Final[Mapping[str, str]] = {charge: f"{charge} of" for charge in CHARGES}

LineDays = tuple[tuple[RateDays, npt.NDArray[np.intp]], ...]
"""Each way in which the days are chosen, and the places of its lines."""


def rate_days(rules: tuple[RateDay, ...], cad_type: str, release_on: dt.date) -> dict[str, str]:
    """Return the column for each charge; a rule for the type goes before one for all.

    Before the first rule of a charge, its first holds.
    """
    return {charge: _day(rules, charge, cad_type, release_on) for charge in RATED}


def charge_bases(rules: tuple[ChargeBase, ...], release_on: dt.date) -> dict[str, str]:
    """Return the base of each charge, under its name in BASE_OF; before the first rule, its own."""
    return {BASE_OF[charge]: _base(rules, charge, release_on) for charge in CHARGES}


def rate_days_of_lines(
    lines: pd.DataFrame, cad_type: "pd.Series[str]", rules: DeclarationRules
) -> LineDays:
    """Return the days that decide, and the places of all lines that they decide for.

    At least one way is returned, be there lines or not.
    """
    if lines.empty:
        return ((dict(_way(rules, "", dt.date.min)), np.empty(0, dtype=np.intp)),)
    kinds = lines[["release_on"]].assign(cad_type=cad_type)
    first, kind = distinct(kinds, ["cad_type", "release_on"])
    named = kinds[["cad_type", "release_on"]].iloc[first].itertuples(index=False, name=None)
    ways = [_way(rules, name, day.date()) for name, day in named]
    found = []
    for same in dict.fromkeys(ways):
        of_kind = np.array([each == same for each in ways], dtype=np.bool_)
        found.append((dict(same), np.flatnonzero(of_kind[kind])))
    return tuple(found)


def _way(
    rules: DeclarationRules, cad_type: str, release_on: dt.date
) -> tuple[tuple[str, str], ...]:
    return (
        *rate_days(rules.rate_days, cad_type, release_on).items(),
        *charge_bases(rules.charge_bases, release_on).items(),
        _suspended(rules.cad_types, cad_type, release_on),
    )


def _suspended(types: tuple[TypeRule, ...], cad_type: str, released_on: dt.date) -> tuple[str, str]:
    rule = type_rule_on(types, cad_type, released_on)
    return SUSPENDED, "" if rule is None or rule.charged else cad_type


def _day(rules: tuple[RateDay, ...], charge: str, cad_type: str, release_on: dt.date) -> str:
    of_charge = tuple(rule for rule in rules if rule.charge == charge)
    of_type = tuple(rule for rule in of_charge if cad_type in rule.cad_types)
    of_all = tuple(rule for rule in of_charge if not rule.cad_types)
    found = newest_on(of_type, release_on) or newest_on(of_all, release_on)
    return (found or min(of_all, key=lambda rule: rule.effective_from)).day


def _base(rules: tuple[ChargeBase, ...], charge: str, release_on: dt.date) -> str:
    of_charge = tuple(rule for rule in rules if rule.charge == charge)
    found = newest_on(of_charge, release_on)
    return (found or min(of_charge, key=lambda rule: rule.effective_from)).base
