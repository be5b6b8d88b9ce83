"""What the readers of the three formats give: texts by row, each row with its place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from parsers.deliveries.reference.reference_tables import TABLES, Table

KINDS: Final = ("whole", "changes")
REFERENCE_LENGTH_MAX = 35
HEAD: Final = {
    "ReferenceTable": "table",
    "Delivery": "delivery",
    "DeliveryReference": "reference",
    "RowCount": "rows",
    "Sender": "sender",
    "IssueDateTime": "prepared_at",
}
"""What JSON and XML call the fields of a delivery's head."""
NOT_READABLE, HEAD_WRONG, NO_SUCH_COLUMN = "REF-001", "REF-002", "REF-007"


@dataclass(frozen=True)
class Place:
    """Where a row stands in the file; ``byte_to`` 0 is the end of the file."""

    byte_from: int
    byte_to: int
    path: str = ""
    line: int | None = None


@dataclass(frozen=True)
class FileFault:
    """What is wrong with the file as a whole."""

    code: str
    value: str | None
    element: str | None = None
    expected: str | None = None
    line: int | None = None


@dataclass(frozen=True)
class Located:
    """A file's head (table, delivery, reference, rows, sender, prepared_at), texts and places.

    ``names`` says what a column is called in this format where that is another name.
    """

    head: Mapping[str, str] = field(default_factory=dict)
    texts: pd.DataFrame = field(default_factory=pd.DataFrame)
    places: tuple[Place, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[FileFault, ...] = ()


def unreadable(value: str, line: int | None = None) -> Located:
    """Return that nothing could be read, why, and on which line."""
    return Located(faults=(FileFault(NOT_READABLE, value, line=line),))


def head_faults(head: Mapping[str, str]) -> tuple[FileFault, ...]:
    """Return what is wrong with what a delivery says of itself."""
    wanted = {
        "table": head.get("table") in TABLES,
        "delivery": head.get("delivery") in KINDS,
        "reference": bool(head.get("reference")) and _is_short_text(head["reference"]),
        "sender": _is_short_text(head.get("sender", "")),
        "prepared_at": _is_short_text(head.get("prepared_at", "")),
    }
    short = f"an..{REFERENCE_LENGTH_MAX}"
    expected = {
        "table": ", ".join(TABLES),
        "delivery": ", ".join(KINDS),
        "reference": short,
        "sender": short,
        "prepared_at": short,
    }
    return tuple(
        FileFault(HEAD_WRONG, head.get(name), name, expected[name])
        for name, right in wanted.items()
        if not right
    )


def _is_short_text(text: str) -> bool:
    return len(text) <= REFERENCE_LENGTH_MAX and text.isprintable()


def column_faults(table: Table, given: set[str], names: Mapping[str, str]) -> tuple[FileFault, ...]:
    """Return a fault for each column that the table does not have."""
    known = {names.get(field.name, field.name) for field in table.all_fields} | {
        names.get("change", "change")
    }
    return tuple(
        FileFault(NO_SUCH_COLUMN, name, expected=table.name) for name in sorted(given - known)
    )
