"""A file of a bank in Payments Canada Standard 005 (AFT): credits, and credits taken back."""

import datetime as dt
from collections.abc import Sequence
from typing import Final, NamedTuple

CREDIT, TAKEN_BACK = "C", "E"
_RECORD, _SEGMENT, _SEGMENTS = 1464, 240, 6
_MISCELLANEOUS: Final = "450"
_TOTALS: Final = ("DJ", "CI", "E", "F")
"""The trailer's sums and counts, in their order, each of the kinds of items named."""


class Item(NamedTuple):
    """One item: its kind, cents, trace, who pays, a sundry text; the trace it takes back."""

    kind: str
    cents: int
    trace: int
    payer: str
    sundry: str
    original: int | None = None
    reference: str = ""
    """The originator's cross-reference."""


def file_of(
    items: Sequence[Item], *, originator: str, number: int, day: dt.date, account: str
) -> bytes:
    """Return a file of items in their order; neighbours of one kind share a record."""
    stamp = f"0{day:%y%j}"
    control = f"{originator:<10}{number % 10_000:04}"
    records = _records(items)
    lines = [f"A{1:09}{control}{stamp}00320{'':20}CAD"]
    for place, (kind, part) in enumerate(records, 2):
        segments = "".join(_segment(item, stamp, account) for item in part)
        lines.append(f"{kind}{place:09}{control}{segments}")
    sums = "".join(_total(items, kinds) for kinds in _TOTALS)
    lines.append(f"Z{len(lines) + 1:09}{control}{sums}")
    return "".join(f"{line:<{_RECORD}}\r\n" for line in lines).encode("latin-1")


def _records(items: Sequence[Item]) -> list[tuple[str, list[Item]]]:
    """Return items by records: six of one kind at most."""
    records: list[tuple[str, list[Item]]] = []
    for item in items:
        if not records or records[-1][0] != item.kind or len(records[-1][1]) == _SEGMENTS:
            records.append((item.kind, []))
        records[-1][1].append(item)
    return records


def _segment(item: Item, stamp: str, account: str) -> str:
    """Return the elements of an item at their places in the segment (section D)."""
    original = "" if item.original is None else f"{item.original:022}"
    head = f"{_MISCELLANEOUS}{item.cents:010}{stamp}{'':9}{account:<12}{item.trace:022}{'':48}"
    payer, reference = f"{item.payer[:30]:<30}", f"{'':10}{item.reference[:19]:<19}{'':21}"
    return f"{head}{payer}{reference}{item.sundry[:15]:<15}{original:<22}".ljust(_SEGMENT)


def _total(items: Sequence[Item], kinds: str) -> str:
    of_kinds = [item.cents for item in items if item.kind in kinds]
    return f"{sum(of_kinds):014}{len(of_kinds):08}"
