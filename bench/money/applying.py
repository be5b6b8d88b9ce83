"""How fast credits meet debts: over many accounts, and over one that has very many items."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import psycopg
import psycopg.sql
from pyarrow import csv

from bench.book import TODAY, books
from bench.result import Figure, Result
from billing.clearing import policy_on
from jobs.hub import Hub
from ledger_sync.book import batches
from ledger_sync.book.connection import Transaction
from ledger_sync.book.staging import copy_frame
from ledger_sync.receivables import clearing
from ledger_sync.receivables.clearing_passes import passes
from stack import postgres

ACCOUNTS: Final = 10_000
ITEMS_EACH: Final = 20
CREDITS_EACH: Final = 5
WHALE: Final = 20_000
WRITTEN: Final = 2_000
"""Accounts of the books whose applications are written."""
ROUNDS: Final = 3

Numbers = npt.NDArray[np.int64]

_MADE: Final = (
    "CREATE TEMP TABLE made_item AS SELECT n, a.account_id,"
    " (CASE WHEN n % {each} < {credits} THEN -1 ELSE 1 END)"
    "  * (1000 + (n * 104729 % 90000))::bigint AS cents"
    " FROM generate_series(1::bigint, {items}) n JOIN (SELECT account_id, row_number() OVER"
    "  (ORDER BY account_id) - 1 AS at FROM account WHERE class = 'receivable') a"
    "  ON a.at = (n - 1) / {each}"
)
_ITEMS: Final = (
    "INSERT INTO txn (txn_id, idempotency_key, payload_digest, kind, document_reference,"
    " effective_on, book_on, batch_id) OVERRIDING SYSTEM VALUE"
    " SELECT n, 'b' || n, 'x', 'CAD', 'd' || lpad(n::text, 9, '0'), {today}, {today}, 1"
    " FROM made_item",
    "INSERT INTO entry (txn_id, entry_number, account_id, amount_cents, book_on)"
    " SELECT n, s, CASE s WHEN 1 THEN m.account_id ELSE g.account_id END,"
    "  CASE s WHEN 1 THEN m.cents ELSE -m.cents END, {today}"
    " FROM made_item m, (SELECT account_id FROM account WHERE charge = 'gst') g,"
    "  generate_series(1, 2) s",
    "INSERT INTO item (item_id, txn_id, account_id, kind, document_reference, amount_cents,"
    "  effective_on, book_on, due_on, filer) OVERRIDING SYSTEM VALUE"
    " SELECT n, n, account_id, 'CAD', 'd' || lpad(n::text, 9, '0'), cents, {today}, {today},"
    "  {today} - (n * 7919 % 60)::int, '22345' FROM made_item",
    "INSERT INTO item_balance (item_id, account_id, is_debit, amount_cents, open_cents)"
    " SELECT n, account_id, cents > 0, abs(cents), abs(cents) FROM made_item",
)
"""Open items of one charge, as rows: no trigger asks where they come from."""


def apply_credits() -> Result:
    """Applications computed from rows of the book, against numpy from rows that it fetches."""
    with _book(ACCOUNTS, ITEMS_EACH, CREDITS_EACH) as hub, hub.book.transaction() as tx:
        ours, theirs = _best(lambda: _computed(hub, tx), lambda: _by_numpy(tx))
    rows = ACCOUNTS * ITEMS_EACH
    return Result(
        "apply_credits",
        Figure("one set-based pass", rows / ours, "items/s"),
        Figure("fetched, and numpy over all accounts at once", rows / theirs, "items/s"),
        ours / theirs,
        1.3,
        {"accounts": ACCOUNTS, "items": rows, "rounds": ROUNDS},
        at_least=False,
    )


def apply_whale() -> Result:
    """One account with very many debts and credits: the seconds of it, against one."""
    with _book(1, 2 * WHALE, WHALE) as hub, hub.book.transaction() as tx:
        times = [_timed(lambda: _computed(hub, tx)) for _ in range(ROUNDS)]
    return Result(
        "apply_whale",
        Figure("one account", min(times), "s"),
        Figure("bound", 1.0, "s"),
        min(times),
        1.0,
        {"debts": WHALE, "credits": WHALE, "rounds": ROUNDS},
        at_least=False,
    )


def apply_written() -> Result:
    """Applications computed and written with their parts, against one insert of the same rows.

    The bare insert goes into the same table, every key, check and trigger on, and says no parts.
    """
    ours, bare = list[float](), list[float]()
    with _book(WRITTEN, ITEMS_EACH, CREDITS_EACH) as hub, hub.book.transaction() as tx:
        tx.run(f"CREATE TEMP TABLE same AS SELECT {_WRITTEN} FROM application LIMIT 0")  # noqa: S608
        for _ in range(ROUNDS):
            with tx.rehearsal():
                batch_id = batches.open_for_run(tx, "clearing", TODAY)
                ours.append(_timed(partial(_applied, hub, tx, batch_id)))
                rows = tx.frame(f"SELECT {_WRITTEN} FROM application ORDER BY application_id")  # noqa: S608
            tx.run("TRUNCATE same")
            copy_frame(tx, "same", rows)
            with tx.rehearsal():
                batch_id = batches.open_for_run(tx, "clearing", TODAY)
                bare.append(_timed(partial(tx.run, _SAME, batch_id=batch_id)))
    return Result(
        "apply_written",
        Figure("applied, with what each pays of a charge", len(rows) / min(ours), "rows/s"),
        Figure("one insert of the same rows", len(rows) / min(bare), "rows/s"),
        min(ours) / min(bare),
        3.0,
        {"accounts": WRITTEN, "applications": len(rows), "rounds": ROUNDS},
        at_least=False,
    )


_WRITTEN: Final = (
    "debit_item_id, credit_item_id, amount_cents, applied_on, counts_on, policy, reason"
)
_SAME: Final = (
    f"INSERT INTO application ({_WRITTEN}, batch_id)"  # noqa: S608 - our own columns
    f" SELECT {_WRITTEN}, :batch_id FROM same"
)


@contextmanager
def _book(accounts: int, each: int, credits_: int) -> Iterator[Hub]:
    """Make a book whose accounts have so many open items each, of which so many are credits."""
    with books(accounts) as made, made.fresh() as (hub, owner_url):
        url = owner_url.replace("+psycopg", "", 1).replace(postgres.OWNER, postgres.ADMIN, 1)
        with psycopg.connect(url) as connection:
            values = {"items": accounts * each, "each": each, "credits": credits_, "today": TODAY}
            connection.execute("SET session_replication_role = replica")
            for statement in (_MADE, *_ITEMS):
                connection.execute(
                    psycopg.sql.SQL(statement).format(
                        **{name: psycopg.sql.Literal(value) for name, value in values.items()}
                    )
                )
            connection.commit()
            connection.execute("ANALYZE")
        yield hub


def _computed(hub: Hub, tx: Transaction) -> tuple[int, int]:
    """Compute the applications of every account; return how many, and their cents."""
    policy = policy_on(hub.rules.clearing, TODAY)
    (one,) = passes(tx, policy)
    (row,) = tx.rows(
        "SELECT count(*) AS rows, sum(amount_cents)::bigint AS cents, sum(debit_item_id),"  # noqa: S608
        f" sum(credit_item_id) FROM ({clearing.pairs(policy, one, named=False)}) AS p",
        **clearing.asked(policy),
        applied_on=TODAY,
        without=[],
    )
    return int(row["rows"]), int(row["cents"])


def _applied(hub: Hub, tx: Transaction, batch_id: int) -> int:
    policy = policy_on(hub.rules.clearing, TODAY)
    return clearing.apply_credits(tx, policy, applied_on=TODAY, batch_id=batch_id)


def _by_numpy(tx: Transaction) -> tuple[int, int]:
    """Fetch the open items, and compute the same by running totals over all accounts at once."""
    with tx.driver.cursor() as cursor, cursor.copy(_FETCHED) as copy:
        content = b"".join(copy)
    items = csv.read_csv(BytesIO(content), csv.ReadOptions(autogenerate_column_names=True))
    account, is_debit, item, cents, order = (column.to_numpy() for column in items.columns)
    placed = np.lexsort((item, order, account))
    account, is_debit, cents = account[placed], is_debit[placed] == 1, cents[placed]
    number = np.unique(account, return_inverse=True)[1]
    owed = np.bincount(number, cents * is_debit).astype(np.int64)
    left = np.bincount(number, cents * ~is_debit).astype(np.int64)
    met = np.minimum(owed, left)
    before = np.cumsum(met) - met
    reaches = [_reaches(number[side], cents[side], met, before) for side in (is_debit, ~is_debit)]
    ends = np.union1d(*reaches)
    amounts = np.diff(ends, prepend=0)
    for side in reaches:
        np.searchsorted(side, ends)
    amounts = amounts[amounts > 0]
    return len(amounts), int(amounts.sum())


def _reaches(number: Numbers, cents: Numbers, met: Numbers, before: Numbers) -> Numbers:
    """Return where each item of a side ends on one axis of all accounts."""
    total = np.cumsum(cents)
    starts = np.flatnonzero(np.diff(number, prepend=-1))
    base = np.repeat(total[starts] - cents[starts], np.diff(starts, append=len(number)))
    return np.minimum(total - base, met[number]) + before[number]


_FETCHED: Final = (
    "COPY (SELECT b.account_id, b.is_debit::int, b.item_id, b.open_cents,"
    " CASE WHEN b.is_debit THEN i.due_on ELSE i.effective_on END - DATE '2000-01-01'"
    " FROM item_balance b JOIN item i USING (item_id) WHERE b.open_cents > 0)"
    " TO STDOUT (FORMAT csv)"
)


def _best(*runs: Callable[[], tuple[int, int]]) -> list[float]:
    """Return the least time of each, in turn; RuntimeError where they do not come to the same."""
    times = [[0.0] * 0 for _ in runs]
    for _ in range(ROUNDS):
        results = []
        for run, taken in zip(runs, times, strict=True):
            started = time.perf_counter()
            results.append(run())
            taken.append(time.perf_counter() - started)
        if len(set(results)) > 1:
            raise RuntimeError(f"they do not come to the same: {results}")
    return [min(taken) for taken in times]


def _timed(run: Callable[[], Any]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started
