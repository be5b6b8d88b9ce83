"""Payments to postings: debit where the money is, credit the program account named, or hold it."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from billing.postings import BANK_FEE, CHARGEBACK, PAYMENT, RETURN_BY_BANK
from ledger.accounts import BANK_FEES, UNIDENTIFIED
from mappers.checks.fault_rows import as_findings
from mappers.payments.doors import MONEY
from mappers.payments.payment_dates import PaymentDays, dated
from parsers.banks.entry_keys import RETURN
from parsers.cards import settlement_columns as rows
from parsers.message_tables import MessageTables


@dataclass(frozen=True)
class PaymentDecision:
    """Payments to post, each with the account it credits, and every finding so far."""

    findings: pd.DataFrame
    payments: pd.DataFrame


_KINDS: Final = {
    rows.CHARGEBACK: CHARGEBACK,
    rows.FEE: BANK_FEE,
    RETURN: RETURN_BY_BANK,
}
"""The kinds of transactions, by those of payments below zero."""


def decide_payments(
    tables: MessageTables, receivables: pd.DataFrame, days: PaymentDays
) -> PaymentDecision:
    """Decide where each payment goes, and when it counts as paid.

    Money for an unknown account is held, never guessed. A chargeback is held until the book has
    said which payment it takes back, and so is a return; a fee is the agency's own.
    """
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
        payments=dated(payments, tables, days).assign(
            kind=payments["kind"].map(_KINDS).fillna(PAYMENT),
            debit_account=payments["message"].map(_money(tables)),
            credit_account=payments["bn15"]
            .where(known, UNIDENTIFIED)
            .mask(payments["kind"] == rows.FEE, BANK_FEES),
        ),
    )


def _money(tables: MessageTables) -> "pd.Series[str]":
    """Return, by message, the account that a payment told in it debits."""
    return tables.messages.set_index("message")["type"].map(MONEY)
