"""The declaration's value rules, shared by every format that carries a declaration."""

from parsers.values import cents, code, integer, matching, text, thousandths, translated

TRANSACTION_NUMBER = matching(r"\d{14}", "n14")
VERSION = integer
CAD_TYPE = code("AB")
BN15 = matching(r"\d{9}RM\d{4}", "n9 RM n4")
FILER = matching(r"\d{5}", "n5")
OFFICE = matching(r"\d{4}", "n4")
CARGO_CONTROL_NUMBER = text(25)
INVOICE_NUMBER = text(35)
VENDOR_NAME = text(70)
COUNTRY = matching(r"[A-Z]{2}", "a2 (ISO 3166-1)")
CURRENCY = matching(r"[A-Z]{3}", "a3 (ISO 4217)")
TARIFF_ITEM = matching(r"\d{10}", "n10")
DESCRIPTION = text(70)
TREATMENT = matching(r"\d{2}", "n2")
VFD_CODE = matching(r"\d{2}", "n2")
UNIT = matching(r"[A-Z0-9]{2,3}", "an2..3")
CHARGE = translated({"CUD": "duty", "GST": "gst"})
"""UN/EDIFACT 5153, duty or tax or fee type, to the ledger's charge."""
AMOUNT = cents
QUANTITY = thousandths
COUNT = integer
