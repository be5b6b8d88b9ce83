"""The chart of accounts: control accounts of the book, and one receivable per BN15."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class ControlAccount:
    """A general-ledger account; ``code`` is its key in the book."""

    code: str
    name_en: str
    name_fr: str


BANK: Final = "BANK"
UNIDENTIFIED: Final = "UNIDENTIFIED"
DUTY: Final = "DUTY"
GST: Final = "GST"

CONTROL_ACCOUNTS: Final = (
    ControlAccount(BANK, "Bank clearing", "Compensation bancaire"),
    ControlAccount(UNIDENTIFIED, "Unidentified receipts", "Encaissements non identifiés"),
    ControlAccount(DUTY, "Customs duty revenue", "Recettes, droits de douane"),
    ControlAccount(GST, "Goods and services tax payable", "Taxe sur les produits et services"),
)

CHARGE_ACCOUNTS: Final = {"duty": DUTY, "gst": GST}
"""Which control account each charge of a declaration credits."""
