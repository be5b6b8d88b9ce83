"""What becomes of a declaration that was found right: original, correction, adjustment, withdrawal.

A correction takes effect at once; an adjustment and a withdrawal wait for a person's decision.
Customs Act s. 32.2, 59 and 74; CBSA's rules for corrections and adjustments under CARM.
"""

import datetime as dt
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from billing.calendar import EVERYWHERE
from billing.cycle import rule_on
from billing.filing import FilingDates, billing_program, filing_dates, type_rule_on
from billing.interest_start import prescribed_day
from mappers.reference.code_lists import CodeLists
from mappers.reference.dated_table import DatedTable
from mappers.reference.prior_versions import standing_beside
from mappers.reference.reference_data import ReferenceData
from mappers.reference.row_keys import Always, On
from mappers.rules.declaration_rules import DeclarationRules, VersionRule
from mappers.rules.ruled_rows import by_rule


def file_under(
    declarations: pd.DataFrame, reference: ReferenceData, rules: DeclarationRules
) -> pd.DataFrame:
    """Add what filing makes of right declarations.

    Adds ``number_use, filed_on, accounting_due_on, cycle_last_on, due_on, decide_by_on,
    prescribed_on, standing_version, standing_payable_cents``; ``function`` becomes ``original``,
    ``correction``, ``adjustment`` or ``withdrawal``. A later version keeps the cycle of its
    original, its due date and its prescribed day.
    """
    dated = _dated(declarations, reference, rules)
    accounted = dated[["filed_on", "accounting_due_on"]].copy()
    if reference.standing is None or (dated["function"] == "original").all():
        return dated.assign(prescribed_on=_prescribed(dated["due_on"], accounted, reference, rules))
    beside = standing_beside(
        dated[["message", "transaction_number"]], reference.standing
    ).set_index("message")
    later = dated["function"] != "original"
    for column in (
        *("number_use", "cycle_last_on", "due_on"),
        *("standing_version", "standing_payable_cents"),
    ):
        dated[column] = dated[column].mask(later, dated["message"].map(beside[column]))
    for name in ("filed_on", "accounting_due_on"):
        first = dated["message"].map(beside[f"first_{name}"])
        accounted[name] = accounted[name].astype(object).mask(later, first)
    dated["prescribed_on"] = _prescribed(dated["due_on"], accounted, reference, rules)
    versions = by_rule(dated, rules.versions, "received_on")
    changed = [_as_changes(rows, rule, reference.enrolments) for rule, rows in versions]
    return dated.assign(**pd.concat(changed))


def program_of(declarations: pd.DataFrame, accounts: DatedTable) -> "pd.Series[str]":
    """Return the program of each declaration's account on its release date; null where none."""
    return accounts.value(declarations, "program", on={"importer": "importer"}, day="release_on")


def province_of(declarations: pd.DataFrame, codes: CodeLists) -> "pd.Series[str]":
    """Return the province of each declaration's release office; EVERYWHERE where none is known."""
    offices, on = codes.dated["release_offices"], {"code": "release_office"}
    province = offices.value(declarations, "province", on=on, day="release_on")
    return province.fillna(EVERYWHERE)


def in_rpp(declarations: pd.DataFrame, enrolments: DatedTable) -> npt.NDArray[np.bool_]:
    """Tell of each declaration whether its importer was in release prior to payment."""
    on: On = {"importer": "importer", "program": Always("RPP")}
    return enrolments.holds(declarations, on=on, day="release_on")


def _dated(
    declarations: pd.DataFrame, reference: ReferenceData, rules: DeclarationRules
) -> pd.DataFrame:
    @cache
    def dates_of(
        cad_type: str, program: str, province: str, released_on: dt.date, filed_on: dt.date
    ) -> FilingDates:
        rule = type_rule_on(rules.cad_types, cad_type, released_on)
        if rule is None:
            raise LookupError(f"type {cad_type} is not accepted on {released_on}")
        return filing_dates(
            rule,
            rule_on(reference.cycle_rules, billing_program(rule, program), released_on),
            released_on=released_on,
            filed_on=filed_on,
            holidays=reference.holidays.within(province),
        )

    dates = [
        dates_of(cad_type, program, province, released_on.date(), filed_on.date())
        for cad_type, program, province, released_on, filed_on in zip(
            declarations["cad_type"],
            program_of(declarations, reference.accounts),
            province_of(declarations, reference.codes),
            declarations["release_on"],
            declarations["received_on"],
            strict=True,
        )
    ]
    return declarations.assign(
        number_use=1,
        filed_on=declarations["received_on"],
        accounting_due_on=pd.Series(
            [each.accounting_due_on for each in dates], index=declarations.index, dtype=object
        ),
        cycle_last_on=[each.cycle_last_on for each in dates],
        due_on=[each.due_on for each in dates],
        decide_by_on=None,
        standing_version=0,
        standing_payable_cents=0,
    )


def _prescribed(
    due_on: "pd.Series[dt.date]",
    accounted: pd.DataFrame,
    reference: ReferenceData,
    rules: DeclarationRules,
) -> list[dt.date]:
    """Return the prescribed day of declarations that were first ``accounted`` so."""

    @cache
    def day_of(due_on: dt.date, filed_on: dt.date, limit: dt.date | None) -> dt.date:
        return prescribed_day(
            rules.prescribed_days,
            reference.cycle_rules,
            due_on=due_on,
            accounted_on=filed_on,
            accounting_due_on=limit,
        )

    days = (pd.to_datetime(each).dt.date for each in (accounted["filed_on"], due_on))
    limits = accounted["accounting_due_on"]
    return [
        day_of(due, filed, None if pd.isna(limit) else limit)
        for filed, due, limit in zip(*days, limits, strict=True)
    ]


def _as_changes(
    filed: pd.DataFrame, rule: VersionRule | None, enrolments: DatedTable
) -> pd.DataFrame:
    """Return ``function, decide_by_on``: a new version is a correction up to its due date."""
    in_time = pd.to_datetime(filed["due_on"]) >= filed["received_on"]
    if rule is None or rule.correction_requires_rpp:
        in_time &= in_rpp(filed, enrolments)
    kind = in_time.map({True: "correction", False: "adjustment"})
    standard = dt.timedelta(days=rule.service_standard_days if rule else 0)
    decide_by_on = filed["received_on"] + standard
    return pd.DataFrame(
        {
            "function": filed["function"].mask(filed["function"] == "version", kind),
            "decide_by_on": decide_by_on.where(filed["function"] != "original"),
        }
    )
