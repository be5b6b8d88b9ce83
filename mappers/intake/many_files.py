"""Tables of many files in one: each declaration dated, each message numbered by its file.

A message's ordinal is unique in its file only. Put together, its number is that of its file and its
ordinal in one, so that it is the same in whichever batch it comes, and says where it is from.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from parsers.message_tables import TABLES, MessageTables

_FILE: Final = 2**32
"""Numbers of one file: more than a file has messages."""
_NUMBERED: Final = ("message", "interchange")


@dataclass(frozen=True)
class FileTables:
    """A batch of one file: a number for the file, from 0, and the day by which it is judged."""

    file: int
    received_on: dt.date
    tables: MessageTables


def received(tables: MessageTables, on: dt.date) -> MessageTables:
    """Return tables whose declarations say on which day they were received."""
    day = pd.Series(pd.Timestamp(on), index=tables.declarations.index, dtype="datetime64[s]")
    return replace(tables, declarations=tables.declarations.assign(received_on=day))


def together(files: Sequence[FileTables]) -> MessageTables:
    """Return batches of one or many files as one, declarations dated, messages numbered apart.

    ``interchanges``, ``messages`` and ``findings`` say their ``file``, which a finding about a
    whole file has nothing else to tell by. A file may come in several batches, also of several
    calls. What is not a table stays with its file.
    """
    dated = [replace(each, tables=received(each.tables, each.received_on)) for each in files]
    frames: dict[str, Any] = {
        name: pd.concat([_numbered(name, each) for each in dated], ignore_index=True)
        for name in (*TABLES, "findings")
    }
    return MessageTables(**frames)


def in_their_files(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of any table put together with ``file``, and with their ordinals in it."""
    numbered = [name for name in _NUMBERED if name in rows]
    numbers = rows[numbered].astype("Int64")
    file = rows["file"].astype("Int64") if "file" in rows else pd.Series(pd.NA, rows.index, "Int64")
    for name in numbered:
        file = file.fillna(numbers[name] // _FILE)
    return rows.assign(file=file, **(numbers % _FILE))


def _numbered(name: str, each: FileTables) -> pd.DataFrame:
    rows: pd.DataFrame = getattr(each.tables, name)
    numbers: dict[str, pd.Series[Any]] = {
        column: rows[column].astype("Int64") + each.file * _FILE
        for column in _NUMBERED
        if column in rows
    }
    if name in {"interchanges", "messages", "findings"}:
        numbers["file"] = pd.Series(each.file, rows.index, "Int64")
    return rows.assign(**numbers)
