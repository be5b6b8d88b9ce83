"""An allocation request: which credits of an account pay which debts, as CSV or as JSON.

CSV has the columns ``bn15, credit, debit, amount``, in any order; JSON is one object whose
``allocations`` is a list of objects with these names. Amounts are texts in dollars and cents.
"""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from parsers.deliveries.delivery_text import lines, unpadded

COLUMNS: Final = ("bn15", "credit", "debit", "amount")
_AMOUNT: Final = re.compile(r"(\d{1,13})\.(\d\d)")


@dataclass(frozen=True)
class AllocationRow:
    """A row, its place in the file and its amount in cents."""

    place: str
    bn15: str
    credit: str
    debit: str
    cents: int


@dataclass(frozen=True)
class AllocationRequest:
    """The rows of a request, and what is wrong with it, each fault with its place."""

    rows: tuple[AllocationRow, ...]
    faults: tuple[str, ...]


def read(content: bytes) -> AllocationRequest:
    """Read a request; nothing in it raises."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as fault:
        return AllocationRequest((), (f"byte {fault.start}: it is not UTF-8",))
    begun = unpadded(text)[0]
    read_rows = list(_json_rows(begun) if begun.startswith("{") else _csv_rows(text))
    rows = tuple(row for row in read_rows if isinstance(row, AllocationRow))
    faults = tuple(row for row in read_rows if isinstance(row, str))
    return AllocationRequest(rows, faults if rows or faults else ("it has no row",))


def _csv_rows(text: str) -> Iterator[AllocationRow | str]:
    names: list[str] | None = None
    for line in lines(text):
        if line.text.startswith("#"):
            continue
        place = f"line {line.number}"
        try:
            values = next(csv.reader([line.text], strict=True))
        except csv.Error as fault:
            yield f"{place}: {fault}"
            continue
        if names is None:
            names = values
            if sorted(names) != sorted(COLUMNS):
                yield f"{place}: the columns are {', '.join(COLUMNS)}"
                return
        elif len(values) != len(names):
            yield f"{place}: {len(values)} values for {len(names)} columns"
        else:
            yield _row(place, dict(zip(names, values, strict=True)))


def _json_rows(text: str) -> Iterator[AllocationRow | str]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as fault:
        yield f"it is not JSON: {fault}"
        return
    rows = document.get("allocations")
    if set(document) != {"allocations"} or not isinstance(rows, list):
        yield "it has one list, allocations"
        return
    for number, row in enumerate(rows):
        place = f"/allocations/{number}"
        if not isinstance(row, dict) or set(row) != set(COLUMNS):
            yield f"{place}: its names are {', '.join(COLUMNS)}"
        elif not all(isinstance(value, str) for value in row.values()):
            yield f"{place}: every value is a text"
        else:
            yield _row(place, row)


def _row(place: str, values: dict[str, str]) -> AllocationRow | str:
    amount = _AMOUNT.fullmatch(values["amount"].strip())
    if amount is None:
        return f"{place}: {values['amount']!r} is no amount such as 12.50"
    bn15, credit, debit = (values[name].strip() for name in ("bn15", "credit", "debit"))
    return AllocationRow(place, bn15, credit, debit, int(amount[1] + amount[2]))
