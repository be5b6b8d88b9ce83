"""What a line owes: value for duty, then duty, then GST on the sum, each half up to the cent.

The order and the tax base are those of the Customs Tariff and the Excise Tax Act, s. 215;
the half-up rounding per line is ours (docs/decisions/0004).
"""

import numpy as np
import pandas as pd

from ledger.money import CentsArray, multiply_half_up

CHARGES = ("duty", "gst")
"""The charges of a line in the order in which they are computed."""


def price_lines(lines: pd.DataFrame) -> pd.DataFrame:
    """Return ``value_for_duty_cents, duty_cents, gst_cents`` for each line, same index.

    Needs ``value_for_currency_conversion_cents``, ``exchange_rate_ppm``, ``duty_rate_ppm``
    and ``gst_rate_ppm``, all int64 and zero or more.
    """
    value_for_duty = multiply_half_up(
        _column(lines, "value_for_currency_conversion_cents"), _column(lines, "exchange_rate_ppm")
    )
    duty = multiply_half_up(value_for_duty, _column(lines, "duty_rate_ppm"))
    gst = multiply_half_up(value_for_duty + duty, _column(lines, "gst_rate_ppm"))
    return pd.DataFrame(
        {"value_for_duty_cents": value_for_duty, "duty_cents": duty, "gst_cents": gst},
        index=lines.index,
    )


def _column(lines: pd.DataFrame, name: str) -> CentsArray:
    return lines[name].to_numpy(dtype=np.int64)
