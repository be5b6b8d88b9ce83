"""Declarations to decisions: checked, priced, and turned into postings, a batch at a time."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from billing.cycle import CycleRule, cycle_of_release, rule_on
from ledger.accounts import CHARGE_ACCOUNTS
from ledger.charges import CHARGES, price_lines
from ledger.money import decimal_text
from mappers.checked import PROGRAM, look_up
from mappers.checks import CHECKS
from mappers.declaration_rules import DeclarationRules
from mappers.located import as_findings
from mappers.reference_data import ReferenceData
from parsers.message_tables import DECLARATION, LINE, OPTIONAL, MessageTables

_LINE_RATES = ("exchange_rate_ppm", "duty_rate_ppm", "gst_rate_ppm")


@dataclass(frozen=True)
class Decision:
    """What a batch of declarations comes to.

    ``findings`` holds the readers' and ours. ``cads``, ``cad_lines`` and ``entries`` hold only
    declarations without an error; duplicates are for the book to find. ``entries`` has
    ``message, entry_number, account, amount_cents``: debit the importer, credit each charge.
    """

    findings: pd.DataFrame
    cads: pd.DataFrame
    cad_lines: pd.DataFrame
    entries: pd.DataFrame


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
        return Decision(tables.findings, nothing, nothing, nothing)
    checked = look_up(whole, reference, received_on, cycle_rules, rules)
    found = pd.concat([check(checked) for check in CHECKS], ignore_index=True)
    refused = set(found["message"])
    lines = checked.lines[~checked.lines["message"].isin(refused)]
    declarations = checked.declarations[~checked.declarations["message"].isin(refused)]
    priced = _price(lines, whole.invoices)
    compared = _compare_declared(priced, whole.charges)
    ours = as_findings(pd.concat([found, compared], ignore_index=True), tables)
    findings = pd.concat([tables.findings, ours], ignore_index=True)
    cads = _cads(declarations, priced, cycle_rules)
    return Decision(findings, cads, priced, _entries(cads))


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


def _price(lines: pd.DataFrame, invoices: pd.DataFrame) -> pd.DataFrame:
    vendors = invoices.drop_duplicates(["message", "invoice_number"])
    lines = lines.merge(
        vendors[["message", "invoice_number", "vendor_name"]], on=["message", "invoice_number"]
    )
    rated = lines.assign(**{name: lines[name].astype("int64") for name in _LINE_RATES})
    return pd.concat([rated, price_lines(rated)], axis=1)


def _compare_declared(priced: pd.DataFrame, charges: pd.DataFrame) -> pd.DataFrame:
    """Return a warning for each declared charge that is not what we computed."""
    computed = priced.melt(
        id_vars=["message", "line_number"],
        value_vars=[f"{charge}_cents" for charge in CHARGES],
        var_name="charge",
        value_name="computed_cents",
    )
    computed["charge"] = computed["charge"].str.removesuffix("_cents")
    both = charges.merge(computed, on=["message", "line_number", "charge"])
    differing = both[both["declared_cents"] != both["computed_cents"]]
    return pd.DataFrame(
        {
            "code": "CAD-012",
            "message": differing["message"],
            "line_number": differing["line_number"],
            "element": differing["charge"],
            "value": differing["computed_cents"].map(lambda cents: decimal_text(int(cents))),
            "expected": differing["declared_cents"].map(lambda cents: decimal_text(int(cents))),
            "byte_from": differing["byte_from"],
            "byte_to": differing["byte_to"],
        }
    ).astype(object)


def _cads(
    declarations: pd.DataFrame, priced: pd.DataFrame, cycle_rules: tuple[CycleRule, ...]
) -> pd.DataFrame:
    sums = priced.groupby("message")[["value_for_duty_cents", "duty_cents", "gst_cents"]].sum()
    cads = declarations.merge(sums.reset_index(), on="message")
    cycles = {
        release: cycle_of_release(rule_on(cycle_rules, PROGRAM, release.date()), release.date())
        for release in cads["release_on"].unique()
    }
    return cads.assign(
        payable_cents=cads["duty_cents"] + cads["gst_cents"],
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
