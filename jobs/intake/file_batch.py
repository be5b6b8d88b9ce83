"""Which of the files that wait are one batch, and what they say together.

A batch is bounded in bytes, rows and time, not in files. It ends before a file that names what an
earlier file of it names (a transaction number, an interchange, an entry of a bank, the same bytes):
what repeats, corrects or contradicts is judged as if files had come one after the other. A file
with a chargeback begins a batch: it undoes what payments were applied to, as clearing left it. A
file that others are judged by, and one of several slices, is a batch of its own.
"""

import datetime as dt
import itertools
import logging
import time
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from jobs.hub import Hub
from jobs.intake.decisions import read
from ledger_sync.intake.inbox import WaitingFile
from mappers.intake.many_files import FileTables, in_order, of_joined, together
from mappers.payments.matching import transactions_named
from parsers.cards.settlement_columns import CHARGEBACK
from parsers.deliveries.reference.reference_delivery import Delivery
from parsers.joined_files import SMALL_BYTES, JoinedFiles, read_joined
from parsers.message_tables import MessageTables
from parsers.submissions.submission import Submission

_log = logging.getLogger(__name__)

_ALIKE: Final = ["bank_account", "booked_on", "entry_cents", "plain_reference"]
"""What entries are counted by that are alike."""
_WHOLE: Final = 1
"""Slices of a file that goes with others."""


@dataclass(frozen=True)
class FileBatch:
    """Files in the order in which they are judged: the number of each is its place here.

    ``said`` is what they say together, numbered through them and dated; None of a file of more than
    one slice, which ``slices`` gives. ``delivery`` is what its only file says of a reference table,
    where it is a delivery of one, ``submission`` what it says that waits for people.
    """

    files: tuple[WaitingFile, ...]
    said: MessageTables | None
    delivery: Delivery | None = None
    submission: Submission | None = None

    def slices(self, hub: Hub) -> Iterator[MessageTables]:
        """Yield what its only file says, slice by slice, as ``said`` would say it."""
        (file,) = self.files
        for said in _slices(hub, file):
            yield together([FileTables(0, file.filed_on, said)])


class FilesAhead:
    """Files that wait, in their order, read ahead of their posting, and each but once.

    Reading asks no database: it holds whichever batch a file comes in.
    """

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._joined: dict[int, tuple[_Joined, int]] = {}
        self._tried: set[int] = set()

    def gather(self, files: Sequence[WaitingFile]) -> FileBatch:
        """Return the batch of the first of files and as many as fit.

        What a reader of ours fails on is its batch alone: the failure is raised for the first file
        only, and ends the batch before any other.
        """
        self._read_ahead(files)
        bounds, started = self._hub.rules.batch_bounds, time.monotonic()
        batch = _Gathering(files[0])
        for file in files:
            if batch.files and not batch.takes(file, bounds.bytes_max):
                break
            try:
                said = self._said(file)
            except Exception:
                if not batch.files:
                    raise
                break
            if said is None or said.is_alone:
                if batch.files:
                    break
                if said is None:
                    return FileBatch((file,), None)
                whole = together([FileTables(0, file.filed_on, said.tables)])
                return FileBatch((file,), whole, said.tables.delivery, said.tables.submission)
            if not batch.add(file, said, bounds.rows_max):
                break
            if time.monotonic() - started > bounds.seconds_max:
                break
        return FileBatch(tuple(batch.files), batch.together())

    def forget(self, file_ids: Iterable[int]) -> None:
        """Let go of what files say that are done."""
        for file_id in file_ids:
            self._joined.pop(file_id, None)
            self._tried.discard(file_id)

    def _read_ahead(self, files: Sequence[WaitingFile]) -> None:
        """Read small files together that were not read yet."""
        small = [
            file
            for file in files
            if file.size_bytes <= SMALL_BYTES and file.file_id not in self._tried
        ]
        self._tried |= {file.file_id for file in small}
        if len(small) <= _WHOLE:
            return
        rules = self._hub.rules
        contents = [self._hub.kept.get(file.sha256) for file in small]
        try:
            found = read_joined(contents, recipient=rules.recipient, limits=rules.limits)
        except (OSError, MemoryError):
            raise
        except Exception:  # noqa: BLE001 - the file at fault fails again, alone
            _log.exception("%s files are read one by one", len(small))
            return
        if found is not None:
            joined = _Joined(found)
            for number, place in enumerate(found.places.tolist()):
                self._joined[small[place].file_id] = joined, number

    def _said(self, file: WaitingFile) -> "_Said | None":
        """Return what a file says, or None where it is more than one slice."""
        if file.file_id in self._joined:
            return _Said.joined(file, *self._joined[file.file_id])
        first = list(itertools.islice(_slices(self._hub, file), _WHOLE + 1))
        return _Said.alone(file, first[0]) if len(first) == _WHOLE else None


