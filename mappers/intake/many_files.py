"""Tables of many files in one: each declaration dated, each message numbered by its file.

A message's ordinal is unique in its file only. Put together, its number is that of its file and its
ordinal in one, so that it is the same in whichever batch it comes, and says where it is from.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd

from mappers.reference.row_keys import Places
from parsers.joined_files import JoinedFiles
from parsers.message_tables import TABLES, MessageTables

FILE: Final = 2**32
"""Numbers of one file: more than a file has messages."""
_NUMBERED: Final = ("message", "interchange")
_DATED: Final = ("declarations", "interchanges")


@dataclass(frozen=True)
class FileTables:
    """A batch of one file: a number for the file, from 0, and the day by which it is judged."""

    file: int
    received_on: dt.date
    tables: MessageTables


def received(tables: MessageTables, on: dt.date) -> MessageTables:
    """Return tables whose declarations and interchanges say on which day they were received."""
    dated: dict[str, Any] = {}
    for name in _DATED:
        rows: pd.DataFrame = getattr(tables, name)
        day = pd.Series(pd.Timestamp(on), index=rows.index, dtype="datetime64[s]")
        dated[name] = rows.assign(received_on=day)
    return replace(tables, **dated)


def together(files: Sequence[FileTables]) -> MessageTables:
    """Return batches of one or many files as one, declarations dated, messages numbered apart.

    ``interchanges``, ``messages`` and ``findings`` say their ``file``, which a finding about a
    whole file has nothing else to tell by. A file may come in several batches, also of several
    calls. What is not a table stays with its file.
    """
    dated = [replace(each, tables=received(each.tables, each.received_on)) for each in files]
    frames: dict[str, Any] = {
        name: rows[0] if len(rows) == 1 else pd.concat(rows, ignore_index=True)
        for name in (*TABLES, "findings")
        for rows in [[_numbered(name, each) for each in dated]]
    }
    return MessageTables(**frames)


def of_joined(joined: JoinedFiles, files: Mapping[int, tuple[int, dt.date]]) -> MessageTables:
    """Return some of files that were read as one as ``together`` returns them.

    ``files``: for each of those that are wanted, by its number there, its number here and the day
    of receipt.
    """
    count = len(joined.places)
    chosen = np.array([each in files for each in range(count)], dtype=np.bool_)
    given = [files.get(each, (0, dt.date.min)) for each in range(count)]
    number = np.array([each for each, _ in given], dtype=np.int64)
    days = np.array([day for _, day in given], dtype="datetime64[s]")
    frames: dict[str, Any] = {"findings": joined.tables.findings.assign(file=None)}
    for name in TABLES:
        file = joined.file_of(name)
        rows: pd.DataFrame = getattr(joined.tables, name)
        if not chosen.all():
            rows, file = rows[chosen[file]].reset_index(drop=True), file[chosen[file]]
        frames[name] = rows.assign(**_placed(rows, joined, file, number))
        if name in _DATED:
            frames[name]["received_on"] = days[file]
        if name in {"interchanges", "messages"}:
            frames[name]["file"] = number[file]
    return MessageTables(**frames)


def in_order(parts: Sequence[MessageTables]) -> MessageTables:
    """Return tables of different files, numbered apart, as one, in the order of their numbers."""
    if len(parts) == 1:
        return parts[0]
    frames: dict[str, Any] = {}
    for name in (*TABLES, "findings"):
        rows = pd.concat([getattr(part, name) for part in parts], ignore_index=True)
        by = "message" if "message" in rows else "interchange"
        frames[name] = rows.sort_values(by, kind="stable", ignore_index=True)
    return MessageTables(**frames)


def _placed(
    rows: pd.DataFrame, joined: JoinedFiles, file: Places, number: Places
) -> "dict[str, pd.Series[Any]]":
    """Return the columns that number and place rows, as in their own files."""
    first = {"interchange": joined.interchanges, "message": joined.messages}
    ordinals = {
        name: rows[name] - first[name][file] + number[file] * FILE
        for name in _NUMBERED
        if name in rows
    }
    bytes_ = {name: rows[name] - joined.starts[file] for name in ("byte_from", "byte_to")}
    return ordinals | bytes_


def in_their_files(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of any table put together with ``file``, and with their ordinals in it."""
    numbered = [name for name in _NUMBERED if name in rows]
    numbers = rows[numbered].astype("Int64")
    file = rows["file"].astype("Int64") if "file" in rows else pd.Series(pd.NA, rows.index, "Int64")
    for name in numbered:
        file = file.fillna(numbers[name] // FILE)
    return rows.assign(file=file, **(numbers % FILE))


def _numbered(name: str, each: FileTables) -> pd.DataFrame:
    rows: pd.DataFrame = getattr(each.tables, name)
    numbers: dict[str, pd.Series[Any]] = {
        column: rows[column].astype("Int64") + each.file * FILE
        for column in _NUMBERED
        if column in rows
    }
    if name in {"interchanges", "messages", "findings"}:
        numbers["file"] = pd.Series(each.file, rows.index, "Int64")
    return rows.assign(**numbers)
