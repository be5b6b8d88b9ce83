"""Proving the book, from nothing but its tables and the kept bytes.

The proofs of batches run together over a window of batches at a time, those of items over some
items, so that the book is read in order, in bounded memory and on all cores; the proofs of the
whole book follow, the kept bytes last.
"""

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ledger_sync.book.connection import Book, Row, Transaction
from ledger_sync.intake.kept_bytes import KeptBytes
from ledger_sync.intake.messages_said import messages_said
from ledger_sync.proofs import parts
from ledger_sync.proofs.parts import Part
from ledger_sync.proofs.proof_list import KEPT_BYTES, OF_BATCHES, OF_ITEMS, OF_THE_WHOLE, Proof

AT_ONCE: Final = os.cpu_count() or 1
"""Proofs that are asked at once: PostgreSQL answers each on a core of its own."""
BREACHES_SHOWN: Final = 20
FILES_PER_PAGE: Final = 1_000
ORDINALS_PER_PAGE: Final = 10_000


@dataclass(frozen=True)
class Scope:
    """What to prove: the batches of a range of book dates, or everything."""

    first_on: dt.date | None = None
    last_on: dt.date | None = None

    @property
    def whole(self) -> bool:
        """Whether it is the whole book."""
        return self.first_on is None and self.last_on is None


