"""Whole and in order: lines, totals, and what a type of declaration needs."""

import datetime as dt
from functools import partial
from typing import Final

import numpy as np
import pandas as pd

from billing.filing import type_rule_on
from ledger.dated_rules import newest_on
from mappers.checks.batch import NO_FAULTS, Checked, Flags, faults, together
from mappers.checks.code_checks import TYPE, code_is_known
from mappers.checks.date_checks import has_no_cycle
from mappers.filing.filing_dates import in_rpp
from mappers.rows import chosen
from mappers.rules.declaration_rules import MandatoryElements
from mappers.rules.ruled_rows import by_rule
from parsers.element_columns import element_of

_UNLIMITED: Final = np.iinfo(np.int64).max


def only_a_withdrawal_has_no_lines(checked: Checked) -> pd.DataFrame:
    """CAD-070. An original and every new version carry their lines; a withdrawal may not."""
    rows = checked.declarations
    wrong = (rows["function"] != "withdrawal") & (checked.line_counts == 0)
    return faults(rows, "CAD-070", where=wrong, value="line_count")


def lines_are_counted(checked: Checked) -> pd.DataFrame:
    """CAD-005. The line count of the summary is the number of commodity lines."""
    rows = checked.declarations.assign(held=checked.line_counts)
    wrong = rows["line_count"] != rows["held"]
    return faults(rows, "CAD-005", where=wrong, value="line_count", expected="held")


def values_add_up(checked: Checked) -> pd.DataFrame:
    """CAD-014. The control total of the summary is the sum of the line values."""
    rows = checked.declarations.assign(held_cents=checked.line_values_cents)
    wrong = rows["total_value_cents"] != rows["held_cents"]
    return faults(rows, "CAD-014", where=wrong, value="total_value_cents", expected="held_cents")


def lines_are_numbered_in_sequence(checked: Checked) -> pd.DataFrame:
    """CAD-015. Lines are numbered from 1 without gaps."""
    rows = checked.lines
    rows = rows.assign(due=rows.groupby("message").cumcount() + 1)
    wrong = rows["line_number"] != rows["due"]
    return faults(rows, "CAD-015", where=wrong, value="line_number", expected="due")


def lines_are_within_the_limit(checked: Checked) -> pd.DataFrame:
    """CAD-036. A declaration has no more lines than the limit in force on its release date."""
    kinds, kind = checked.kinds
    limit = np.array([_line_limit(checked, day) for _, day in kinds], dtype=np.int64)[kind]
    rows = checked.declarations.assign(held=checked.line_counts, limit=limit)
    return faults(
        rows,
        "CAD-036",
        where=checked.line_counts > limit,
        value="held",
        expected="limit",
        element="line_count",
    )


def type_has_its_elements(checked: Checked) -> pd.DataFrame:
    """CAD-037. A declaration, and each of its lines, fills what its type needs (D17-1-10)."""
    found: list[pd.DataFrame] = []
    kinds, kind = checked.kinds
    for number, (cad_type, day) in enumerate(kinds):
        of_type = (rule for rule in checked.rules.mandatory if rule.cad_type == cad_type)
        rule = newest_on(of_type, day)
        if rule is not None:
            found += _lacking(checked, rule, kind == number)
    return together(found)


def type_is_accepted(checked: Checked) -> pd.DataFrame:
    """CAD-058. There is a rule on the type's cycle and due date for the release date."""
    unruled = checked.of_kind(
        lambda cad_type, day: type_rule_on(checked.rules.cad_types, cad_type, day) is None
    )
    wrong = code_is_known(checked, TYPE) & unruled
    return faults(checked.declarations, "CAD-058", where=wrong, value="cad_type")


def importer_is_in_rpp(checked: Checked) -> pd.DataFrame:
    """CAD-057. Release prior to payment is for importers who take part in it (CN 25-23)."""
    rows = checked.declarations
    needs = checked.of_kind(partial(_requires_rpp, checked))
    if not needs.any():
        return NO_FAULTS
    outside = checked.program.notna() & needs & ~in_rpp(rows, checked.reference.enrolments)
    return faults(rows, "CAD-057", where=outside, value="importer", expected="cad_type")


def _requires_rpp(checked: Checked, cad_type: str, released_on: dt.date) -> bool:
    """Whether a type is for release prior to payment; before the first cycle nothing is asked."""
    rule = type_rule_on(checked.rules.cad_types, cad_type, released_on)
    security = newest_on(checked.rules.security, released_on)
    asked = rule is not None and rule.requires_rpp and security is not None and security.required
    return asked and not has_no_cycle(checked, cad_type, released_on)


def type_is_of_the_program(checked: Checked) -> pd.DataFrame:
    """CAD-091. Some types are for accounts of certain programs (SOR/86-1062 s. 10.3)."""
    rows = checked.declarations
    kinds, kind = checked.kinds
    rules = (type_rule_on(checked.rules.cad_types, *each) for each in kinds)
    programs = [() if rule is None else rule.programs for rule in rules]
    if not any(programs):
        return NO_FAULTS
    outside = [
        bool(programs[place]) and program not in programs[place]
        for place, program in zip(kind.tolist(), checked.program, strict=True)
    ]
    where = np.array(outside, dtype=np.bool_) & checked.program.notna()
    return faults(rows, "CAD-091", where=where, value="cad_type", expected="importer")


def hand_filed_types_are_agreed(checked: Checked) -> pd.DataFrame:
    """CAD-092. What the agency has entered by hand comes by file from those who may (CSCB)."""
    by_hand = checked.of_kind(partial(_is_by_hand, checked))
    if not by_hand.any():
        return NO_FAULTS
    rows = chosen(checked.declarations, by_hand)
    return together(
        faults(of_rule, "CAD-092", where=~of_rule["filer"].isin(rule.filers), value="cad_type")
        for rule, of_rule in by_rule(rows, checked.rules.hand_filed, "received_on")
        if rule is not None and "*" not in rule.filers
    )


def _is_by_hand(checked: Checked, cad_type: str, released_on: dt.date) -> bool:
    rule = type_rule_on(checked.rules.cad_types, cad_type, released_on)
    return rule is not None and rule.by_hand


def _line_limit(checked: Checked, day: dt.date) -> int:
    """Return how many lines a declaration may have; more than any has before the first rule."""
    rule = newest_on(checked.rules.line_limits, day)
    return _UNLIMITED if rule is None else rule.lines_max


def _lacking(checked: Checked, rule: MandatoryElements, which: Flags) -> list[pd.DataFrame]:
    """Return a fault for each row that leaves a column empty which a reader delivers.

    ``which`` tells the declarations that the rule is for.
    """
    ruled = chosen(checked.declarations, which)
    lines = chosen(checked.lines, checked.lines["message"].isin(ruled["message"]))
    found = []
    for table, columns in ((ruled, rule.declaration), (lines, rule.line)):
        for column in (name for name in columns if name in table):
            lacking = table[column].isna()
            if lacking.any():
                rows = table[lacking].assign(cad_type=rule.cad_type, lacking=element_of(column))
                found.append(
                    faults(rows, "CAD-037", value="cad_type", expected="lacking", element=column)
                )
    return found
