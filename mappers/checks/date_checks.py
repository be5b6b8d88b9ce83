"""When: shipped, released, accounted for, in that order, and never in the future."""

import datetime as dt
from functools import partial

import pandas as pd

from billing.filing import type_rule_on
from ledger.dated_rules import newest_on
from mappers.checks.batch import Checked, faults


def shipped_before_release(checked: Checked) -> pd.DataFrame:
    """CAD-017. Goods are shipped before they are released."""
    late = checked.lines["direct_shipment_on"] > checked.lines["release_on"]
    return faults(
        checked.lines, "CAD-017", where=late, value="direct_shipment_on", expected="release_on"
    )


def released_before_receipt(checked: Checked) -> pd.DataFrame:
    """CAD-010. Accounting follows release (SOR/86-1062 s. 10), but of types that precede it."""
    rows = checked.declarations
    late = (rows["release_on"] > rows["received_on"]) & ~checked.of_kind(
        partial(_may_precede_release, checked)
    )
    return faults(rows, "CAD-010", where=late, value="release_on", expected="received_on")


def _may_precede_release(checked: Checked, cad_type: str, released_on: dt.date) -> bool:
    rule = type_rule_on(checked.rules.cad_types, cad_type, released_on)
    return rule is not None and rule.before_release


def released_under_a_cycle(checked: Checked) -> pd.DataFrame:
    """CAD-020. A billing cycle is in force on the release date."""
    wrong = checked.of_kind(partial(has_no_cycle, checked))
    return faults(checked.declarations, "CAD-020", where=wrong, value="release_on")


def has_no_cycle(checked: Checked, cad_type: str, released_on: dt.date) -> bool:
    """Whether a type is ruled on a day, and its program's first cycle starts later."""
    rule = type_rule_on(checked.rules.cad_types, cad_type, released_on)
    if rule is None:
        return False
    cycles = (cycle for cycle in checked.reference.cycle_rules if cycle.program == rule.program)
    return newest_on(cycles, released_on) is None
