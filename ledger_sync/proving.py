"""Proving the book, from nothing but its tables and the kept bytes.

The proofs of batches run together over a window of batches at a time, so that the book is read
once, in order, in bounded memory; the proofs of the whole book follow, the kept bytes last.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from ledger_sync.book import Book, Row, Transaction
from ledger_sync.kept_bytes import KeptBytes
from ledger_sync.proofs import KEPT_BYTES, OF_BATCHES, OF_THE_WHOLE, Proof

BREACHES_SHOWN: Final = 20
ROWS_PER_WINDOW: Final = 1_000_000
ROWS_OF_AN_OLD_BATCH: Final = 50_000
FILES_PER_PAGE: Final = 1_000


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
    """What one proof came to."""

    name: str
    sentence: str
    rows: int
    breaches: tuple[Row, ...]

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
    yield from _prove_batches(book, scope, progress)
    if scope.whole:
        for number, proof in enumerate(OF_THE_WHOLE):
            progress(proof.name, number, len(OF_THE_WHOLE))
            tally = _Tally()
            with book.transaction() as tx:
                tally.add(int(tx.value(proof.counted)), _breaches(tx, proof.breaches))
            yield tally.result(proof)
    yield _kept_bytes(book, kept, scope, progress)


def _prove_batches(book: Book, scope: Scope, progress: Progress) -> Iterator[Result]:
    tallies = {proof.name: _Tally() for proof in OF_BATCHES}
    with book.transaction() as tx:
        windows = list(_windows(tx, scope))
    for number, window in enumerate(windows):
        progress("batches", number, len(windows))
        for proof in OF_BATCHES:
            with book.transaction() as tx:
                found = _breaches(tx, proof.breaches, **window)
                tallies[proof.name].add(int(tx.value(proof.counted, **window)), found)
    for proof in OF_BATCHES:
        yield tallies[proof.name].result(proof)


def _windows(tx: Transaction, scope: Scope) -> Iterator[dict[str, object]]:
    """Yield windows of batches that hold about as many rows each, in the order of the chain."""
    batches: list[Row] = []
    rows = 0
    for row in tx.rows(
        "SELECT batch_id, book_on, coalesce(sealed_rows, :old) AS rows FROM batch"
        " WHERE (CAST(:first_on AS date) IS NULL OR book_on >= :first_on)"
        " AND (CAST(:last_on AS date) IS NULL OR book_on <= :last_on) ORDER BY batch_id",
        old=ROWS_OF_AN_OLD_BATCH,
        **scope.__dict__,
    ):
        batches.append(row)
        rows += row["rows"]
        if rows >= ROWS_PER_WINDOW:
            yield _window(batches)
            batches, rows = [], 0
    if batches:
        yield _window(batches)


def _window(batches: list[Row]) -> dict[str, object]:
    days = [row["book_on"] for row in batches]
    ids = [row["batch_id"] for row in batches]
    return {"batches": ids, "from_on": min(days), "to_on": max(days)}


def _breaches(tx: Transaction, sql: str, **values: object) -> list[Row]:
    return tx.rows(f"{sql} LIMIT {BREACHES_SHOWN}", **values)


@dataclass(frozen=True)
class PostedFile:
    """A posted file: its accepted messages by ordinal, and what was posted from them.

    ``totals`` are lines, their values for currency conversion and payments, the last two in cents.
    """

    file_id: int
    sha256: bytes
    accepted: frozenset[int]
    totals: tuple[int, int, int]


def posted_files(book: Book, scope: Scope) -> Iterator[PostedFile]:
    """Yield every posted file of a scope, read page by page."""
    after = 0
    while True:
        with book.transaction() as tx:
            rows = tx.rows(
                "SELECT f.file_id, f.sha256, m.accepted,"
                " coalesce(c.lines, 0) AS lines, coalesce(c.value_cents, 0) AS value_cents,"
                " coalesce(p.cents, 0) AS paid_cents"
                " FROM (SELECT f.* FROM file f JOIN batch b USING (file_id)"
                "  WHERE f.outcome = 'posted' AND f.file_id > :after"
                "  AND (CAST(:first_on AS date) IS NULL OR b.book_on >= :first_on)"
                "  AND (CAST(:last_on AS date) IS NULL OR b.book_on <= :last_on)"
                "  ORDER BY f.file_id LIMIT :page) f"
                " JOIN LATERAL (SELECT array_agg(m.ordinal) AS accepted FROM message m"
                "  LEFT JOIN current_cad c USING (message_id) WHERE m.file_id = f.file_id"
                "  AND (m.status = 'accepted' OR m.status = 'pending' AND c.cad_id IS NOT NULL)"
                "  AND c.function IS DISTINCT FROM 'withdrawal') m ON true"
                " LEFT JOIN LATERAL (SELECT count(*) AS lines,"
                "  sum(l.value_for_currency_conversion_cents) AS value_cents"
                "  FROM message m JOIN current_cad USING (message_id) JOIN cad_line l"
                "  USING (cad_id) WHERE m.file_id = f.file_id"
                "  AND function <> 'withdrawal') c ON true"
                " LEFT JOIN LATERAL (SELECT sum(e.amount_cents) AS cents FROM message m"
                "  JOIN txn t USING (message_id) JOIN entry e"
                "  ON e.txn_id = t.txn_id AND e.book_on = t.book_on WHERE m.file_id = f.file_id"
                "  AND t.kind = 'PMT' AND e.amount_cents > 0) p ON true ORDER BY f.file_id",
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
                frozenset(row["accepted"] or ()),
                (int(row["lines"]), int(row["value_cents"]), int(row["paid_cents"])),
            )


def _kept_bytes(book: Book, kept: KeptBytes, scope: Scope, progress: Progress) -> Result:
    tally = _Tally()
    for rows, total in _kept_pages(book, scope):
        progress("kept bytes", tally.rows, total)
        broken = [
            {"what": row["what"], "id": row["id"], "sha256": bytes(row["sha256"]).hex()}
            for row in rows
            if not kept.intact(bytes(row["sha256"]))
        ]
        tally.add(len(rows), broken)
    return tally.result(Proof(*KEPT_BYTES, "", ""))


def _kept_pages(book: Book, scope: Scope) -> Iterator[tuple[list[Row], int]]:
    """Yield pages of what must be kept: files, then documents, with how many there are in all."""
    for what, key, day in (
        ("file", "file_id", "received_on"),
        ("outbox", "outbox_id", "business_date"),
    ):
        condition = (
            f"(CAST(:first_on AS date) IS NULL OR {day} >= :first_on)"
            f" AND (CAST(:last_on AS date) IS NULL OR {day} <= :last_on)"
        )
        after = 0
        while True:
            with book.transaction() as tx:
                total = int(
                    tx.value(f"SELECT count(*) FROM {what} WHERE {condition}", **scope.__dict__)  # noqa: S608
                )
                rows = tx.rows(
                    f"SELECT '{what}' AS what, {key} AS id, sha256 FROM {what}"  # noqa: S608
                    f" WHERE {key} > :after AND {condition} ORDER BY {key} LIMIT :page",
                    after=after,
                    page=FILES_PER_PAGE,
                    **scope.__dict__,
                )
            if not rows:
                break
            after = rows[-1]["id"]
            yield rows, total
