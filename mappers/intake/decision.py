"""Declarations to decisions: checked, priced, and turned into postings, a batch at a time."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from billing.interest_start import AFTER_PRESCRIBED_DAY
from ledger.accounts import CHARGE_ACCOUNTS
from ledger.charges import CHARGES
from mappers.checks.amount_checks import out_of_proportion, too_large
from mappers.checks.batch import look_up, together
from mappers.checks.declared_charges import differences, differing_values
from mappers.checks.fault_rows import as_findings, is_error
from mappers.checks.rulebook import checks_of
from mappers.checks.version_checks import (
    charges_are_taken_back_in_time,
    reasons_are_in_order,
)
from mappers.filing.filing_dates import file_under
from mappers.intake.said_texts import with_vendors
from mappers.pricing.line_prices import price
from mappers.reference.reference_data import ReferenceData
from mappers.rows import chosen, without
from mappers.rules.declaration_rules import DeclarationRules
from parsers.message_tables import DECLARATION, LINE, OPTIONAL, MessageTables

_CHARGES = [f"{charge}_cents" for charge in CHARGES]

NO_LINE_CHARGES = pd.DataFrame(
    columns=["message", "line_number", "charge", "amount_cents"], dtype=object
)
"""What lines owe beyond the charges that have columns of their own: nothing."""


@dataclass(frozen=True)
class Decision:
    """What a batch of declarations comes to.

    ``findings`` holds the readers' and ours. ``cads``, ``cad_lines`` and ``sides`` hold only
    declarations without an error; duplicates are for the book to find. ``sides`` are those of
    ``ledger.journal``: debit the importer, credit each charge. ``line_charges`` has ``message,
    line_number, charge, amount_cents`` of what a line owes beyond its columns of ``CHARGES``.
    ``bases`` has ``basis_key, terms``: what the lines were priced by.
    """

    findings: pd.DataFrame
    cads: pd.DataFrame
    cad_lines: pd.DataFrame
    sides: pd.DataFrame
    bases: pd.DataFrame
    line_charges: pd.DataFrame

    def only(self, messages: AbstractSet[int]) -> "Decision":
        """Return what was decided of the messages named; findings stay."""
        if self.cads.empty:
            return self
        cads, lines, charges = (
            frame[frame["message"].isin(messages)]
            for frame in (self.cads, self.cad_lines, self.line_charges)
        )
        sides = self.sides[self.sides["source"].isin(messages)]
        return replace(self, cads=cads, cad_lines=lines, line_charges=charges, sides=sides)


def decide(tables: MessageTables, reference: ReferenceData, rules: DeclarationRules) -> Decision:
    """Check and price every declaration of a batch; one with an error costs no other.

    A batch may be of many files (``mappers.intake.many_files``): each declaration is judged by its
    own ``received_on``, and no two messages have one number.
    """
    whole = _whole_declarations(tables)
    if whole.declarations.empty:
        nothing = pd.DataFrame()
        return Decision(tables.findings, nothing, nothing, nothing, nothing, nothing)
    checked = look_up(whole, reference, rules)
    found = together(check(checked) for check in checks_of(checked.declarations))
    refused = set(found["message"][found["code"].map(is_error)])
    declarations = without(checked.declarations, "message", refused)
    lines = chosen(checked.lines, checked.lines["message"].isin(_with_lines(declarations)))
    priced = price(with_vendors(lines, whole.invoices), checked.rate_rows, reference)
    beyond = too_large(priced.lines)
    declarations = without(declarations, "message", set(beyond["message"]))
    priced = priced.without(set(beyond["message"]))
    cads = _cads(file_under(declarations, reference, rules), priced.lines)
    disordered = reasons_are_in_order(cads, checked)
    taken_back_late = charges_are_taken_back_in_time(cads, checked)
    late_refused = {*disordered["message"], *taken_back_late["message"]}
    cads = without(cads, "message", late_refused)
    priced = priced.without(late_refused)
    compared = [
        differences(priced, whole.charges),
        differing_values(cads, priced.lines),
        out_of_proportion(priced.lines, rules.plausibility),
    ]
    ours = as_findings(together([found, beyond, disordered, taken_back_late, *compared]), tables)
    findings = pd.concat([tables.findings, ours], ignore_index=True)
    return Decision(
        findings, cads, priced.lines, _sides(cads), priced.basis_texts(), NO_LINE_CHARGES
    )


def _whole_declarations(tables: MessageTables) -> MessageTables:
    """Leave out declarations that the readers already refused, or that lack a value."""
    errors = tables.findings[tables.findings["severity"] == "error"]
    refused = set(errors["message"].dropna())
    declarations, lines = tables.declarations, tables.lines
    nameless = tables.invoices["message"][tables.invoices["vendor_name"].isna()]
    lacking = lines["message"][_lack_a_value(lines, LINE)]
    refused |= {
        *nameless,
        *lacking,
        *declarations["message"][_lack_a_value(declarations, DECLARATION)],
    }
    declarations = without(declarations, "message", refused)
    kept = declarations["message"]
    of_kept: dict[str, Any] = {
        name: chosen(rows, rows["message"].isin(kept))
        for name in ("reasons", "invoices", "lines", "charges")
        for rows in [getattr(tables, name)]
    }
    return replace(tables, declarations=declarations, **of_kept)


def _lack_a_value(rows: pd.DataFrame, columns: Iterable[str]) -> npt.NDArray[np.bool_]:
    """Tell of each row whether a column is empty that every row fills."""
    lacking = np.zeros(len(rows), dtype=np.bool_)
    for name in columns:
        if name not in OPTIONAL:
            lacking |= rows[name].array.isna()
    return lacking


def _with_lines(declarations: pd.DataFrame) -> "pd.Series[int]":
    """Return the messages whose lines are posted: a withdrawal voids them all."""
    return chosen(declarations, declarations["function"] != "withdrawal")["message"]


def _cads(filed: pd.DataFrame, priced: pd.DataFrame) -> pd.DataFrame:
    amounts = ["value_for_duty_cents", *_CHARGES]
    sums = priced.groupby("message")[amounts].sum().reindex(filed["message"], fill_value=0)
    cads = filed.assign(**{name: sums[name].to_numpy() for name in amounts})
    void = cads["function"] == "withdrawal"
    payable = cads[_CHARGES].sum(axis=1)
    later = (payable > cads["standing_payable_cents"]) & (cads["prescribed_on"] > cads["due_on"])
    after = pd.to_datetime(cads["prescribed_on"]) + pd.Timedelta(days=1)
    return cads.assign(
        payable_cents=payable,
        interest_from=after.dt.date.where(later, None),
        interest_rule=later.map({True: AFTER_PRESCRIBED_DAY, False: None}),
        line_count=cads["line_count"].mask(void, 0),
        total_value_cents=cads["total_value_cents"].mask(void, 0),
    )


def _sides(cads: pd.DataFrame) -> pd.DataFrame:
    count = len(cads)
    amounts = np.column_stack(
        [cads["payable_cents"], *(-cads[name].to_numpy() for name in _CHARGES)]
    ).astype(np.int64)
    accounts = [cads["importer"].to_numpy(dtype=object)]
    accounts += [np.full(count, CHARGE_ACCOUNTS[charge], dtype=object) for charge in CHARGES]
    owed = amounts.T.ravel() != 0
    return pd.DataFrame(
        {
            "source": np.tile(cads["message"].to_numpy(dtype=np.int64), len(accounts))[owed],
            "number": 0,
            "entry_number": np.repeat(np.arange(1, 1 + len(accounts)), count)[owed],
            "account": pd.Series(np.concatenate(accounts)[owed], dtype="str"),
            "amount_cents": amounts.T.ravel()[owed],
        }
    )