class _Joined:
    """Files read as one, with what each of them names, and its rows."""

    def __init__(self, said: JoinedFiles) -> None:
        self.said = said
        count = len(said.places)
        counted = [
            np.bincount(said.file_of(table), minlength=count)
            for table in ("lines", "payments", "messages")
        ]
        self.rows = np.sum(counted, axis=0)
        self.names: list[set[Hashable]] = [set() for _ in range(count)]
        for table, named in _names(said.tables):
            for number, name in zip(said.file_of(table).tolist(), named, strict=True):
                self.names[number].add(name)


@dataclass(frozen=True)
class _Said:
    """What a small file says: how many rows, what it names, and where its tables are."""

    rows: int
    names: frozenset[Hashable]
    source: "_Joined | MessageTables"
    number: int = 0
    """Its number among those that were read as one with it."""
    begins: bool = False
    """Whether a batch begins with it."""

    @classmethod
    def joined(cls, file: WaitingFile, source: _Joined, number: int) -> "_Said":
        """Return what one of files says that were read as one."""
        names = (source.names[number] | {("bytes", file.sha256)}) - {None}
        return cls(int(source.rows[number]), frozenset(names), source, number)

    @classmethod
    def alone(cls, file: WaitingFile, tables: MessageTables) -> "_Said":
        """Return what a file says that was read by itself."""
        names = {name for _, named in _names(tables) for name in named}
        names = (names | {("bytes", file.sha256)}) - {None}
        rows = len(tables.lines) + len(tables.payments) + len(tables.messages)
        begins = bool((tables.payments["kind"] == CHARGEBACK).any())
        return cls(rows + len(tables.findings), frozenset(names), tables, begins=begins)

    @property
    def is_alone(self) -> bool:
        """Whether it is a batch of its own: what it says are not message tables alone."""
        if isinstance(self.source, _Joined):
            return False
        return self.source.delivery is not None or self.source.submission is not None

    @property
    def tables(self) -> MessageTables:
        """The tables of a file that was read by itself."""
        if isinstance(self.source, _Joined):
            raise TypeError(self.source)
        return self.source


class _Gathering:
    """A batch as it grows."""

    def __init__(self, first: WaitingFile) -> None:
        self.files: list[WaitingFile] = []
        self._first = first
        self._named: set[Hashable] = set()
        self._size = self._rows = 0
        self._alone: list[FileTables] = []
        self._joined: dict[_Joined, dict[int, tuple[int, dt.date]]] = {}

    def takes(self, file: WaitingFile, bytes_max: int) -> bool:
        """Whether a file was received on the same day, by the same act if any, and fits."""
        first = self._first
        alike = (file.received_on, file.act_id) == (first.received_on, first.act_id)
        return alike and self._size + file.size_bytes <= bytes_max

    def add(self, file: WaitingFile, said: _Said, rows_max: int) -> bool:
        """Add a file unless it names what another does, begins a batch, or is one too many."""
        too_many = self._rows + said.rows > rows_max
        if self.files and (said.begins or too_many or said.names & self._named):
            return False
        number = len(self.files)
        if isinstance(said.source, _Joined):
            chosen = self._joined.setdefault(said.source, {})
            chosen[said.number] = number, file.filed_on
        else:
            self._alone.append(FileTables(number, file.filed_on, said.tables))
        self.files.append(file)
        self._named |= said.names
        self._size, self._rows = self._size + file.size_bytes, self._rows + said.rows
        return True

    def together(self) -> MessageTables:
        """Return what all of them say."""
        parts = [of_joined(joined.said, chosen) for joined, chosen in self._joined.items()]
        if self._alone:
            parts.append(together(self._alone))
        return in_order(parts)


def _slices(hub: Hub, file: WaitingFile) -> Iterator[MessageTables]:
    with hub.kept.readable(file.sha256) as path:
        yield from read(path, hub.rules)


def _names(tables: MessageTables) -> Iterator[tuple[str, list[Hashable]]]:
    """Yield, row by row of a table, what no other file of a batch may name; None names nothing."""
    numbers = tables.declarations["transaction_number"]
    yield "declarations", [None if pd.isna(value) else ("declarations", value) for value in numbers]
    payments = tables.payments
    named = payments["account_servicer_reference"]
    yield "payments", [None if pd.isna(value) else ("payments", value) for value in named]
    rows = payments["entry_reference"].where(payments["paid_at"].notna() | payments["kind"].notna())
    yield "payments", [None if pd.isna(value) else ("rows", value) for value in rows]
    yield "payments", list(payments[_ALIKE].fillna("").itertuples(index=False, name=None))
    for paid in transactions_named(payments):
        yield "payments", [number and ("declarations", number) for number in paid]
    interchanges = tables.interchanges[["format", "sender", "reference"]].fillna("")
    yield "interchanges", list(interchanges.itertuples(index=False, name=None))
