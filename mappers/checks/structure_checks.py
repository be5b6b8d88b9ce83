"""Whole and in order: lines, totals, and what a type of declaration needs."""

import datetime as dt

import pandas as pd

from billing.filing import type_rule_on
from ledger.dated_rules import newest_on
from mappers.checks.batch import NO_FAULTS, Checked, faults, together
from mappers.checks.code_checks import TYPE, code_is_known
from mappers.checks.date_checks import has_no_cycle
from mappers.filing.filing_dates import in_rpp
from mappers.rules.declaration_rules import MandatoryElements
from parsers.element_columns import element_of


def only_a_withdrawal_has_no_lines(checked: Checked) -> pd.DataFrame:
    """CAD-070. An original and every new version carry their lines; a withdrawal may not."""
    rows = checked.declarations
    wrong = (rows["function"] != "withdrawal") & ~rows["message"].isin(checked.lines["message"])
    return faults(rows, "CAD-070", where=wrong, value="line_count")


def lines_are_counted(checked: Checked) -> pd.DataFrame:
    """CAD-005. The line count of the summary is the number of commodity lines."""
    held = checked.lines.groupby("message").size()
    rows = checked.declarations.assign(held=checked.declarations["message"].map(held))
    wrong = rows["line_count"] != rows["held"].fillna(0)
    return faults(rows, "CAD-005", where=wrong, value="line_count", expected="held")


def values_add_up(checked: Checked) -> pd.DataFrame:
    """CAD-014. The control total of the summary is the sum of the line values."""
    held = checked.lines.groupby("message")["value_for_currency_conversion_cents"].sum()
    rows = checked.declarations.assign(held_cents=checked.declarations["message"].map(held))
    wrong = rows["total_value_cents"] != rows["held_cents"].fillna(0)
    return faults(rows, "CAD-014", where=wrong, value="total_value_cents", expected="held_cents")


def lines_are_numbered_in_sequence(checked: Checked) -> pd.DataFrame:
    """CAD-015. Lines are numbered from 1 without gaps."""
    rows = checked.lines
    rows = rows.assign(due=rows.groupby("message").cumcount() + 1)
    wrong = rows["line_number"] != rows["due"]
    return faults(rows, "CAD-015", where=wrong, value="line_number", expected="due")


def lines_are_within_the_limit(checked: Checked) -> pd.DataFrame:
    """CAD-036. A declaration has no more lines than the limit in force on its release date."""
    held = checked.lines.groupby("message").size()
    rows = checked.declarations
    rows = rows.assign(
        held=rows["message"].map(held).fillna(0).astype("int64"),
        limit=rows["release_on"].map(lambda day: _line_limit(checked, day)),
    )
    over = rows[rows["held"] > rows["limit"].fillna(rows["held"])]
    return faults(over, "CAD-036", value="held", expected="limit", element="line_count")


def type_has_its_elements(checked: Checked) -> pd.DataFrame:
    """CAD-037. A declaration, and each of its lines, fills what its type needs (D17-1-10)."""
    found: list[pd.DataFrame] = []
    kinds = checked.declarations[["cad_type", "release_on"]].drop_duplicates()
    for cad_type, day in kinds.itertuples(index=False, name=None):
        of_type = (rule for rule in checked.rules.mandatory if rule.cad_type == cad_type)
        rule = newest_on(of_type, day.date())
        if rule is not None:
            found += _lacking(checked, rule, day)
    return together(found)


def type_is_accepted(checked: Checked) -> pd.DataFrame:
    """CAD-058. There is a rule on the type's cycle and due date for the release date."""
    rows = checked.declarations
    kinds = rows[["cad_type", "release_on"]].drop_duplicates()
    unruled = [
        type_rule_on(checked.rules.cad_types, cad_type, day.date()) is None
        for cad_type, day in kinds.itertuples(index=False, name=None)
    ]
    if not any(unruled):
        return NO_FAULTS
    wrong = code_is_known(checked, TYPE) & _are_among(rows, kinds[unruled])
    return faults(rows, "CAD-058", where=wrong, value="cad_type")


def importer_is_in_rpp(checked: Checked) -> pd.DataFrame:
    """CAD-057. Release prior to payment is for importers who take part in it (CN 25-23)."""
    rows = checked.declarations
    kinds = rows[["cad_type", "release_on"]].drop_duplicates()
    needing = [
        _requires_rpp(checked, cad_type, day.date())
        for cad_type, day in kinds.itertuples(index=False, name=None)
    ]
    if not any(needing):
        return NO_FAULTS
    needs = _are_among(rows, kinds[needing])
    outside = checked.program.notna() & needs & ~in_rpp(rows, checked.reference.enrolments)
    return faults(rows, "CAD-057", where=outside, value="importer", expected="cad_type")


def _requires_rpp(checked: Checked, cad_type: str, released_on: dt.date) -> bool:
    """Whether a type is for release prior to payment; before the first cycle nothing is asked."""
    rule = type_rule_on(checked.rules.cad_types, cad_type, released_on)
    asked = rule is not None and rule.requires_rpp
    return asked and not has_no_cycle(checked, cad_type, released_on)


def _are_among(rows: pd.DataFrame, kinds: pd.DataFrame) -> "pd.Series[bool]":
    """Tell of each declaration whether its type and release date are among those given."""
    named = pd.MultiIndex.from_frame(rows[list(kinds.columns)])
    return pd.Series(named.isin(pd.MultiIndex.from_frame(kinds)), index=rows.index)


def _line_limit(checked: Checked, day: pd.Timestamp) -> int | None:
    rule = newest_on(checked.rules.line_limits, day.date())
    return None if rule is None else rule.lines_max


def _lacking(checked: Checked, rule: MandatoryElements, day: pd.Timestamp) -> list[pd.DataFrame]:
    """Return a fault for each row that leaves a column empty which a reader delivers."""
    rows = checked.declarations
    ruled = rows[(rows["cad_type"] == rule.cad_type) & (rows["release_on"] == day)]
    lines = checked.lines[checked.lines["message"].isin(ruled["message"])]
    found = []
    for table, columns in ((ruled, rule.declaration), (lines, rule.line)):
        for column in (name for name in columns if name in table):
            lacking = table[table[column].isna()].assign(
                cad_type=rule.cad_type, lacking=element_of(column)
            )
            found.append(
                faults(lacking, "CAD-037", value="cad_type", expected="lacking", element=column)
            )
    return found
