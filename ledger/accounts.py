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
}
"""Each control account, and the charge that its side of a transaction is: the bank account, money
in transit to it by source, receipts that name no account, what one cause moves between accounts,
the revenue of each charge, GST that was paid and is not refunded, penalties.
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
(lockbox and counter), card settlement, pre-authorized debits by AFT, an officer's manual receipt.
The bank's line credits the account that the detail debited, so that each ends at zero.
"""

CHARGE_ACCOUNTS: Final[Mapping[str, str]] = {
    charge: account for account, charge in CONTROL_ACCOUNTS.items() if charge in CHARGES
}
"""Which control account each charge of a declaration credits."""
