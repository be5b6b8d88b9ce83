"""For whom a payment may be that waits, and which payments may have been paid twice."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from jobs.hub import Hub, JobRefused
from ledger.dated_rules import in_force_on
from ledger_sync.book.connection import Row
from ledger_sync.payments import payees, payment_moves
from ledger_sync.payments.payment_moves import StandingPayment
from mappers.payments.matching import Payees, names_of, payers_of
from mappers.payments.references import references_of
from mappers.payments.suggestions import Suggestion, near_businesses, suggested


@dataclass(frozen=True)
class Suggested:
    """A payment of a name as it stands, who pays, what is said of it, and for whom it may be."""

    payment: StandingPayment
    payer_name: str
    told: str
    suggestions: Sequence[Suggestion]


def suggest(hub: Hub, name: str) -> list[Suggested]:
    """Return the payments of a name of which something stands, each with suggestions.

    Raises JobRefused where there is none.
    """
    before = hub.today() + dt.timedelta(days=1)
    with hub.book.reading() as tx:
        found = []
        for txn_id in payment_moves.named(tx, name):
            payment = payment_moves.standing(tx, txn_id)
            if payment is None:
                continue
            said = payees.said(tx, txn_id)
            rows = pd.DataFrame([{**said, "bn15": payment.account}])
            asked, (payer,) = names_of(rows), payers_of(rows)
            references = references_of([said["told"]])
            accounts = payees.accounts(tx, asked.businesses | near_businesses(references))
            numbers = payees.transactions(tx, asked.numbers, before)
            payers = payees.payers(tx, asked.payers, before)
            owing = payees.owing(tx, payment.cents)
            known = Payees(accounts, numbers, payees.debts(tx, (), before), payers)
            suggestions = suggested(references, payer, owing, known)
            found.append(Suggested(payment, said["payer_name"], said["told"], suggestions))
    if not found:
        raise JobRefused(f"nothing of payment {name} stands on an account or is held")
    return found


def doubles(hub: Hub, since: dt.date | None = None) -> list[Row]:
    """Return payments that may be paid twice, from a value date on; by the rule in force today."""
    today = hub.today()
    rule = in_force_on(hub.rules.matching, today, "rule of matching")
    with hub.book.reading() as tx:
        return payment_moves.doubles(
            tx, since=since or today - dt.timedelta(days=90), days=rule.double_days
        )
