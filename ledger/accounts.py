"""The chart of accounts: control accounts of the book, and one receivable per BN15."""

from typing import Final

BANK: Final = "BANK"
UNIDENTIFIED: Final = "UNIDENTIFIED"
DUTY: Final = "DUTY"
SIMA: Final = "SIMA"
SURTAX: Final = "SURTAX"
EXCISE: Final = "EXCISE"
GST: Final = "GST"
PENALTY: Final = "PENALTY"

CONTROL_ACCOUNTS: Final = (BANK, UNIDENTIFIED, DUTY, SIMA, SURTAX, EXCISE, GST, PENALTY)
"""Bank clearing, receipts that name no account, the revenue of each charge, penalties."""

CHARGE_ACCOUNTS: Final = {
    "duty": DUTY,
    "sima": SIMA,
    "surtax": SURTAX,
    "excise": EXCISE,
    "gst": GST,
}
"""Which control account each charge of a declaration credits."""
