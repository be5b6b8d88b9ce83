"""How documents show each charge: its XML element, its code in EDIFACT, and whether always."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from ledger.money import CentsArray, decimal_texts


@dataclass(frozen=True)
class ShownCharge:
    """A charge that has an amount of its own on documents.

    ``tax_type`` is UN/EDIFACT 5153. Where it is ``always`` shown, a zero is told too.
    """

    charge: str
    element: str
    tax_type: str
    always: bool = False


SIMA: Final = ShownCharge("sima", "SIMAAmount", "ADD")
SHOWN: Final = (
    ShownCharge("duty", "DutyAmount", "CUD", always=True),
    SIMA,
    ShownCharge("surtax", "SurtaxAmount", "SUR"),
    ShownCharge("excise", "ExciseAmount", "FET"),
    ShownCharge("gst", "GSTAmount", "GST", always=True),
    ShownCharge("gst_kept", "GSTNotRefundedAmount", "GST"),
)
"""In the order in which they are computed; what stays paid of GST is no charge of a declaration."""

OF_SIMA: Final = (
    ShownCharge("anti_dumping", "AntiDumpingAmount", "ADD"),
    ShownCharge("countervailing", "CountervailingAmount", "CVD"),
)
"""What SIMA duty is of, which answers to declarations tell apart."""

NOT_SHOWN: Final = dict.fromkeys(
    (
        *("penalty", "interest_specified", "interest_prescribed", "interest_on_refunds"),
        *("fee", "bank_fee", "invoice", "waiver", "small_amount", "write_off"),
        *("payment", "transfer", "refund", "deposit", "opening"),
    ),
    "the amount of its line says it",
)
"""Charges without an amount of their own on documents, and why."""


def amounts(charges: Mapping[str, int]) -> Iterator[tuple[ShownCharge, int]]:
    """Yield what is shown of charges in cents: those always shown, and what else is not zero."""
    for shown in SHOWN:
        cents = charges.get(shown.charge, 0)
        if cents or shown.always:
            yield shown, cents


Template = Callable[[Sequence[ShownCharge]], str]
"""Gives the format string of a row that shows some charges: its fields are those that every row
shows, in their order, then a field a charge."""


def written(
    rows: pd.DataFrame,
    charges: Sequence[ShownCharge],
    template: Template,
    *fields: Sequence[object],
) -> list[str]:
    """Return each row written by the template of those of the charges that it shows.

    ``rows`` has ``{charge}_cents`` of the charges that it may owe; ``fields`` hold what every row
    shows, a value a row.
    """
    cents = [_cents(rows, shown.charge) for shown in charges]
    pattern = np.zeros(len(rows), dtype=np.int64)
    for place, (shown, each) in enumerate(zip(charges, cents, strict=True)):
        pattern |= (each != 0 if not shown.always else np.True_) * np.int64(1 << place)
    every = [np.array(values, dtype=object) for values in fields]
    texts = np.empty(len(rows), dtype=object)
    for one in np.unique(pattern).tolist():
        at = np.flatnonzero(pattern == one)
        places = [place for place in range(len(charges)) if one >> place & 1]
        write = template([charges[place] for place in places]).format
        amounts = [decimal_texts(cents[place][at]) for place in places]
        texts[at] = [*map(write, *(values[at] for values in every), *amounts)]
    return list(texts)


def _cents(rows: pd.DataFrame, charge: str) -> CentsArray:
    name = f"{charge}_cents"
    if name not in rows:
        return np.zeros(len(rows), dtype=np.int64)
    return rows[name].to_numpy(dtype=np.int64)
