"""The declaration's value rules, shared by every format that carries a declaration."""

from parsers.values import cents, integer, matching, text, thousandths, translated

TRANSACTION_NUMBER = matching(r"\d{14}", "n14")
VERSION = integer
FUNCTIONS = {"9": "original", "5": "version", "1": "withdrawal"}
"""UN/EDIFACT 1225, message function (original, replace, cancellation), to what it is here."""
FUNCTION = translated(FUNCTIONS)
CAD_TYPE = matching(r"[A-Z]{1,2}|\d{2}", "a..2 / n2")
REASON_CODE = text(17)
REMARK = text(512)
BN15 = matching(r"\d{9}RM\d{4}", "n9 RM n4")
FILER = matching(r"\d{5}|\d{9}RM\d{4}", "n5, or n9 RM n4")
"""An account security number, or the program account of the broker who files."""
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
TARIFF_CODE = matching(r"99\d{2}", "99 n2")
SIMA_CODE = matching(r"[A-Z]", "a1")
SIMA_MEASURE = text(35)
SURTAX_CODE = matching(r"[A-Z0-9]{1,7}", "an..7")
EXCISE_CODE = matching(r"[A-Z0-9]{1,7}", "an..7")
GST_CODE = matching(r"[A-Z0-9]{1,7}", "an..7")
SPECIAL_AUTHORITY = matching(r"[A-Z0-9][A-Z0-9\-]{0,15}", "an..16")
LICENCE = matching(r"[A-Z0-9][A-Z0-9\-]{0,15}", "an..16")
SURTAX_FLAG = matching(r"[SN]", "S, N")
SURTAX_CATEGORY = translated({"S": "S", "E": "N"})
"""UN/EDIFACT 5305, duty or tax or fee category (standard, exempt), to the flag it is here."""
IMPORT_PERMIT = matching(r"[A-Z0-9][A-Z0-9\-]{0,34}", "an..35")
EXPORTER = text(35)
WAREHOUSE = matching(r"\d{4}", "n4")
CITY = text(35)
REGION = matching(r"[A-Z0-9]{1,3}", "an..3")
CHARGES = {
    "CUD": "duty",
    "ADD": "anti_dumping",
    "CVD": "countervailing",
    "SUR": "surtax",
    "FET": "excise",
    "GST": "gst",
}
"""UN/EDIFACT 5153, duty or tax or fee type, to the charge it is here."""
CHARGE = translated(CHARGES)
AMOUNT = cents
QUANTITY = thousandths
COUNT = integer
