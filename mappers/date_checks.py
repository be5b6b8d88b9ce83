"""When: shipped, released, accounted for, in that order, and never in the future."""

import datetime as dt

import pandas as pd

from mappers.checked import PROGRAM, Checked, faults


def shipped_before_release(checked: Checked) -> pd.DataFrame:
    """CAD-017. Goods are shipped before they are released."""
    late = checked.lines["direct_shipment_on"] > checked.lines["release_on"]
    return faults(checked.lines[late], "CAD-017", value="direct_shipment_on", expected="release_on")


def released_before_receipt(checked: Checked) -> pd.DataFrame:
    """CAD-010. Accounting follows release (SOR/86-1062 s. 10)."""
    rows = checked.declarations.assign(received_on=checked.received_on.isoformat())
    late = rows["release_on"] > pd.Timestamp(checked.received_on)
    return faults(rows[late], "CAD-010", value="release_on", expected="received_on")


def released_under_a_cycle(checked: Checked) -> pd.DataFrame:
    """CAD-020. A billing cycle is in force on the release date."""
    first = min(
        (rule.effective_from for rule in checked.cycle_rules if rule.program == PROGRAM),
        default=dt.date.max,
    )
    rows = checked.declarations
    return faults(rows[rows["release_on"] < pd.Timestamp(first)], "CAD-020", value="release_on")
