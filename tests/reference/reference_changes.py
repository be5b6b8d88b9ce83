"""The slow, plain twin of ``mappers.reference_changes``: day by day, what a table says of a key."""

from typing import Any

Row = dict[str, Any]


def said_on(rows: list[Row], day: str, **key: str) -> list[Row]:
    """Return what a table says of a key on a day, without the dates: one row, or none."""
    return [
        {name: value for name, value in row.items() if not name.startswith("effective_")}
        for row in rows
        if all(row[name] == value for name, value in key.items())
        and row["effective_from"] <= day <= row["effective_to"]
    ]


def said_after(before: list[Row], changes: list[Row], day: str, **key: str) -> list[Row]:
    """Return what a table says on a day after changes: as the last change of it, or as before."""
    for change in reversed(changes):
        if said_on([change], day, **key):
            if change["change"] == "end":
                return []
            (row,) = said_on([change], day, **key)
            return [{name: value for name, value in row.items() if name != "change"}]
    return said_on(before, day, **key)
