"""An officer's receipt as the payment that it is, in transit until the bank's line of its deposit.

Its key is that of the entry which the bank is to show: account, day of the deposit, amount, number.
"""

import pandas as pd

from billing.payment_days import paid_on
from billing.postings import PAYMENT
from ledger.accounts import TRANSIT_RECEIPTS
from mappers.payments.payment_dates import PaymentDays, moment_of
from parsers.banks.entry_keys import plain, plain_reference
from parsers.submissions.submission import ManualReceipt


def payment_of(receipt: ManualReceipt, days: PaymentDays) -> pd.DataFrame:
    """Return the payment, a row, as message 0; it counts on the day that its method's rule says."""
    counted = paid_on(
        days.rules,
        receipt.method,
        paid_at=moment_of(receipt.received_at),
        value_on=receipt.deposited_on,
        received_at=receipt.received_on,
        holidays=days.holidays,
    )
    row = {
        "message": 0,
        "part": 1,
        "kind": PAYMENT,
        "method": receipt.method,
        "entry_reference": receipt.number,
        "bank_account": plain(receipt.bank_account),
        "booked_on": receipt.deposited_on,
        "entry_cents": receipt.amount_cents,
        "plain_reference": plain_reference([receipt.number]),
        "payer_name": receipt.payer,
        "bn15": receipt.bn15,
        "value_on": receipt.deposited_on,
        "payer_on": receipt.received_on,
        "paid_on": counted,
        "amount_cents": receipt.amount_cents,
        "debit_account": TRANSIT_RECEIPTS,
        "credit_account": receipt.bn15,
    }
    return pd.DataFrame([row], dtype=object)
