"""Prove the book: every proof, over everything, failing loudly."""

from collections.abc import Callable, Iterator

from jobs.hub import Hub
from ledger_sync import proofs
from ledger_sync.proofs import PostedFile, Result
from parsers.formats import read_file
from parsers.message_tables import MessageTables


class ProofFailed(Exception):
    """The book does not prove itself."""


def results(hub: Hub, progress: Callable[[Result], None] | None = None) -> list[Result]:
    """Run every proof and return the results, calling ``progress`` after each."""
    found = []
    for result in _results(hub):
        found.append(result)
        if progress is not None:
            progress(result)
    return found


def run(hub: Hub) -> int:
    """Run every proof; return how many hold, or raise ProofFailed naming those that do not."""
    found = results(hub)
    broken = [result for result in found if not result.holds]
    if broken:
        raise ProofFailed(
            "; ".join(f"{result.name}: {list(result.breaches[:3])}" for result in broken)
        )
    return len(found)


def _results(hub: Hub) -> Iterator[Result]:
    yield from proofs.prove(hub.book, hub.kept)
    yield _read_again(hub)


def _read_again(hub: Hub) -> Result:
    """Read every posted file again from its kept bytes and compare its control totals."""
    with hub.book.transaction() as tx:
        posted = proofs.posted_files(tx)
    breaches = [
        {"file_id": file.file_id, "kept": kept, "posted": file.totals}
        for file in posted
        if (kept := _kept_totals(hub, file)) != file.totals
    ]
    return Result(
        "kept-is-posted",
        "What the kept bytes of every file declare and pay is what was posted from it.",
        len(posted),
        tuple(breaches[: proofs.BREACHES_SHOWN]),
    )


def _kept_totals(hub: Hub, file: PostedFile) -> tuple[int, int, int] | None:
    """Return accepted lines, their values and payments in cents, as the kept bytes have them."""
    if not hub.kept.intact(file.sha256):
        return None
    lines = values = payments = 0
    for tables in read_file(
        hub.kept.path(file.sha256), recipient=hub.rules.recipient, limits=hub.rules.limits
    ):
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
