"""Which of the files that wait are one batch, and what they say together.

A batch is bounded in bytes, rows and time, not in files. It ends before a file that names what an
earlier file of it names (a transaction number, an interchange, an entry of a bank, the same bytes):
what repeats, corrects or contradicts is judged as if files had come one after the other. A file
that others are judged by, and one of several slices, is a batch of its own.
"""

import itertools
import time
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from jobs.hub import Hub
from jobs.intake.decisions import read
from ledger_sync.intake.inbox import WaitingFile
from mappers.intake.many_files import FileTables, together
from parsers.deliveries.reference.reference_delivery import Delivery
from parsers.message_tables import MessageTables

_SMALL_ENOUGH: Final = 1
"""Slices of a file that goes with others."""


@dataclass(frozen=True)
class FileBatch:
    """Files in the order in which they are judged: the number of each is its place here."""

    files: tuple[WaitingFile, ...]
    _read: tuple[MessageTables, ...]

    def tables(self, hub: Hub) -> Iterator[MessageTables]:
        """Yield what the files say, numbered through them and dated, in bounded slices."""
        if self._read:
            numbered = enumerate(zip(self.files, self._read, strict=True))
            yield together(
                [FileTables(number, file.filed_on, said) for number, (file, said) in numbered]
            )
            return
        (file,) = self.files
        for said in _slices(hub, file):
            yield together([FileTables(0, file.filed_on, said)])

    @property
    def delivery(self) -> Delivery | None:
        """What its only file says of a reference table, where it is a delivery of one."""
        return self._read[0].delivery if self._read else None


def gather(hub: Hub, files: Sequence[WaitingFile]) -> FileBatch:
    """Read files until a batch is full; it holds the first of them, and as many as fit.

    What a reader of ours fails on is its batch alone: the failure is raised for the first file
    only, and ends the batch before any other.
    """
    bounds, started = hub.rules.batch_bounds, time.monotonic()
    taken: list[WaitingFile] = []
    said: list[MessageTables] = []
    named: set[Hashable] = set()
    size = rows = 0
    for file in files:
        if taken and not _alike(file, taken[0]):
            break
        if taken and size + file.size_bytes > bounds.bytes_max:
            break
        try:
            tables = _whole(hub, file)
        except Exception:
            if not taken:
                raise
            break
        if tables is None or tables.delivery is not None:
            if taken:
                break
            return FileBatch((file,), () if tables is None else (tables,))
        names = set(_names(file, tables))
        if taken and (names & named or rows + _rows(tables) > bounds.rows_max):
            break
        taken.append(file)
        said.append(tables)
        named |= names
        size, rows = size + file.size_bytes, rows + _rows(tables)
        if time.monotonic() - started > bounds.seconds_max:
            break
    return FileBatch(tuple(taken), tuple(said))


def _alike(file: WaitingFile, first: WaitingFile) -> bool:
    """Whether a file was received on the day of another, and by the same act, if by any."""
    return (file.received_on, file.act_id) == (first.received_on, first.act_id)


def _whole(hub: Hub, file: WaitingFile) -> MessageTables | None:
    """Return what a file says, or None where it is more than one slice."""
    first = list(itertools.islice(_slices(hub, file), _SMALL_ENOUGH + 1))
    return first[0] if len(first) == _SMALL_ENOUGH else None


def _slices(hub: Hub, file: WaitingFile) -> Iterator[MessageTables]:
    with hub.kept.readable(file.sha256) as path:
        yield from read(path, hub.rules)


def _rows(tables: MessageTables) -> int:
    return len(tables.lines) + len(tables.payments) + len(tables.findings) + len(tables.messages)


def _names(file: WaitingFile, tables: MessageTables) -> Iterable[Hashable]:
    """Yield what a file names that no other file of its batch may name."""
    yield "bytes", file.sha256
    yield from (("number", each) for each in tables.declarations["transaction_number"].dropna())
    yield from (("entry", each) for each in tables.payments["entry_reference"].dropna())
    interchanges = tables.interchanges[["format", "sender", "reference"]].fillna("")
    yield from interchanges.itertuples(index=False, name=None)
