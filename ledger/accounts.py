"""The chart of accounts: control accounts of the book, and one receivable per BN15."""

from typing import Final

BANK: Final = "BANK"
UNIDENTIFIED: Final = "UNIDENTIFIED"
DUTY: Final = "DUTY"
SIMA: Final = "SIMA"
SURTAX: Final = "SURTAX"
EXCISE: Final = "EXCISE"
GST: Final = "GST"

CONTROL_ACCOUNTS: Final = (BANK, UNIDENTIFIED, DUTY, SIMA, SURTAX, EXCISE, GST)
"""Bank clearing, receipts that name no account, and the revenue of each charge."""

CHARGE_ACCOUNTS: Final = {
    "duty": DUTY,
    "sima": SIMA,
    "surtax": SURTAX,
    "excise": EXCISE,
    "gst": GST,
}
"""Which control account each charge of a declaration credits."""
