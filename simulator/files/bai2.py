"""A bank's report of an account as BAI2 (BAI Cash Management Balance Reporting, version 2)."""

import datetime as dt
from collections.abc import Sequence
from typing import Final, NamedTuple

CREDIT, RETURNED = "195", "555"
"""Incoming money transfer; deposited item returned."""
_TOTAL_CREDITS: Final = "100"


class Detail(NamedTuple):
    """One entry: its type, cents, the bank's reference, the payer's, and a text."""

    type: str
    cents: int
    reference: str
    payer_reference: str
    text: str


def report(
    details: Sequence[Detail],
    *,
    sender: str,
    recipient: str,
    number: int,
    day: dt.date,
    account: str,
) -> bytes:
    """Return a file with one group and one account."""
    stamp = f"{day:%y%m%d},1800"
    credited = [detail.cents for detail in details if detail.type == CREDIT]
    total = sum(credited) + sum(detail.cents for detail in details)
    count = len(details) + 2
    lines = [
        f"01,{sender},{recipient},{stamp},{number},80,10,2/",
        f"02,{recipient},{sender},1,{stamp},CAD,2/",
        f"03,{account},CAD,{_TOTAL_CREDITS},{sum(credited)},{len(credited)},/",
        *(f"16,{d.type},{d.cents},,{d.reference},{d.payer_reference},{d.text}" for d in details),
        f"49,{total},{count}/",
        f"98,{total},1,{count + 2}/",
        f"99,{total},1,{count + 4}/",
    ]
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")
