"""Payments to postings: debit where the money is, credit the program account named, or hold it."""

from dataclasses import dataclass

import pandas as pd

from ledger.accounts import UNIDENTIFIED
from mappers.checks.fault_rows import as_findings
from mappers.payments.doors import MONEY
from parsers.message_tables import MessageTables


@dataclass(frozen=True)
class PaymentDecision:
    """Payments to post, each with the account it credits, and every finding so far."""

    findings: pd.DataFrame
    payments: pd.DataFrame


def decide_payments(tables: MessageTables, receivables: pd.DataFrame) -> PaymentDecision:
    """Decide where each payment goes; money for an unknown account is held, never guessed."""
    errors = tables.findings[tables.findings["severity"] == "error"]
    refused = set(errors["message"].dropna())
    payments = tables.payments[~tables.payments["message"].isin(refused)]
    known = payments["bn15"].isin(receivables["code"])
    unknown = payments[payments["bn15"].notna() & ~known]
    found = pd.DataFrame(
        {
            "code": "PAY-002",
            "message": unknown["message"],
            "value": unknown["bn15"],
            "byte_from": unknown["byte_from"],
            "byte_to": unknown["byte_to"],
        }
    ).astype(object)
    return PaymentDecision(
        findings=pd.concat([tables.findings, as_findings(found, tables)], ignore_index=True),
        payments=payments.assign(
            debit_account=payments["message"].map(_money(tables)),
            credit_account=payments["bn15"].where(known, UNIDENTIFIED),
        ),
    )


def _money(tables: MessageTables) -> "pd.Series[str]":
    """Return, by message, the account that a payment told in it debits."""
    return tables.messages.set_index("message")["type"].map(MONEY)
