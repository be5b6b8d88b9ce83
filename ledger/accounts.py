"""The chart of accounts: control accounts of the book, and one receivable per BN15."""

from collections.abc import Mapping
from typing import Final

from ledger.charges import CHARGES

BANK: Final = "BANK"
TRANSIT_820: Final = "TRANSIT_820"
TRANSIT_CAMT054: Final = "TRANSIT_CAMT054"
TRANSIT_LOCKBOX: Final = "TRANSIT_LOCKBOX"
TRANSIT_CARD: Final = "TRANSIT_CARD"
TRANSIT_DEBITS: Final = "TRANSIT_DEBITS"
TRANSIT_RECEIPTS: Final = "TRANSIT_RECEIPTS"
UNIDENTIFIED: Final = "UNIDENTIFIED"
TRANSFER: Final = "TRANSFER"
DUTY: Final = "DUTY"
SIMA: Final = "SIMA"
SURTAX: Final = "SURTAX"
EXCISE: Final = "EXCISE"
GST: Final = "GST"
GST_KEPT: Final = "GST_KEPT"
PENALTY: Final = "PENALTY"
INTEREST_SPECIFIED: Final = "INTEREST_SPECIFIED"
INTEREST_PRESCRIBED: Final = "INTEREST_PRESCRIBED"
INTEREST_ON_REFUNDS: Final = "INTEREST_ON_REFUNDS"
FEES: Final = "FEES"
BANK_FEES: Final = "BANK_FEES"
INVOICED: Final = "INVOICED"
WAIVED: Final = "WAIVED"
SMALL_AMOUNTS: Final = "SMALL_AMOUNTS"
WRITE_OFFS: Final = "WRITE_OFFS"
REFUNDS_PAYABLE: Final = "REFUNDS_PAYABLE"
REFUNDS_SENT: Final = "REFUNDS_SENT"
DEPOSITS: Final = "DEPOSITS"
OPENING: Final = "OPENING"

CONTROL_ACCOUNTS: Final[Mapping[str, str]] = {
    BANK: "payment",
    TRANSIT_820: "payment",
    TRANSIT_CAMT054: "payment",
    TRANSIT_LOCKBOX: "payment",
    TRANSIT_CARD: "payment",
    TRANSIT_DEBITS: "payment",
    TRANSIT_RECEIPTS: "payment",
    UNIDENTIFIED: "payment",
    TRANSFER: "transfer",
    DUTY: "duty",
    SIMA: "sima",
    SURTAX: "surtax",
    EXCISE: "excise",
    GST: "gst",
    GST_KEPT: "gst_kept",
    PENALTY: "penalty",
    INTEREST_SPECIFIED: "interest_specified",
    INTEREST_PRESCRIBED: "interest_prescribed",
    INTEREST_ON_REFUNDS: "interest_on_refunds",
    FEES: "fee",
    BANK_FEES: "bank_fee",
    INVOICED: "invoice",
    WAIVED: "waiver",
    SMALL_AMOUNTS: "small_amount",
    WRITE_OFFS: "write_off",
    REFUNDS_PAYABLE: "refund",
    REFUNDS_SENT: "refund",
    DEPOSITS: "deposit",
    OPENING: "opening",
}
"""Each control account, and the charge that its side of a transaction is: the bank account, money
in transit to it by source, receipts that name no account, what one cause moves between accounts,
the revenue of each charge, GST that was paid and is not refunded, penalties, interest by kind, fees
charged and fees of the bank's, what is invoiced, what is given up, refunds reserved and on their
way, deposits held as security, and what an older ledger brings, which ends at zero.
"""

TRANSIT: Final = (
    TRANSIT_820,
    TRANSIT_CAMT054,
    TRANSIT_LOCKBOX,
    TRANSIT_CARD,
    TRANSIT_DEBITS,
    TRANSIT_RECEIPTS,
)
"""Money told in detail before the bank's own line: X12 820, details of camt.054, deposits of BAI2
(lockbox and counter), card settlement, items of AFT, an officer's manual receipt.
The bank's line credits the account that the detail debited, so that each ends at zero.
"""

CHARGE_ACCOUNTS: Final[Mapping[str, str]] = {
    charge: account for account, charge in CONTROL_ACCOUNTS.items() if charge in CHARGES
}
"""Which control account each charge of a declaration credits."""
