"""What the tariff says of a line: item, treatment, unit, exchange rate, measures."""

import pandas as pd

from mappers.checked import Checked, faults
from mappers.code_checks import CURRENCY, ORIGIN, TREATMENT, UNIT, code_is_known


def tariff_item_exists(checked: Checked) -> pd.DataFrame:
    """CAD-003. The ten-digit item is in the Customs Tariff on the release date."""
    rows = checked.lines
    return faults(rows[rows["tariff_unit"].isna()], "CAD-003", value="tariff_item")


def treatment_is_open_to_the_origin(checked: Checked) -> pd.DataFrame:
    """CAD-004. The item has a rate under the treatment, and the origin is entitled to it."""
    rows = checked.lines[
        checked.lines["tariff_unit"].notna()
        & code_is_known(checked, TREATMENT)
        & code_is_known(checked, ORIGIN)
    ]
    return faults(
        rows[rows["duty_rate_ppm"].isna() | ~rows["origin_entitled"].astype(bool)],
        "CAD-004",
        value="treatment",
        expected="origin_country",
    )


def unit_is_the_tariffs(checked: Checked) -> pd.DataFrame:
    """CAD-016. The quantity is in the unit of measure of the tariff item."""
    rows = checked.lines[checked.lines["tariff_unit"].notna() & code_is_known(checked, UNIT)]
    wrong = rows["unit"] != rows["tariff_unit"]
    return faults(rows[wrong], "CAD-016", value="unit", expected="tariff_unit")


def currency_has_a_rate(checked: Checked) -> pd.DataFrame:
    """CAD-006. The exchange rate is that of the date of direct shipment (SOR/85-900)."""
    lacking = checked.lines["exchange_rate_ppm"].isna() & code_is_known(checked, CURRENCY)
    rows = checked.lines[lacking]
    return faults(rows, "CAD-006", value="currency", expected="direct_shipment_on")


def sima_flag_is_given(checked: Checked) -> pd.DataFrame:
    """CAD-035. Goods of an item and origin under a measure say whether they are subject to it.

    Special Import Measures Act; CBSA TCC24-144.
    """
    rows = checked.lines
    if "sima_code" not in rows:
        return faults(rows.head(0), "CAD-035", value="tariff_item", element="sima_code")
    unsaid = rows[rows["sima_code"].isna()]
    measured = _measures(unsaid, checked.reference.sima_measures)
    rows = unsaid[unsaid.index.isin(measured.index)]
    return faults(
        rows, "CAD-035", value="tariff_item", expected="origin_country", element="sima_code"
    )


def _measures(lines: pd.DataFrame, measures: pd.DataFrame) -> "pd.Series[str]":
    """Return a measure on each line's item and origin, the first by name; null where none is."""
    lines = lines[lines["tariff_item"].isin(measures["tariff_item"])]
    held = lines[["tariff_item", "origin_country", "release_on"]].reset_index(names="_line")
    held = held.merge(measures, on="tariff_item", suffixes=("", "_listed"))
    of_origin = held["origin_country_listed"] == held["origin_country"]
    held = held[of_origin | (held["origin_country_listed"] == "*")]
    first, last = (
        held[name].astype("str").astype("datetime64[s]")
        for name in ("effective_from", "effective_to")
    )
    held = held[(first <= held["release_on"]) & (held["release_on"] <= last)]
    return held.sort_values("measure").drop_duplicates("_line").set_index("_line")["measure"]
