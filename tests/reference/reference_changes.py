"""The slow, plain twins of what is decided of reference tables: day by day, row by row."""

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


def stands_on(row: Row, after: list[Row], day: str, since: str, **key: str) -> bool:
    """Tell whether a table says on a day what a row said, or news after an endless row."""
    said = said_on(after, day, **key)
    return said == said_on([row], day, **key) or (
        bool(said) and row["effective_to"] == "9999-12-31" and day >= since
    )


def is_listed(code: str, day: str, listed: list[Row]) -> bool:
    """Tell whether a list has a code on a day."""
    return any(
        row["code"] == code and row["effective_from"] <= day <= row["effective_to"]
        for row in listed
    )
