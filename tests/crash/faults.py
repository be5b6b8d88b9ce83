"""Where a process is killed: before, after or amid a step, by SIGKILL, at its n-th time."""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

Victim = Callable[[], None]


@dataclass(frozen=True)
class Point:
    """One place in the program: a function, and when around it the fault strikes."""

    name: str
    target: str
    when: str
    nth: int = 1
    victim: str = "worker"


POINTS = (
    Point("before a claim", "sftp.door:Door.claim", "before"),
    Point("after a claim", "sftp.door:Door.claim", "after", 2),
    Point("amid a fetch", "sftp.door:remote_chunks", "amid"),
    Point("after the bytes are kept", "ledger_sync.intake.kept_bytes:KeptBytes.settle", "after"),
    Point("before the commit of an arrival", "ledger_sync.intake.inbox:record", "after", 2),
    Point("after the commit of an arrival", "jobs.intake.collect_files:_record", "after"),
    Point("after the claimed file is removed", "sftp.door:Door.remove", "after", 2),
    Point("before a batch is prepared", "jobs.intake.post_batch:prepare", "before"),
    Point("after a batch is prepared", "jobs.intake.post_batch:prepare", "after"),
    Point("before posting", "jobs.intake.post_batch:post", "before"),
    Point("amid COPY", "psycopg:Copy.write", "amid", 5),
    Point("before judging", "ledger_sync.intake.judging:judge", "before", 2),
    Point("after settling", "ledger_sync.intake.posting:settle", "after", 2),
    Point("before the seal", "ledger_sync.book.batches:seal", "before", 3),
    Point("before the commit of a posting", "ledger_sync.intake.inbox:finish", "after"),
    Point("after the commit of a posting", "jobs.intake.post_files:_Run._one_batch", "after"),
    Point("before a delivery", "sftp.door:Door.deliver", "before", 2),
    Point("amid a delivery", "sftp.door:local_chunks", "amid", 2),
    Point("before the rename of a delivery", "paramiko:SFTPClient.posix_rename", "before"),
    Point("after the rename of a delivery", "paramiko:SFTPClient.posix_rename", "after", 2),
    Point("after a delivery is recorded", "jobs.intake.deliver_documents:_deliver", "after", 3),
    Point("before clearing", "ledger_sync.receivables.clearing:apply_credits", "before", 2),
    Point("before the commit of a close", "ledger_sync.book.closing:close", "after"),
    Point("after the commit of a close", "jobs.receivables.close_day:_close", "after"),
    Point("amid the export of a seal", "jobs.proofs.seals:_write", "amid"),
    Point("before notices are queued", "jobs.intake.documents:_queue", "before"),
    Point("after notices are queued", "jobs.intake.documents:_queue", "after"),
    Point("before the commit of statements", "ledger_sync.receivables.cycle_draft:issue", "after"),
    Point("after the commit of statements", "jobs.receivables.run_billing_cycle:issue", "after"),
    Point("before the commit of a rerun's arrivals", "jobs.acts.replay_files:_arrive", "after"),
    Point("before a rerun is posted", "jobs.intake.collect_files:post", "before", 2),
    Point("before the commit of a repost", "jobs.acts.replay_files:_repost", "after"),
    Point("before the commit of a reversal", "ledger_sync.book.reversal:reverse", "after"),
    Point("after the commit of a reversal", "jobs.acts.reverse_postings:reverse", "after"),
    Point("amid clearing of kept bytes", "jobs.proofs.clear_kept_bytes:_clear", "after"),
    Point("PostgreSQL killed amid COPY", "psycopg:Copy.write", "amid", 5, "postgres"),
    Point(
        "PostgreSQL killed before a commit",
        "ledger_sync.intake.inbox:finish",
        "after",
        2,
        "postgres",
    ),
    Point(
        "PostgreSQL killed after a commit",
        "jobs.intake.post_files:_Run._one_batch",
        "after",
        1,
        "postgres",
    ),
    Point(
        "PostgreSQL killed in a close", "ledger_sync.book.closing:close", "before", 1, "postgres"
    ),
    Point("SFTP server killed after a claim", "sftp.door:Door.claim", "after", 1, "sftp"),
    Point("SFTP server killed amid a fetch", "sftp.door:remote_chunks", "amid", 2, "sftp"),
    Point("SFTP server killed amid a delivery", "sftp.door:local_chunks", "amid", 1, "sftp"),
    Point(
        "SFTP server killed after a rename",
        "paramiko:SFTPClient.posix_rename",
        "after",
        1,
        "sftp",
    ),
    Point(
        "everything killed before a commit", "ledger_sync.intake.inbox:finish", "after", 1, "all"
    ),
    Point("everything killed amid a delivery", "sftp.door:local_chunks", "amid", 3, "all"),
)


def arm(point: Point, strike: Callable[[], None]) -> None:
    """Make the n-th passage of a point in this process strike."""
    module_name, path = point.target.split(":")
    owner: Any = import_module(module_name)
    *parents, name = path.split(".")
    for parent in parents:
        owner = getattr(owner, parent)
    real = getattr(owner, name)
    passed = iter(range(1, 1_000_000))

    def around(*arguments: Any, **named: Any) -> Any:
        due = next(passed) == point.nth
        if due and point.when == "amid":
            return _amid(real, strike, arguments, named)
        if due and point.when == "before":
            strike()
        found = real(*arguments, **named)
        if due and point.when == "after":
            strike()
        return found

    setattr(owner, name, around)
    _also_where_it_was_imported(real, around)


def suicide() -> None:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


def _amid(real: Any, strike: Callable[[], None], arguments: Any, named: Any) -> Any:
    """Half of it: half the bytes of a write, half a chunk of a stream, the beginning of a file."""
    if real.__name__ == "write":
        copy, content = arguments
        real(copy, content[: len(content) // 2])
        strike()
        return real(copy, content[len(content) // 2 :])
    if real.__name__ == "_write":
        path, content = arguments
        path.with_suffix(".part").write_text(str(content)[:20], encoding="utf-8")
        strike()
        return real(*arguments, **named)
    return _first_chunk_only(real(*arguments, **named), strike)


def _first_chunk_only(chunks: Any, strike: Callable[[], None]) -> Any:
    for chunk in chunks:
        yield chunk[: len(chunk) // 2]
        strike()
        yield chunk[len(chunk) // 2 :]


def _also_where_it_was_imported(real: Any, around: Any) -> None:
    import sys

    for module in list(sys.modules.values()):
        names = getattr(module, "__dict__", {})
        if module.__name__.split(".")[0] in {"jobs", "sftp", "ledger_sync"}:
            for name, value in list(names.items()):
                if value is real:
                    setattr(module, name, around)
