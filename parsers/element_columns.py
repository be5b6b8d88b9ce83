"""The one name of an element: its column of the message tables; and how findings write it.

A finding's element, in the book and in what partners read, is the column in words, without the
unit that it is counted in: ``total value`` of ``total_value_cents``.
"""

from typing import Final

from parsers.message_tables import CHARGE, DECLARATION, INVOICE, LINE, REASON

_OF_THE_ROW: Final = frozenset({"message", "position", "byte_from", "byte_to"})
"""Columns that say where a row stands, and nothing that a filer declares."""

COLUMNS: Final[tuple[str, ...]] = tuple(
    dict.fromkeys(
        column
        for table in (DECLARATION, REASON, INVOICE, LINE, CHARGE)
        for column in table
        if column not in _OF_THE_ROW
    )
)
"""Every element of a declaration."""


def element_of(column: str) -> str:
    """Return a column as findings write it; a computed column is written alike."""
    return column.removesuffix("_cents").replace("_", " ")


def column_of(element: str | None) -> str | None:
    """Return the column of a declaration that a finding names; None where it names none."""
    return None if element is None else _COLUMNS.get(element)


_COLUMNS: Final = {element_of(column): column for column in COLUMNS}
