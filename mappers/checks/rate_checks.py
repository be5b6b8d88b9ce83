"""Whether every charge that a line owes can be computed: a rate for its code, a unit that fits."""

import pandas as pd

from mappers.checks.batch import Checked, faults, together
from mappers.checks.code_checks import EXCISE, GST, UNIT, code_is_known
from mappers.pricing.rate_rows import UNCONVERTIBLE
from mappers.reference.row_keys import NONE


def quantity_is_in_a_unit_of_the_rate(checked: Checked) -> pd.DataFrame:
    """CAD-041. What is charged by quantity has a unit that converts to that of the rate.

    Not said of a line whose unit is not the tariff item's (CAD-016).
    """
    lines = checked.lines
    fitting = lines["tariff_unit"].isna() | (lines["unit"] == lines["tariff_unit"])
    fitting &= code_is_known(checked, UNIT)
    found = []
    tables = {
        "duty": checked.reference.tariff_rates,
        "sima": checked.reference.sima_measures,
        "excise": checked.reference.excise_rates,
    }
    for charge, table in tables.items():
        for name in checked.rate_rows.components(charge):
            wrong = fitting & (checked.rate_rows.of(lines, f"{name}_factor") == UNCONVERTIBLE)
            if not wrong.any():
                continue
            rate = checked.rate_rows.of(lines, name)[wrong]
            units = table.rows["specific_unit"].to_numpy(dtype=object)[rate]
            rows = lines[wrong].assign(rate_unit=units)
            found.append(faults(rows, "CAD-041", value="unit", expected="rate_unit"))
    return together(found).drop_duplicates(ignore_index=True)


def code_has_a_rate(checked: Checked) -> pd.DataFrame:
    """CAD-046. The GST code, or its absence, and the excise code have a rate in force."""
    lines = checked.lines
    no_gst = (checked.rate_rows.of(lines, "gst") == NONE) & code_is_known(checked, GST)
    found = []
    if no_gst.any():
        untaxed = lines[no_gst].assign(
            charge="gst", rated_on=checked.rate_rows.day(lines, "gst")[no_gst]
        )
        found.append(
            faults(untaxed, "CAD-046", value="charge", expected="rated_on", element="gst_code")
        )
    no_excise = (checked.rate_rows.of(lines, "excise") == NONE) & lines["excise_code"].notna()
    no_excise &= code_is_known(checked, EXCISE)
    if no_excise.any():
        unrated = lines[no_excise].assign(
            rated_on=checked.rate_rows.day(lines, "excise")[no_excise]
        )
        found.append(faults(unrated, "CAD-046", value="excise_code", expected="rated_on"))
    return together(found)
