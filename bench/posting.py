"""Posting with every constraint on, against the bare inserts; replaying, against posting."""

import datetime as dt
import time
from collections.abc import Callable

import psycopg

from bench.book import (
    LINES_PER_DECLARATION,
    PARTNER,
    TODAY,
    Staged,
    account_codes,
    arrive,
    books,
    make_file,
)
from bench.result import Figure, Result
from billing.clearing import policy_on
from jobs.hub import Hub
from jobs.intake.post_batch import judged_by
from ledger_sync.book import batches
from ledger_sync.declarations import content, declaration_posting
from ledger_sync.intake import inbox, posting
from ledger_sync.intake.inbox import Outcome
from ledger_sync.receivables import clearing
from parsers.reading_version import READING

DECLARATIONS = 8_000
ROUNDS = 3


def post() -> Result:
    """Compare posting with the bare COPY and inserts of the same rows under the same constraints.

    The bare side stages the same frames by the same COPY and inserts the same rows into the same
    tables, every key, check, payload digest and trigger on. It does not ask what was seen before,
    clears nothing and seals nothing.
    """
    ours, bare = list[float](), list[float]()
    with books() as made, made.fresh() as (hub, owner_url):
        _let_unsealed_commit(owner_url)
        accounts = account_codes(hub)
        for number in range(ROUNDS):
            for seed, run, times in ((2 * number, post_file, ours), (2 * number + 1, _bare, bare)):
                times.append(_timed(run, hub, make_file(seed, DECLARATIONS, accounts), f"f{seed}"))
        refuse_unless_posted(hub, 2 * ROUNDS * DECLARATIONS)
        rows = make_file(0, DECLARATIONS, accounts).rows
    return Result(
        "post",
        Figure("posting", rows / min(ours), "rows/s"),
        Figure("bare COPY and inserts, same constraints", rows / min(bare), "rows/s"),
        min(bare) / min(ours),
        0.8,
        {
            "declarations": DECLARATIONS,
            "lines": DECLARATIONS * LINES_PER_DECLARATION,
            "rows": rows,
            "rounds": ROUNDS,
        },
    )


def replay() -> Result:
    """Compare posting with the same declarations sent again in another file, all recognised.

    The hardest replay there is: other bytes and another interchange reference, so that every
    declaration has to be compared with the one in the book.
    """
    first, again = list[float](), list[float]()
    with books() as made, made.fresh() as (hub, _):
        accounts = account_codes(hub)
        for seed in range(ROUNDS):
            staged = make_file(seed, DECLARATIONS, accounts)
            first.append(_timed(post_file, hub, staged, f"f{seed}"))
            staged.frames["staged_interchange"]["reference"] = f"AGAIN{seed}"
            again.append(_timed(post_file, hub, staged, f"again{seed}"))
        refuse_unless_posted(hub, ROUNDS * DECLARATIONS)
    return Result(
        "replay",
        Figure("declarations recognised", DECLARATIONS / min(again), "declarations/s"),
        Figure("declarations posted", DECLARATIONS / min(first), "declarations/s"),
        min(first) / min(again),
        3.0,
        {"declarations": DECLARATIONS, "rounds": ROUNDS},
    )


def refuse_unless_posted(hub: Hub, declarations: int) -> None:
    """Refuse a measurement of something else than posting so many declarations."""
    with hub.book.transaction() as tx:
        posted = tx.value("SELECT count(*) FROM cad")
    if posted != declarations:
        raise RuntimeError(f"{posted} declarations are in the book, not {declarations}")


def _timed(run: Callable[[Hub, Staged, str], None], hub: Hub, staged: Staged, name: str) -> float:
    started = time.perf_counter()
    run(hub, staged, name)
    return time.perf_counter() - started


def post_file(
    hub: Hub, staged: Staged, name: str, day: dt.date = TODAY, partner: str = PARTNER
) -> None:
    """Post one staged file as the job does: settled, cleared, sealed, with its outcome."""
    with hub.book.transaction() as tx:
        file = arrive(tx, name, day, partner)
        staged.stage(tx, file)
        decided_by = batches.decided_by(tx, READING)
        posted = posting.settle(tx, day, judged_by(hub.rules), decided_by)
        if "posted" in posted.outcomes.values():
            policy = policy_on(hub.rules.clearing, day)
            clearing.apply_credits_in_turn(tx, policy, applied_on=day, batch_id=posted.batch_id)
        batches.seal(tx, posted.batch_id)
        inbox.finish(tx, {each: Outcome(name) for each, name in posted.outcomes.items()})


def _bare(hub: Hub, staged: Staged, name: str) -> None:
    with hub.book.transaction() as tx:
        file = arrive(tx, name)
        staged.stage(tx, file)
        batch_id = batches.open_for_files(
            tx, [file.file_id], TODAY, batches.decided_by(tx, READING)
        )
        content.digest_contents(tx)
        posting.record_intake(tx)
        declaration_posting.post(tx, batch_id, TODAY)


def _let_unsealed_commit(owner_url: str) -> None:
    """Let the bare side, which seals nothing, commit: in this throw-away book alone."""
    with psycopg.connect(owner_url.replace("postgresql+psycopg", "postgresql")) as connection:
        connection.execute("ALTER TABLE batch DISABLE TRIGGER batch_is_sealed")
