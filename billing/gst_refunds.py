"""Whether an adjustment refunds GST that was paid. Rules: ``config/rules/amounts.toml``.

GST is no duty that the Customs Act refunds (s. 2(1)). It comes back under the Excise Tax Act
s. 215.1 alone: for goods that are not for commercial use, and to small suppliers.
"""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class GstRefundRule:
    """From a day of filing on, GST that was paid is refunded to whoever is enrolled so, only."""

    effective_from: dt.date
    refunded_to: str


def kept_gst(*, paid_cents: int, owed_cents: int, refunded: bool) -> int:
    """Return the cents of GST that were paid beyond what is owed, and that stay paid."""
    return 0 if refunded else max(0, paid_cents - owed_cents)
