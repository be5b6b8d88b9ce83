"""What an opening says, value by value: its first line, and the columns of its items.

The shape is our own, published in ``docs/formats/opening.md``.
"""

from typing import Final

from parsers.deliveries.headed_rows import Codes, Column, Shape
from parsers.values import (
    cents,
    code,
    integer,
    iso_date,
    matching,
    signed_cents,
    text,
)

MARK: Final = "#carmhub-opening"
DECLARATION, ADJUSTMENT, PENALTY, PAYMENT = "declaration", "adjustment", "penalty", "payment"
DEBTS: Final = (DECLARATION, ADJUSTMENT, PENALTY)
KINDS: Final = (*DEBTS, PAYMENT)

ASSESSED: Final = ("duty", "sima", "surtax", "excise", "gst")
"""The totals that declarations and adjustments come to together."""

INTEREST: Final = ("interest_specified", "interest_prescribed")
"""Columns of an item, and the totals of them."""

TOTALS: Final = (*ASSESSED, PENALTY, *INTEREST, "payments")
"""What the older ledger has of each in open items, and of unapplied money."""

SHAPE: Final = Shape(
    head={
        "sender": text(35),
        "reference": text(35),
        "as_of": iso_date,
        "currency": code("CAD"),
        "rows": integer,
        **dict.fromkeys(TOTALS, signed_cents),
    },
    columns=(
        Column("kind", code(*KINDS), KINDS),
        Column("program_account", matching(r"\d{9}RM\d{4}", "999999999RM9999"), KINDS),
        Column("reference", text(35), KINDS),
        Column("tag", matching(r"\d{5}", "n5"), ()),
        Column("effective_on", iso_date, KINDS),
        Column("due_on", iso_date, DEBTS),
        Column("amount", signed_cents, KINDS),
        *(Column(name, cents, ()) for name in INTEREST),
    ),
    codes=Codes(head="OPN-001", line="OPN-002", heading="OPN-003", counted="OPN-005"),
)
"""An amount is above zero whatever the kind says of its direction; of an adjustment it may be below
zero, which is for the importer."""
