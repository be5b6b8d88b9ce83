"""What has a rate, and whose day may decide which one."""

from typing import Final

from ledger.charges import CHARGES

EXCHANGE: Final = "exchange"
RATED: Final = (EXCHANGE, *CHARGES)
"""All that has a rate."""

DAYS: Final = ("release_on", "direct_shipment_on", "accounted_on")
"""The columns of a line whose day may decide."""
