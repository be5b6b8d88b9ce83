"""What an item of an AFT file says: a payment, or why it is none."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from parsers.aft.aft_elements import ITEM, Element
from parsers.banks.entry_keys import RETURN, names_something, plain, plain_reference

DAY_FORMAT: Final = "0YYDDD"
_BN15: Final = re.compile(r"(?<![0-9A-Z])\d{9}RM\d{4}(?!\d)", re.ASCII)
_DAY: Final = re.compile(r"0\d{5}", re.ASCII)
_NUMBER: Final = re.compile(r"\d+", re.ASCII)
_RETURNED: Final = ("I", "J")
_REVERSED: Final = "E"


class Told(NamedTuple):
    """A finding of an item: its code, the element it is about, its value, and what was expected."""

    code: str
    element: Element | None
    value: str | None
    expected: str | None = None


def no_payment(kind: str, segment: str, file_day: dt.date | None) -> Told | None:
    """Return why an item of this kind is no payment; None of a credit, or what takes one back."""
    code = ITEM["code"].of(segment)
    if kind in _RETURNED:
        return Told("AFT-010", ITEM["code"], code, file_day.isoformat() if file_day else None)
    return (
        None
        if kind in {"C", _REVERSED}
        else Told("AFT-015", ITEM["code"], f"{kind} {code}".strip())
    )


def payment_of(segment: str, *, cents: int) -> tuple[Mapping[str, Any] | None, list[Told]]:
    """Return a credit as a row of the table of payments, if it is one, and what is told of it."""
    day = day_of(ITEM["day"].of(segment))
    if not cents or day is None:
        told = f"{ITEM['cents'].of(segment)} {ITEM['day'].of(segment)}"
        return None, [Told("PAY-006", ITEM["day"] if cents else ITEM["cents"], told)]
    reference, sundry = (ITEM[name].of(segment) for name in ("cross_reference", "sundry"))
    named = sorted({*_BN15.findall(reference), *_BN15.findall(sundry)})
    row = {
        "part": 1,
        "bank_account": plain(ITEM["account"].of(segment)),
        "booked_on": day,
        "entry_cents": cents,
        "plain_reference": plain_reference([reference if names_something(reference) else sundry]),
        "payer_name": ITEM["originator_name"].of(segment) or None,
        "told": f"{reference} {sundry}".strip(),
        "bn15": named[0] if len(named) == 1 else None,
        "value_on": day,
        "amount_cents": cents,
    }
    if len(named) == 1:
        return row, []
    return row, [Told("PAY-001", ITEM["sundry"], " ".join(named) or None)]


def payment_or_return_of(
    kind: str, segment: str, *, cents: int
) -> tuple[Mapping[str, Any] | None, list[Told]]:
    """Return an item as ``payment_of`` does; one that takes a credit back is below zero."""
    row, found = payment_of(segment, cents=cents)
    if row is None or kind != _REVERSED:
        return row, found
    trace = ITEM["original_trace"].of(segment)
    back = {
        "kind": RETURN,
        "original_reference": trace if names_something(trace) else None,
        "account_servicer_reference": None,
        "entry_cents": -cents,
        "amount_cents": -cents,
        "bn15": None,
    }
    return {**row, **back}, []


def number_of(text: str) -> int | None:
    """Return a number of digits alone; None where there is none."""
    return int(text) if _NUMBER.fullmatch(text) else None


def day_of(text: str) -> dt.date | None:
    """Return a day (0YYDDD: the year of this century and the day in it); None where it is none."""
    if not _DAY.fullmatch(text):
        return None
    year, day = 2000 + int(text[1:3]), int(text[3:])
    found = dt.date(year, 1, 1) + dt.timedelta(days=day - 1)
    return found if day and found.year == year else None
