"""Amounts that are computed: within the bounds of what is, and in proportion to the goods."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from ledger.dated_rules import newest_on
from ledger.rates import AMOUNT_MAX
from mappers.checks.batch import NO_FAULTS, faults, together
from mappers.rules.declaration_rules import PlausibilityRule

_COMPARED: Final = ("duty_cents", "sima_cents", "surtax_cents", "excise_cents")
"""Charges that a mistyped quantity or unit makes large: those with rates by the unit."""


def too_large(priced: pd.DataFrame) -> pd.DataFrame:
    """Return CAD-042 for each line with an amount beyond what is computed."""
    if not priced["too_large"].any():
        return NO_FAULTS
    rows = priced[priced["too_large"]].assign(bound_cents=AMOUNT_MAX)
    return faults(
        rows, "CAD-042", value="value_for_currency_conversion_cents", expected="bound_cents"
    )


def out_of_proportion(priced: pd.DataFrame, rules: Sequence[PlausibilityRule]) -> pd.DataFrame:
    """Return CAD-069, a warning, for each charge many times the value for duty of its line."""
    days = priced["release_on"].drop_duplicates()
    times = {day: _times(rules, day) for day in days}
    most = priced["value_for_duty_cents"] * priced["release_on"].map(times)
    return together(
        faults(
            priced,
            "CAD-069",
            where=(priced[charge] > most).fillna(False),
            value=charge,
            expected="value_for_duty_cents",
        )
        for charge in _COMPARED
    )


def _times(rules: Sequence[PlausibilityRule], day: pd.Timestamp) -> int | None:
    rule = newest_on(rules, day.date())
    return None if rule is None else rule.charge_times_value_max
