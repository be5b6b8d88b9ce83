"""Payment orders of a bank as ANSI X12 820 (005010): one payment for many accounts."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Order(NamedTuple):
    """One payment: its trace, who pays, and accounts with the cents that each gets."""

    trace: str
    payer: str
    parts: tuple[tuple[str, int], ...]


def interchange(
    orders: Sequence[Order], *, sender: str, recipient: str, number: int, day: dt.date, account: str
) -> bytes:
    """Return an interchange of one group, with a transaction set for each order."""
    isa = (
        f"ISA*00*{'':10}*00*{'':10}*01*{sender:<15}*ZZ*{recipient:<15}"
        f"*{day:%y%m%d}*1800*U*00401*{number:09}*0*P*:"
    )
    group = f"GS*RA*{sender}*{recipient}*{day:%Y%m%d}*1800*{number}*X*005010"
    segments = [isa, group]
    for place, order in enumerate(orders, 1):
        body = [f"ST*820*{place:04}", *_body(order, day, account)]
        segments += [*body, f"SE*{len(body) + 1}*{place:04}"]
    segments += [f"GE*{len(orders)}*{number}", f"IEA*1*{number:09}"]
    return "".join(f"{segment}~\n" for segment in segments).encode("ascii")


def _body(order: Order, day: dt.date, account: str) -> Iterator[str]:
    total = _dollars(sum(cents for _, cents in order.parts))
    yield (
        f"BPR*C*{total}*C*ACH*CCD*01*021000021*DA*123*1512345678**01*000312345*DA*{account}"
        f"*{day:%Y%m%d}"
    )
    yield f"TRN*1*{order.trace}"
    yield "CUR*PR*CAD"
    yield f"N1*PR*{order.payer}"
    yield "ENT*1"
    for bn15, cents in order.parts:
        yield f"RMR*IV*{bn15}**{_dollars(cents)}"


def _dollars(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"
