"""How documents show each charge: its XML element, its code in EDIFACT, and whether always."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class ShownCharge:
    """A charge that has an amount of its own on documents.

    ``tax_type`` is UN/EDIFACT 5153. Where it is ``always`` shown, a zero is told too.
    """

    charge: str
    element: str
    tax_type: str
    always: bool = False


SHOWN: Final = (
    ShownCharge("duty", "DutyAmount", "CUD", always=True),
    ShownCharge("sima", "SIMAAmount", "ADD"),
    ShownCharge("surtax", "SurtaxAmount", "SUR"),
    ShownCharge("excise", "ExciseAmount", "FET"),
    ShownCharge("gst", "GSTAmount", "GST", always=True),
)
"""In the order in which they are computed."""

NOT_SHOWN: Final = {
    "penalty": "the amount of its line says it",
    "payment": "the amount of its line says it",
    "transfer": "the amount of its line says it",
}
"""Charges without an amount of their own on documents, and why."""


def amounts(charges: Mapping[str, int]) -> Iterator[tuple[ShownCharge, int]]:
    """Yield what is shown of charges in cents: those always shown, and what else is not zero."""
    for shown in SHOWN:
        cents = charges.get(shown.charge, 0)
        if cents or shown.always:
            yield shown, cents
