"""Payments to postings: debit where the money is, credit the program account named, or hold it."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from billing.postings import BANK_FEE, CHARGEBACK, PAYMENT, RETURN_BY_BANK
from ledger.accounts import BANK_FEES, UNIDENTIFIED
from mappers.checks.fault_rows import as_findings
from mappers.payments.doors import MONEY
from mappers.payments.matching import Payees, match
from mappers.payments.payment_dates import PaymentDays, dated
from mappers.payments.references import beside_references
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
_NAMES_NONE, _UNKNOWN, _DOUBTED = "PAY-001", "PAY-002", "PAY-030"


def decide_payments(
    tables: MessageTables, payees: Payees, days: PaymentDays, *, history_least: int
) -> PaymentDecision:
    """Decide where each payment goes, and when it counts as paid.

    Money is credited to whom ``matching`` finds, and held where it finds nobody: never guessed. A
    chargeback is held until the book has said which payment it takes back, and so is a return; a
    fee is the agency's own.
    """
    errors = tables.findings[tables.findings["severity"] == "error"]
    refused = set(errors["message"].dropna())
    payments = tables.payments[~tables.payments["message"].isin(refused)]
    matched = match(payments, payees, history_least=history_least)
    received = payments["kind"].isna()
    found = _held(payments[received], matched[received], payees)
    findings = _without_linked(tables, payments[received], matched[received])
    return PaymentDecision(
        findings=pd.concat([findings, as_findings(found, tables)], ignore_index=True),
        payments=dated(payments, tables, days).assign(
            kind=payments["kind"].map(_KINDS).fillna(PAYMENT),
            payer_name=_payers(payments),
            matched_by=matched["step"].where(received).astype("str"),
            debit_account=payments["message"].map(_money(tables)),
            credit_account=matched["account"]
            .where(matched["account"].notna() & received, UNIDENTIFIED)
            .mask(payments["kind"] == rows.FEE, BANK_FEES),
        ),
    )


def _held(payments: pd.DataFrame, matched: pd.DataFrame, payees: Payees) -> pd.DataFrame:
    """Return what is found of payments that name one account in its own form, and are held."""
    named = payments["bn15"].notna()
    unknown = named & ~payments["bn15"].isin(payees.accounts["code"])
    doubted = named & matched["doubt"].notna() & ~unknown
    found = [
        pd.DataFrame(
            {
                "code": code,
                "message": of["message"],
                "value": of["bn15"],
                "byte_from": of["byte_from"],
                "byte_to": of["byte_to"],
            }
        )
        for code, of in ((_UNKNOWN, payments[unknown]), (_DOUBTED, payments[doubted]))
    ]
    return pd.concat(found, ignore_index=True).astype(object)


def _without_linked(
    tables: MessageTables, payments: pd.DataFrame, matched: pd.DataFrame
) -> pd.DataFrame:
    """Return the findings but for those of payments that name no account of its own form.

    Where another spelling, a transaction or a business led to one, it is not held. The parts of an
    entry are told of in their order.
    """
    findings = tables.findings
    told = findings["code"] == _NAMES_NONE
    nameless = payments[payments["bn15"].isna()]
    linked = nameless[matched["account"].reindex(nameless.index).notna()]
    if not told.any() or linked.empty:
        return findings
    place = nameless.groupby("message").cumcount()[linked.index]
    gone = pd.MultiIndex.from_arrays([linked["message"], place])
    of_findings = findings[told]
    places = pd.MultiIndex.from_arrays(
        [of_findings["message"], of_findings.groupby("message").cumcount()]
    )
    return findings.drop(of_findings.index[places.isin(gone)])


def _payers(payments: pd.DataFrame) -> "pd.Series[str]":
    """Return who pays: whom the bank names, or else what a text says besides references."""
    told = payments["told"].map(beside_references, na_action="ignore")
    return payments["payer_name"].where(payments["payer_name"].notna(), told)


def _money(tables: MessageTables) -> "pd.Series[str]":
    """Return, by message, the account that a payment told in it debits."""
    return tables.messages.set_index("message")["type"].map(MONEY)
