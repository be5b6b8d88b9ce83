"""Declarations to decisions: checked, priced, and turned into postings, a batch at a time."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from billing.cycle import CycleRule, cycle_of_release, rule_on
from ledger.accounts import CHARGE_ACCOUNTS
from ledger.charges import CHARGES
from mappers.checked import PROGRAM, look_up
from mappers.checks import CHECKS
from mappers.declaration_rules import DeclarationRules
from mappers.declared_charges import differences
from mappers.located import as_findings
from mappers.pricing import price, too_large
from mappers.reference_data import ReferenceData
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
    found = pd.concat([check(checked) for check in CHECKS], ignore_index=True)
    refused = set(found["message"])
    lines = checked.lines[~checked.lines["message"].isin(refused)]
    priced = price(_with_vendors(lines, whole.invoices), checked)
    beyond = too_large(priced.lines)
    priced = priced.without(set(beyond["message"]))
    compared = differences(priced, whole.charges)
    ours = as_findings(pd.concat([found, beyond, compared], ignore_index=True), tables)
    findings = pd.concat([tables.findings, ours], ignore_index=True)
    accepted = checked.declarations["message"].isin(priced.lines["message"])
    cads = _cads(checked.declarations[accepted], priced.lines, cycle_rules)
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


def _cads(
    declarations: pd.DataFrame, priced: pd.DataFrame, cycle_rules: tuple[CycleRule, ...]
) -> pd.DataFrame:
    amounts = ["value_for_duty_cents", *_CHARGES]
    sums = priced.groupby("message")[amounts].sum()
    cads = declarations.merge(sums.reset_index(), on="message")
    cycles = {
        release: cycle_of_release(rule_on(cycle_rules, PROGRAM, release.date()), release.date())
        for release in cads["release_on"].unique()
    }
    return cads.assign(
        payable_cents=cads[_CHARGES].sum(axis=1),
        cycle_last_on=cads["release_on"].map({r: c.last_on for r, c in cycles.items()}),
        due_on=cads["release_on"].map({r: c.due_on for r, c in cycles.items()}),
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
