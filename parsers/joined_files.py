"""Small EDIFACT files read as if they were one: a reading has its price, whatever a file holds.

Only what is beyond doubt stays joined: files that begin and end as an interchange does, with the
separators of the standard, in which nothing at all is found, and whose interchanges fill their
bytes. Any other file is to be read by itself; what its bytes do to a neighbour shows in the same
way, so that the neighbour is read by itself too.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from parsers.formats import Limits, read_file
from parsers.message_tables import TABLES, MessageTables

SMALL_BYTES: Final = 1 << 16
"""A file beyond this pays for its own reading."""

_STANDARD: Final = b"UNA:+.? '"
_BETWEEN: Final = b"\r\n"

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class JoinedFiles:
    """What the files that were read right say, in their order.

    ``tables`` number interchanges and messages through all of them, and bytes in what was read of
    all of them. ``places`` are theirs among the files asked for; of each, ``starts`` is where its
    first byte is, or would be, ``interchanges`` and ``messages`` the ordinals of its first.
    """

    tables: MessageTables
    places: Numbers
    starts: Numbers
    interchanges: Numbers
    messages: Numbers

    def file_of(self, table: str) -> Numbers:
        """Return for each row of a table which of the files it is of: an index to the arrays."""
        rows: pd.DataFrame = getattr(self.tables, table)
        first, column = (
            (self.messages, "message")
            if "message" in TABLES[table]
            else (self.interchanges, "interchange")
        )
        return np.searchsorted(first, _numbers(rows[column]), side="right") - 1


def read_joined(contents: Sequence[bytes], *, recipient: str, limits: Limits) -> JoinedFiles | None:
    """Read small files together; None where not one of them can be read so."""
    asked = [place for place, content in enumerate(contents) if _is_joinable(content)]
    if not asked:
        return None
    left = [_without_advice(contents[place]) for place in asked]
    sizes = np.array([len(content) for content in left], dtype=np.int64)
    ends = np.cumsum(sizes)
    starts = ends - sizes
    whole = b"".join(left)
    tables = _read(whole, recipient, limits)
    right = _read_right(whole, tables, starts, ends)
    if not right.any():
        return None
    kept = _only(tables, starts, right)
    first_interchange = _first(kept.interchanges, "interchange", starts[right])
    first_message = _first(kept.messages, "message", starts[right])
    places = np.array(asked, dtype=np.int64)[right]
    advice = np.array([len(contents[place]) for place in asked], dtype=np.int64) - sizes
    begin = (starts - advice)[right]
    return JoinedFiles(kept, places, begin, first_interchange, first_message)


def _without_advice(content: bytes) -> bytes:
    """Return a file without a UNA that states the separators of the standard: it says nothing."""
    return content.removeprefix(_STANDARD).lstrip(_BETWEEN)


def _is_joinable(content: bytes) -> bool:
    last = content.rstrip(_BETWEEN)
    return (
        len(content) <= SMALL_BYTES
        and _without_advice(content).startswith(b"UNB")
        and last.endswith(b"'")
        and not last.endswith(b"?'")
    )


def _read(content: bytes, recipient: str, limits: Limits) -> MessageTables:
    with TemporaryDirectory() as folder:
        path = Path(folder, "joined")
        path.write_bytes(content)
        ample = replace(limits, max_interchanges=len(content))
        slices = list(read_file(path, recipient=recipient, limits=ample))
    if len(slices) == 1:
        return slices[0]
    frames: dict[str, Any] = {
        name: pd.concat([getattr(each, name) for each in slices], ignore_index=True)
        for name in (*TABLES, "findings")
    }
    return MessageTables(**frames)


def _read_right(
    content: bytes, tables: MessageTables, starts: Numbers, ends: Numbers
) -> npt.NDArray[np.bool_]:
    """Tell of each file whether nothing is found in it and its interchanges fill it."""
    reached = starts.copy()
    right = np.ones(len(starts), dtype=np.bool_)
    interchanges = tables.interchanges.sort_values("byte_from")
    for first, last in zip(
        _numbers(interchanges["byte_from"]), _numbers(interchanges["byte_to"]), strict=True
    ):
        file = int(np.searchsorted(starts, first, side="right")) - 1
        between = content[reached[file] : first].strip(_BETWEEN)
        right[file] &= between in {b"", _STANDARD} and last <= ends[file]
        reached[file] = last
    for file in np.flatnonzero(right).tolist():
        right[file] = (reached[file] > starts[file]
                       and not content[reached[file] : ends[file]].strip(_BETWEEN))  # fmt: skip
    for column in ("byte_from", "byte_to"):
        found = _numbers(tables.findings[column].fillna(0)) - (column == "byte_to")
        right[np.searchsorted(starts, found, side="right") - 1] = False
    first_of = np.searchsorted(starts, _numbers(tables.messages["byte_from"]), side="right") - 1
    right &= np.bincount(first_of, minlength=len(starts)) > 0
    return right


def _only(tables: MessageTables, starts: Numbers, right: npt.NDArray[np.bool_]) -> MessageTables:
    """Leave out the rows of all other files."""
    if right.all():
        return tables
    frames: dict[str, Any] = {"findings": tables.findings.head(0)}
    for name in TABLES:
        rows: pd.DataFrame = getattr(tables, name)
        file = np.searchsorted(starts, _numbers(rows["byte_from"]), side="right") - 1
        frames[name] = rows[right[file]].reset_index(drop=True)
    return MessageTables(**frames)


def _first(rows: pd.DataFrame, column: str, starts: Numbers) -> Numbers:
    """Return the first ordinal of each file."""
    file = np.searchsorted(starts, _numbers(rows["byte_from"]), side="right") - 1
    ordinals = _numbers(rows[column])
    first = np.full(len(starts), np.iinfo(np.int64).max)
    np.minimum.at(first, file, ordinals)
    return first


def _numbers(values: "pd.Series[Any]") -> Numbers:
    return values.to_numpy(dtype=np.int64)
