"""The chart of accounts: control accounts of the book, and one receivable per BN15."""

from typing import Final

BANK: Final = "BANK"
UNIDENTIFIED: Final = "UNIDENTIFIED"
DUTY: Final = "DUTY"
GST: Final = "GST"

CONTROL_ACCOUNTS: Final = (BANK, UNIDENTIFIED, DUTY, GST)
"""Bank clearing, receipts that name no account, duty revenue, goods and services tax."""

CHARGE_ACCOUNTS: Final = {"duty": DUTY, "gst": GST}
"""Which control account each charge of a declaration credits."""
