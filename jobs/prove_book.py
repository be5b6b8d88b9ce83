"""Prove the book: every proof, over everything, failing loudly."""

from collections.abc import Callable

from jobs.hub import Hub
from ledger_sync.proofs import Result, prove


class ProofFailed(Exception):
    """The book does not prove itself."""


def results(hub: Hub, progress: Callable[[Result], None] | None = None) -> list[Result]:
    """Run every proof and return the results, calling ``progress`` after each."""
    found = []
    for result in prove(hub.book, hub.kept):
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
