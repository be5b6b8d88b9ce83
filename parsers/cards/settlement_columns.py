"""What a settlement file says, value by value: its first line, and the columns of its rows.

The shape is our own, published in ``docs/formats/card-settlement.md``.
"""

from typing import Final

from parsers.deliveries.headed_rows import Codes, Column, Shape
from parsers.values import (
    code,
    integer,
    iso_date,
    matching,
    moment,
    more_than_nothing,
    signed_cents,
    text,
)

MARK: Final = "#carmhub-card-settlement"
PAYMENT, CHARGEBACK, FEE = "payment", "chargeback", "fee"
CARD, DEBIT = "card", "debit"

_ALL: Final = (PAYMENT, CHARGEBACK, FEE)

SHAPE: Final = Shape(
    head={
        "sender": text(35),
        "reference": text(35),
        "account": text(34),
        "currency": code("CAD"),
        "deposited_on": iso_date,
        "net": signed_cents,
        "rows": integer,
    },
    columns=(
        Column("kind", code(*_ALL), _ALL),
        Column("method", code(CARD, DEBIT), (PAYMENT, CHARGEBACK)),
        Column("reference", text(35), _ALL),
        Column("original_reference", text(35), (CHARGEBACK,)),
        Column("program_account", text(35), ()),
        Column("paid_at", moment, (PAYMENT, CHARGEBACK)),
        Column("amount", more_than_nothing, _ALL),
        Column("payer", text(70), ()),
    ),
    codes=Codes(head="CRD-001", line="CRD-002", heading="CRD-003", counted="CRD-005"),
)
"""``net`` is what comes to the bank account. An amount is above zero whatever the kind says of its
direction."""

BN15: Final = matching(r"\d{9}RM\d{4}", "999999999RM9999")
