"""The chart of accounts: control accounts of the book, and one receivable per BN15."""

from collections.abc import Mapping
from typing import Final

from ledger.charges import CHARGES

BANK: Final = "BANK"
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
"""Each control account, and the charge that its side of a transaction is: bank clearing, receipts
that name no account, what one cause moves between accounts, the revenue of each charge, GST that
was paid and is not refunded, penalties.
"""

CHARGE_ACCOUNTS: Final[Mapping[str, str]] = {
    charge: account for account, charge in CONTROL_ACCOUNTS.items() if charge in CHARGES
}
"""Which control account each charge of a declaration credits."""
