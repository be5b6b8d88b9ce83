"""What the tariff says of a line: item, treatment, unit, exchange rate."""

import pandas as pd

from mappers.checks.batch import Checked, faults
from mappers.checks.code_checks import CURRENCY, ORIGIN, TREATMENT, UNIT, code_is_known
from mappers.reference.row_keys import NONE


def tariff_item_exists(checked: Checked) -> pd.DataFrame:
    """CAD-003. The ten-digit item is in the Customs Tariff on the release date."""
    rows = checked.lines
    return faults(rows, "CAD-003", where=rows["tariff_unit"].isna(), value="tariff_item")


def treatment_is_open_to_the_origin(checked: Checked) -> pd.DataFrame:
    """CAD-004. The item has a rate under the treatment, and the origin is entitled to it."""
    rows = checked.lines
    judged = (
        rows["tariff_unit"].notna()
        & code_is_known(checked, TREATMENT)
        & code_is_known(checked, ORIGIN)
    )
    lacking = checked.rate_rows.of(rows, "duty") == NONE
    closed = lacking | ~rows["origin_entitled"].to_numpy(dtype=bool)
    return faults(
        rows, "CAD-004", where=judged & closed, value="treatment", expected="origin_country"
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
