"""What an officer's receipt says, element by element, published in ``docs/formats/receipt.md``."""

from collections.abc import Mapping
from typing import Final

from parsers.deliveries.headed_rows import Codes, Shape
from parsers.values import code, iso_date, matching, moment, more_than_nothing, text

ROOT: Final = "ManualReceipt"
NAMESPACE: Final = "urn:carm-hub:receipt:1"

METHODS: Final[Mapping[str, str]] = {
    "cheque": "cheque",
    "card": "card",
    "debit": "debit",
    "cash": "electronic",
}
"""How it was paid, with the method whose rule says when it counts: cash counts as what is paid in
person, until the end of the day (CBSA, Payments)."""

SENDER: Final = "Sender"
SHAPE: Final = Shape(
    head={
        SENDER: text(35),
        "ReceiptNumber": text(35),
        "Method": code(*METHODS),
        "Payer": text(70),
        "ProgramAccount": matching(r"\d{9}RM\d{4}", "999999999RM9999"),
        "Amount": more_than_nothing,
        "Currency": code("CAD"),
        "ReceivedAt": moment,
        "Bank": text(35),
        "BankAccount": text(34),
        "DepositedDate": iso_date,
    },
    columns=(),
    codes=Codes(head="RCP-001", line="RCP-002", heading="RCP-001", counted="RCP-001"),
)
"""All are needed, each once, in any order."""
