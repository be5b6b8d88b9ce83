"""Verifying a month in one pass, against reading the same tables once."""

import time

from bench.book import TODAY, account_codes, books, make_file
from bench.posting import post_file, refuse_unless_posted
from bench.result import Figure, Result
from jobs.hub import Hub
from ledger_sync.proofs import proving
from ledger_sync.proofs.proof_list import KEPT_BYTES
from ledger_sync.proofs.proving import Scope

FILES = 12
DECLARATIONS = 10_000
LINES_EACH = 3
ROUNDS = 3
TIMES_A_SCAN = 25.0
TABLES = ("batch", "interchange", "message", "finding", "cad", "cad_line", "txn", "entry", "item")


def verify() -> Result:
    """Compare every proof of a month's batches with one reading of every row and column of them.

    The month's files each are a batch; all are booked on one business date. The reading hashes each
    row of each table; the proofs recompute sums, contents and seals besides.
    """
    scope = Scope(TODAY, TODAY)
    with books() as made, made.fresh() as (hub, _):
        accounts = account_codes(hub)
        for seed in range(FILES):
            post_file(hub, make_file(seed, DECLARATIONS, accounts, LINES_EACH), f"f{seed}")
        refuse_unless_posted(hub, FILES * DECLARATIONS)
        scans, passes = [], []
        for _ in range(ROUNDS):
            scans.append(_scan(hub))
            passes.append(_prove(hub, scope))
        rows = _rows(hub)
    transactions = FILES * DECLARATIONS
    return Result(
        "verify",
        Figure("every proof of the batches", transactions / min(passes), "transactions/s"),
        Figure("one sequential reading", transactions / min(scans), "transactions/s"),
        min(passes) / min(scans),
        TIMES_A_SCAN,
        {"transactions": transactions, "rows": rows, "batches": FILES},
        at_least=False,
    )


def _prove(hub: Hub, scope: Scope) -> float:
    started = time.perf_counter()
    broken = [
        result.name
        for result in proving.prove(hub.book, hub.kept, scope)
        if not result.holds and result.name != KEPT_BYTES[0]  # made-up files have no bytes
    ]
    if broken:
        raise RuntimeError(f"the measured book does not prove itself: {broken}")
    return time.perf_counter() - started


def _scan(hub: Hub) -> float:
    started = time.perf_counter()
    with hub.book.transaction() as tx:
        for table in TABLES:
            tx.value(f"SELECT sum(hash_record_extended(t, 0)) FROM {table} t")  # noqa: S608
    return time.perf_counter() - started


def _rows(hub: Hub) -> int:
    with hub.book.transaction() as tx:
        return sum(int(tx.value(f"SELECT count(*) FROM {table}")) for table in TABLES)  # noqa: S608
