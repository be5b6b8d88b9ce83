"""Declarations to decisions: checked, priced, and turned into postings, a batch at a time."""

import datetime as dt
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

import pandas as pd

from billing.cycle import CycleRule
from ledger.accounts import CHARGE_ACCOUNTS
from ledger.charges import CHARGES
from mappers.checked import look_up, together
from mappers.checks import checks_of
from mappers.declaration_rules import DeclarationRules
from mappers.declared_charges import differences, differing_values
from mappers.filing import file_under
from mappers.located import as_findings, is_error
from mappers.pricing import price, too_large
from mappers.reference_data import ReferenceData
from mappers.version_checks import reasons_are_in_order
from parsers.message_tables import DECLARATION, LINE, OPTIONAL, MessageTables

_CHARGES = [f"{charge}_cents" for charge in CHARGES]


@dataclass(frozen=True)
class Decision:
    """What a batch of declarations comes to.

    ``findings`` holds the readers' and ours. ``cads``, ``cad_lines`` and ``entries`` hold only
    declarations without an error; duplicates are for the book to find. ``entries`` has
    ``message, entry_number, account, amount_cents``: debit the importer, credit each charge.
    ``bases`` has ``basis_key, terms``: what the lines were priced by.
    """

    findings: pd.DataFrame
    cads: pd.DataFrame
    cad_lines: pd.DataFrame
    entries: pd.DataFrame
    bases: pd.DataFrame

    def only(self, messages: AbstractSet[int]) -> "Decision":
        """Return what was decided of the messages named; findings stay."""
        if self.cads.empty:
            return self
        cads, lines, entries = (
            frame[frame["message"].isin(messages)]
            for frame in (self.cads, self.cad_lines, self.entries)
        )
        return replace(self, cads=cads, cad_lines=lines, entries=entries)


def decide(
    tables: MessageTables,
    reference: ReferenceData,
    *,
    received_on: dt.date,
    cycle_rules: tuple[CycleRule, ...],
    rules: DeclarationRules,
) -> Decision:
    """Check and price every declaration of a batch; one with an error costs no other."""
    whole = _whole_declarations(tables)
    if whole.declarations.empty:
        nothing = pd.DataFrame()
        return Decision(tables.findings, nothing, nothing, nothing, nothing)
    checked = look_up(whole, reference, received_on, cycle_rules, rules)
    found = together(check(checked) for check in checks_of(checked.declarations))
    refused = set(found["message"][found["code"].map(is_error)])
    declarations = checked.declarations[~checked.declarations["message"].isin(refused)]
    lines = checked.lines[checked.lines["message"].isin(_with_lines(declarations))]
    priced = price(_with_vendors(lines, whole.invoices), checked)
    beyond = too_large(priced.lines)
    declarations = declarations[~declarations["message"].isin(beyond["message"])]
    priced = priced.without(set(beyond["message"]))
    cads = _cads(file_under(declarations, checked), priced.lines)
    disordered = reasons_are_in_order(cads, checked)
    late_refused = set(disordered["message"])
    cads = cads[~cads["message"].isin(late_refused)]
    priced = priced.without(late_refused)
    compared = [differences(priced, whole.charges), differing_values(cads, priced.lines)]
    ours = as_findings(together([found, beyond, disordered, *compared]), tables)
    findings = pd.concat([tables.findings, ours], ignore_index=True)
    return Decision(findings, cads, priced.lines, _entries(cads), priced.basis_texts())


def _whole_declarations(tables: MessageTables) -> MessageTables:
    """Leave out declarations that the readers already refused, or that lack a value."""
    errors = tables.findings[tables.findings["severity"] == "error"]
    refused = set(errors["message"].dropna())
    declarations = tables.declarations[~tables.declarations["message"].isin(refused)]
    required = [name for name in DECLARATION if name not in OPTIONAL]
    declarations = declarations.dropna(subset=required)
    nameless = set(tables.invoices[tables.invoices["vendor_name"].isna()]["message"])
    declarations = declarations[~declarations["message"].isin(nameless)]
    kept = declarations["message"]
    lines = tables.lines[tables.lines["message"].isin(kept)]
    filled = [name for name in LINE if name not in OPTIONAL]
    lacking = set(lines[lines[filled].isna().any(axis=1)]["message"])
    declarations = declarations[~declarations["message"].isin(lacking)]
    kept = declarations["message"]
    return MessageTables(
        interchanges=tables.interchanges,
        messages=tables.messages,
        declarations=declarations,
        reasons=tables.reasons[tables.reasons["message"].isin(kept)],
        invoices=tables.invoices[tables.invoices["message"].isin(kept)],
        lines=lines[lines["message"].isin(kept)],
        charges=tables.charges[tables.charges["message"].isin(kept)],
        payments=tables.payments,
        findings=tables.findings,
    )


def _with_vendors(lines: pd.DataFrame, invoices: pd.DataFrame) -> pd.DataFrame:
    vendors = invoices.drop_duplicates(["message", "invoice_number"])
    return lines.merge(
        vendors[["message", "invoice_number", "vendor_name"]], on=["message", "invoice_number"]
    )


def _with_lines(declarations: pd.DataFrame) -> "pd.Series[int]":
    """Return the messages whose lines are posted: a withdrawal voids them all."""
    return declarations[declarations["function"] != "withdrawal"]["message"]


def _cads(filed: pd.DataFrame, priced: pd.DataFrame) -> pd.DataFrame:
    amounts = ["value_for_duty_cents", *_CHARGES]
    sums = priced.groupby("message")[amounts].sum().reindex(filed["message"], fill_value=0)
    cads = filed.merge(sums.reset_index(), on="message")
    void = cads["function"] == "withdrawal"
    return cads.assign(
        payable_cents=cads[_CHARGES].sum(axis=1),
        line_count=cads["line_count"].mask(void, 0),
        total_value_cents=cads["total_value_cents"].mask(void, 0),
    )


def _entries(cads: pd.DataFrame) -> pd.DataFrame:
    sides = [_side(cads, 1, cads["importer"], cads["payable_cents"])]
    for number, charge in enumerate(CHARGES, start=2):
        account = pd.Series(CHARGE_ACCOUNTS[charge], index=cads.index)
        sides.append(_side(cads, number, account, -cads[f"{charge}_cents"]))
    entries = pd.concat(sides, ignore_index=True)
    return entries[entries["amount_cents"] != 0]


def _side(
    cads: pd.DataFrame, number: int, account: "pd.Series[str]", amount: "pd.Series[int]"
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "message": cads["message"],
            "entry_number": number,
            "account": account,
            "amount_cents": amount,
        }
    )