@dataclass(frozen=True)
class Result:
    """What one proof came to; what is ``told`` beside its breaches breaks nothing."""

    name: str
    sentence: str
    rows: int
    breaches: tuple[Row, ...]
    told: tuple[Row, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing breaks it."""
        return not self.breaches


@dataclass
class _Tally:
    rows: int = 0
    breaches: list[Row] = field(default_factory=list)

    def add(self, rows: int, breaches: Iterable[Row]) -> None:
        self.rows += rows
        self.breaches = [*self.breaches, *breaches][:BREACHES_SHOWN]

    def result(self, proof: Proof) -> Result:
        return Result(proof.name, proof.sentence, self.rows, tuple(self.breaches))


Progress = Callable[[str, int, int], None]
"""Called with what is being proved, how much of it is done, and how much there is."""


def _quiet(_what: str, _done: int, _total: int) -> None:
    return


def prove(
    book: Book, kept: KeptBytes, scope: Scope | None = None, progress: Progress = _quiet
) -> Iterator[Result]:
    """Prove everything of a scope: the batches in one pass, the whole book, the kept bytes last."""
    scope = scope or Scope()
    with book.transaction() as tx:
        windows = list(parts.windows(tx, scope.first_on, scope.last_on))
        items = list(parts.of_items(tx)) if scope.whole else []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from _prove_parts(book, pool, OF_BATCHES, windows, partial(progress, "batches"))
        if scope.whole:
            yield from _prove_parts(book, pool, OF_ITEMS, items, partial(progress, "items"))
            yield from _prove_parts(book, pool, OF_THE_WHOLE, [{}], partial(progress, "whole book"))
    yield _kept_bytes(book, kept, scope, progress)


def _prove_parts(
    book: Book,
    pool: ThreadPoolExecutor,
    proofs: tuple[Proof, ...],
    of_book: Sequence[Part],
    progress: Callable[[int, int], None],
) -> Iterator[Result]:
    """Ask proofs of every part, each as soon as a connection is free for it."""
    tallies = {proof.name: _Tally() for proof in proofs}
    last_first = proofs[::-1]  # "sealed", which takes longest, among the first
    asked = [(part, proof) for part in of_book for proof in last_first]
    answers = pool.map(partial(_ask, book), *zip(*asked, strict=True)) if asked else iter(())
    for number, (_, proof) in enumerate(asked):
        progress(number // len(proofs), len(of_book))
        tallies[proof.name].add(*next(answers))
    for proof in proofs:
        yield tallies[proof.name].result(proof)


def _ask(book: Book, part: Part, proof: Proof) -> tuple[int, list[Row]]:
    """Return over how many rows of a part a proof was made, and what breaks it."""
    with book.transaction() as tx:
        if part:
            tx.script(*_OF_A_PART)
        found = _breaches(tx, proof.breaches, **part)
        return int(tx.value(proof.counted, **part)), found


_OF_A_PART: Final = (
    "SET LOCAL enable_seqscan = off",
    "SET LOCAL plan_cache_mode = force_custom_plan",
)
"""A part is planned by what is asked, and follows its keys: no table is read whole for it."""


def _breaches(tx: Transaction, sql: str, **values: object) -> list[Row]:
    """Return the first breaches; planned for all rows, since all are read where there is none."""
    return tx.rows(
        f"WITH found AS MATERIALIZED ({sql}) SELECT * FROM found LIMIT {BREACHES_SHOWN}",  # noqa: S608
        **values,
    )


@dataclass(frozen=True)
class PostedFile:
    """A posted file: its accepted messages by ordinal, ascending, and what was posted from them.

    ``said`` has a number for each of them, of what the book keeps of what it says. ``totals`` are
    lines, their values for currency conversion and payments, the last two in cents. ``reading`` is
    the oldest version of the reading that any of it was posted by; None where one was not recorded.
    """

    file_id: int
    sha256: bytes
    size_bytes: int
    accepted: NDArray[np.int64]
    said: NDArray[np.int64]
    totals: tuple[int, int, int]
    reading: int | None


def count_posted_files(book: Book, scope: Scope) -> int:
    """Return how many posted files a scope has."""
    with book.transaction() as tx:
        return int(
            tx.value(
                "SELECT count(*) FROM file f JOIN batch b USING (batch_id)"
                " WHERE f.outcome = 'posted'"
                " AND (CAST(:first_on AS date) IS NULL OR b.book_on >= :first_on)"
                " AND (CAST(:last_on AS date) IS NULL OR b.book_on <= :last_on)",
                **scope.__dict__,
            )
        )


def posted_files(book: Book, scope: Scope) -> Iterator[PostedFile]:
    """Yield every posted file of a scope, read page by page, the messages of one at a time."""
    after = 0
    while True:
        with book.transaction() as tx:
            rows = tx.rows(
                "SELECT f.file_id, f.sha256, f.size_bytes,"
                " coalesce(c.lines, 0) AS lines, coalesce(c.value_cents, 0) AS value_cents,"
                " coalesce(p.cents, 0) AS paid_cents,"
                " nullif(coalesce(least(c.reading, p.reading), f.reading, 0), 0) AS reading"
                " FROM (SELECT f.*, b.reading FROM file f JOIN batch b USING (batch_id)"
                "  WHERE f.outcome = 'posted' AND f.file_id > :after"
                "  AND (CAST(:first_on AS date) IS NULL OR b.book_on >= :first_on)"
                "  AND (CAST(:last_on AS date) IS NULL OR b.book_on <= :last_on)"
                "  ORDER BY f.file_id LIMIT :page) f"
                " LEFT JOIN LATERAL (SELECT count(*) AS lines,"
                "  sum(l.value_for_currency_conversion_cents) AS value_cents,"
                "  min(coalesce(b.reading, 0)) AS reading"
                "  FROM message m JOIN current_cad d USING (message_id) JOIN cad_line l"
                "  USING (cad_id) JOIN batch b ON b.batch_id = d.batch_id"
                "  WHERE m.file_id = f.file_id AND function <> 'withdrawal') c ON true"
                " LEFT JOIN LATERAL (SELECT sum(cents) AS cents, min(reading) AS reading FROM ("
                "  SELECT max(cents) AS cents, min(reading) AS reading FROM ("
                "   SELECT m.message_id,"
                "   sum(CASE WHEN s.amount_cents < 0 THEN -e.amount_cents ELSE e.amount_cents END)"
                "    AS cents,"
                "   min(coalesce(b.reading, 0)) AS reading FROM message m"
                "   JOIN txn t USING (message_id) JOIN batch b USING (batch_id) JOIN entry e"
                "   ON e.txn_id = t.txn_id AND e.book_on = t.book_on JOIN entry s"
                "   ON s.txn_id = t.txn_id AND s.book_on = t.book_on AND s.entry_number = 1"
                "   WHERE m.file_id = f.file_id AND e.amount_cents > 0"
                "   AND t.kind IN ('PMT', 'CHB', 'BKF', 'RTB', 'CLR', 'IDN')"
                "   AND NOT EXISTS (SELECT FROM submission WHERE message_id = m.message_id)"
                "   GROUP BY m.message_id, t.kind IN ('PMT', 'CHB', 'BKF', 'RTB'), t.kind = 'CLR'"
                "  ) kinds GROUP BY message_id) messages) p ON true ORDER BY f.file_id",
                after=after,
                page=FILES_PER_PAGE,
                **scope.__dict__,
            )
        if not rows:
            return
        after = rows[-1]["file_id"]
        for row in rows:
            yield PostedFile(
                row["file_id"],
                bytes(row["sha256"]),
                row["size_bytes"],
                *_accepted(book, row["file_id"]),
                (int(row["lines"]), int(row["value_cents"]), int(row["paid_cents"])),
                row["reading"],
            )


def _accepted(book: Book, file_id: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the ordinals of a file's messages of which something stands, and what they say."""
    with book.transaction() as tx:
        pages = messages_said(tx, file_id, size=ORDINALS_PER_PAGE)
        rows = np.array([tuple(row) for page in pages for row in page], dtype=np.int64)
    ordinals, said = rows.reshape(-1, 2).T
    return ordinals.copy(), said.copy()


def _kept_bytes(book: Book, kept: KeptBytes, scope: Scope, progress: Progress) -> Result:
    tally = _Tally()
    with book.transaction() as tx:
        total = sum(tx.value(counted, **scope.__dict__) for counted, _ in _KEPT)
    for rows in _kept_pages(book, scope):
        progress("kept bytes", tally.rows, total)
        broken = [
            {"what": row["what"], "id": row["id"], "sha256": bytes(row["sha256"]).hex()}
            for row in rows
            if not kept.intact(bytes(row["sha256"]))
        ]
        tally.add(len(rows), broken)
    return tally.result(Proof(*KEPT_BYTES, "", ""))


_KEPT: Final = (
    (
        "SELECT count(*) FROM file"
        " WHERE (CAST(:first_on AS date) IS NULL OR received_on >= :first_on)"
        " AND (CAST(:last_on AS date) IS NULL OR received_on <= :last_on)",
        "SELECT 'file' AS what, file_id AS id, sha256 FROM file WHERE file_id > :after"
        " AND (CAST(:first_on AS date) IS NULL OR received_on >= :first_on)"
        " AND (CAST(:last_on AS date) IS NULL OR received_on <= :last_on)"
        " ORDER BY file_id LIMIT :page",
    ),
    (
        "SELECT count(*) FROM outbox"
        " WHERE (CAST(:first_on AS date) IS NULL OR business_date >= :first_on)"
        " AND (CAST(:last_on AS date) IS NULL OR business_date <= :last_on)",
        "SELECT 'outbox' AS what, outbox_id AS id, sha256 FROM outbox WHERE outbox_id > :after"
        " AND (CAST(:first_on AS date) IS NULL OR business_date >= :first_on)"
        " AND (CAST(:last_on AS date) IS NULL OR business_date <= :last_on)"
        " ORDER BY outbox_id LIMIT :page",
    ),
)
"""What must be kept, files and documents: how many a scope has, and a page of them."""


def _kept_pages(book: Book, scope: Scope) -> Iterator[list[Row]]:
    """Yield pages of what must be kept: files, then documents."""
    for _, page in _KEPT:
        after = 0
        while True:
            with book.transaction() as tx:
                rows = tx.rows(page, after=after, page=FILES_PER_PAGE, **scope.__dict__)
            if not rows:
                break
            after = rows[-1]["id"]
            yield rows
