"""What the tariff says of a line: item, treatment, unit, exchange rate."""

from typing import Final

import pandas as pd

from mappers.checks.batch import Checked, faults
from mappers.checks.code_checks import CURRENCY, ORIGIN, TREATMENT, UNIT, code_is_known
from mappers.reference.row_keys import NONE

TREATMENT_ORIGINS: Final = "treatment_origins"
"""The reference table of the countries that each treatment is open to."""


def tariff_item_exists(checked: Checked) -> pd.DataFrame:
    """CAD-003. The ten-digit item is in the Customs Tariff on the release date."""
    rows = checked.lines
    return faults(rows, "CAD-003", where=rows["tariff_unit"].isna(), value="tariff_item")


def treatment_is_open_to_the_origin(checked: Checked) -> pd.DataFrame:
    """CAD-004. The item has a rate under the treatment, and the origin is entitled to it.

    Not said of a treatment whose countries are not known (CAD-075).
    """
    rows = checked.lines
    lacking = checked.rate_rows.of(rows, "duty") == NONE
    closed = lacking | ~rows["origin_entitled"].to_numpy(dtype=bool)
    wrong = _treatment_is_judged(checked) & rows["origins_known"].to_numpy(dtype=bool) & closed
    return faults(rows, "CAD-004", where=wrong, value="treatment", expected="origin_country")


def countries_of_the_treatment_are_known(checked: Checked) -> pd.DataFrame:
    """CAD-075. The table of origins says which countries a treatment is open to."""
    rows = checked.lines
    unknown = ~rows["origins_known"].to_numpy(dtype=bool)
    return faults(
        rows.assign(table=TREATMENT_ORIGINS),
        "CAD-075",
        where=_treatment_is_judged(checked) & unknown,
        value="treatment",
        expected="table",
    )


def _treatment_is_judged(checked: Checked) -> "pd.Series[bool]":
    """Tell of each line whether its item, treatment and origin are known."""
    return (
        checked.lines["tariff_unit"].notna()
        & code_is_known(checked, TREATMENT)
        & code_is_known(checked, ORIGIN)
    )


def unit_is_the_tariffs(checked: Checked) -> pd.DataFrame:
    """CAD-016. The quantity is in the unit of measure of the tariff item."""
    rows = checked.lines
    wrong = (
        rows["tariff_unit"].notna()
        & code_is_known(checked, UNIT)
        & (rows["unit"] != rows["tariff_unit"])
    )
    return faults(rows, "CAD-016", where=wrong, value="unit", expected="tariff_unit")


def currency_has_a_rate(checked: Checked) -> pd.DataFrame:
    """CAD-006. The exchange rate is that of the date of direct shipment (SOR/85-900)."""
    rows = checked.lines
    lacking = (rows["exchange_row"] == NONE) & code_is_known(checked, CURRENCY)
    return faults(rows, "CAD-006", where=lacking, value="currency", expected="direct_shipment_on")
