"""Prove the book: every proof, over everything or a range of book dates, failing loudly."""

from collections.abc import Iterator

from jobs import archive_month, priced_again, seals
from jobs.hub import Hub
from ledger_sync import proving, reference_versions
from ledger_sync.proving import PostedFile, Progress, Result, Scope
from parsers.formats import read_file
from parsers.message_tables import MessageTables

READ_AGAIN = (
    "kept-is-posted",
    "What the kept bytes of every file declare and pay is what was posted from it.",
)

REFERENCE_AS_VERSIONED = (
    "reference-as-versioned",
    "Every reference table is what its newest version left.",
)


class ProofFailed(Exception):
    """The book does not prove itself."""


def prove(
    hub: Hub, scope: Scope | None = None, progress: Progress = lambda _what, _done, _total: None
) -> Iterator[Result]:
    """Yield the result of every proof of a scope; ``progress`` is called while one is at work."""
    scope = scope or Scope()
    yield from proving.prove(hub.book, hub.kept, scope, progress)
    yield priced_again.proof(hub.book, scope, progress)
    yield _read_again(hub, scope, progress)
    if scope.whole:
        yield _reference_as_versioned(hub)
        yield seals.attested(hub)
        yield archive_month.proof(hub)


def results(hub: Hub, scope: Scope | None = None) -> list[Result]:
    """Return the results of all proofs of a scope."""
    return list(prove(hub, scope))


def run(hub: Hub) -> int:
    """Run every proof; return how many hold, or raise ProofFailed naming those that do not."""
    found = results(hub)
    broken = [result for result in found if not result.holds]
    if broken:
        raise ProofFailed(
            "; ".join(f"{result.name}: {list(result.breaches[:3])}" for result in broken)
        )
    return len(found)


def _reference_as_versioned(hub: Hub) -> Result:
    """Compare the digest of every reference table with that of its newest version."""
    with hub.book.transaction() as tx:
        tables = len(reference_versions.newest(tx))
        altered = reference_versions.altered(tx)
    return Result(*REFERENCE_AS_VERSIONED, tables, tuple({"table": table} for table in altered))


def _read_again(hub: Hub, scope: Scope, progress: Progress) -> Result:
    """Read every posted file again from its kept bytes and compare its control totals."""
    read, breaches = 0, list[dict[str, object]]()
    with hub.book.transaction() as tx:
        total = int(tx.value("SELECT count(*) FROM file WHERE outcome = 'posted'"))
    for file in proving.posted_files(hub.book, scope):
        progress("kept files, read again", read, total)
        kept = _kept_totals(hub, file)
        if kept != file.totals and len(breaches) < proving.BREACHES_SHOWN:
            breaches.append({"file_id": file.file_id, "kept": kept, "posted": file.totals})
        read += 1
    return Result(
        *READ_AGAIN,
        read,
        tuple(breaches),
    )


def _kept_totals(hub: Hub, file: PostedFile) -> tuple[int, int, int] | None:
    """Return accepted lines, their values and payments in cents, as the kept bytes have them."""
    if not hub.kept.intact(file.sha256):
        return None
    lines = values = payments = 0
    with hub.kept.readable(file.sha256) as path:
        for tables in read_file(path, recipient=hub.rules.recipient, limits=hub.rules.limits):
            accepted = _accepted(tables, file)
            lines += len(accepted.lines)
            values += int(accepted.lines["value_for_currency_conversion_cents"].sum())
            payments += int(accepted.payments["amount_cents"].sum())
    return lines, values, payments


def _accepted(tables: MessageTables, file: PostedFile) -> MessageTables:
    frames = {
        name: frame[frame["message"].isin(file.accepted)] if "message" in frame else frame
        for name, frame in tables.__dict__.items()
    }
    return MessageTables(**frames)
