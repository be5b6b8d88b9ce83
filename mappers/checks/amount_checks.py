"""Amounts that are computed stay within the bounds of what is computed."""

import pandas as pd

from ledger.rates import AMOUNT_MAX
from mappers.checks.batch import faults


def too_large(priced: pd.DataFrame) -> pd.DataFrame:
    """Return CAD-042 for each line with an amount beyond what is computed."""
    rows = priced[priced["too_large"]].assign(bound_cents=AMOUNT_MAX)
    return faults(
        rows, "CAD-042", value="value_for_currency_conversion_cents", expected="bound_cents"
    )
