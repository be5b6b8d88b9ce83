"""Trade measures: whether goods under one say so, and whether what they say is in force."""

import pandas as pd

from mappers.checks.batch import NO_FAULTS, Checked, faults, together
from mappers.checks.code_checks import SIMA as SIMA_CODE
from mappers.checks.code_checks import SURTAX as SURTAX_CODE
from mappers.checks.code_checks import code_is_known
from mappers.pricing.measures import NEVER, NOT_SUBJECT, OUTSIDE, SUBJECT
from mappers.reference.dated_table import day_numbers
from mappers.rules.ruled_rows import by_rule


def sima_flag_is_given(checked: Checked) -> pd.DataFrame:
    """CAD-035. Goods of an item and origin under a measure say whether they are subject to it.

    Special Import Measures Act; CBSA TCC24-144.
    """
    return _unsaid(checked, "CAD-035", "sima_code", "sima_known")


def sima_code_answers_the_measure(checked: Checked) -> pd.DataFrame:
    """CAD-095. Goods of an item and origin under a measure bear a code that answers it.

    CBSA TCC24-144: S or U, by the rule in force on the day of filing.
    """
    lines = checked.lines
    known = (checked.rate_rows.of(lines, "sima_known") == 1) & lines["sima_code"].notna()
    known &= code_is_known(checked, SIMA_CODE)
    if not known.any():
        return NO_FAULTS
    return together(
        faults(
            of_rule.assign(answers=", ".join(rule.codes)),
            "CAD-095",
            where=~of_rule["sima_code"].isin(rule.codes),
            value="sima_code",
            expected="answers",
        )
        for rule, of_rule in by_rule(lines[known], checked.rules.sima_answers, "accounted_on")
        if rule is not None
    )


def sima_measure_is_in_force(checked: Checked) -> pd.DataFrame:
    """CAD-043. Goods said to be subject to a measure are of an item and origin under one."""
    lines = checked.lines
    under_none = checked.rate_rows.of(lines, "sima_known") == 0
    subject = (lines["sima_code"] == SUBJECT) & under_none & code_is_known(checked, SIMA_CODE)
    return faults(
        lines,
        "CAD-043",
        where=subject,
        value="tariff_item",
        expected="origin_country",
        element="sima_code",
    )


def surtax_order_is_in_force(checked: Checked) -> pd.DataFrame:
    """CAD-044. A surtax code names an order in force on the goods (bulletin 5396).

    On their item and origin, under the treatment and from the country of melt that the line says.
    """
    lines = checked.lines
    declared = lines["surtax_code"].notna() & (lines["surtax_code"] != OUTSIDE)
    unnamed = checked.rate_rows.of(lines, "surtax_named") == 0
    wrong = declared & unnamed & code_is_known(checked, SURTAX_CODE)
    return faults(lines, "CAD-044", where=wrong, value="surtax_code", expected="tariff_item")


def surtax_code_is_given(checked: Checked) -> pd.DataFrame:
    """CAD-045. Goods of an item and origin under a surtax order say which, or that they are not.

    Orders under the Customs Tariff s. 53; bulletin 5396. By the flag, or by a code; of an order,
    in declarations filed from the day on which it is asked for.
    """
    lines = checked.lines
    first = checked.rate_rows.of(lines, "surtax_asked")
    if not (first < NEVER).any():
        return NO_FAULTS
    unsaid = lines["surtax_code"].isna() & lines["surtax_flag"].isna()
    filed = day_numbers(lines["accounted_on"])
    return _fault_of_goods(checked, "CAD-045", "surtax_code", unsaid & (first <= filed))


def surtax_is_said_once(checked: Checked) -> pd.DataFrame:
    """CAD-076. A line whose goods are subject to no order names the code of none."""
    lines = checked.lines
    named = lines["surtax_code"].notna() & (lines["surtax_code"] != OUTSIDE)
    wrong = named & (lines["surtax_flag"] == NOT_SUBJECT)
    return faults(lines, "CAD-076", where=wrong, value="surtax_code", expected="surtax_flag")


def _unsaid(checked: Checked, code: str, column: str, known: str) -> pd.DataFrame:
    """Return a fault for each line under a measure that leaves its code out."""
    lines = checked.lines
    unsaid = lines[column].isna() & (checked.rate_rows.of(lines, known) == 1)
    return _fault_of_goods(checked, code, column, unsaid)


def _fault_of_goods(
    checked: Checked, code: str, column: str, wrong: "pd.Series[bool]"
) -> pd.DataFrame:
    return faults(
        checked.lines,
        code,
        where=wrong,
        value="tariff_item",
        expected="origin_country",
        element=column,
    )
