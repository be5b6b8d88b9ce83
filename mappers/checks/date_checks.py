"""When: shipped, released, accounted for, in that order, and never in the future."""

import datetime as dt

import pandas as pd

from billing.filing import type_rule_on
from ledger.dated_rules import newest_on
from mappers.checks.batch import NO_FAULTS, Checked, faults


def shipped_before_release(checked: Checked) -> pd.DataFrame:
    """CAD-017. Goods are shipped before they are released."""
    late = checked.lines["direct_shipment_on"] > checked.lines["release_on"]
    return faults(
        checked.lines, "CAD-017", where=late, value="direct_shipment_on", expected="release_on"
    )


def released_before_receipt(checked: Checked) -> pd.DataFrame:
    """CAD-010. Accounting follows release (SOR/86-1062 s. 10)."""
    rows = checked.declarations
    late = rows["release_on"] > rows["received_on"]
    return faults(rows, "CAD-010", where=late, value="release_on", expected="received_on")


def released_under_a_cycle(checked: Checked) -> pd.DataFrame:
    """CAD-020. A billing cycle is in force on the release date."""
    rows = checked.declarations
    kinds = rows[["cad_type", "release_on"]].drop_duplicates()
    without = [
        has_no_cycle(checked, cad_type, day.date())
        for cad_type, day in kinds.itertuples(index=False, name=None)
    ]
    if not any(without):
        return NO_FAULTS
    named = pd.MultiIndex.from_frame(rows[["cad_type", "release_on"]])
    wrong = named.isin(pd.MultiIndex.from_frame(kinds[without]))
    return faults(rows, "CAD-020", where=wrong, value="release_on")


def has_no_cycle(checked: Checked, cad_type: str, released_on: dt.date) -> bool:
    """Whether a type is ruled on a day, and its program's first cycle starts later."""
    rule = type_rule_on(checked.rules.cad_types, cad_type, released_on)
    if rule is None:
        return False
    cycles = (cycle for cycle in checked.reference.cycle_rules if cycle.program == rule.program)
    return newest_on(cycles, released_on) is None
