"""What is proved of the book: each proof one sentence, and one query that returns what breaks it.

No rows, it holds. Each is a file of ``sql/`` that an auditor can paste into psql as it stands. The
proofs of batches are asked of a window of batches at a time (``proving``): of ``:batches``, whose
book dates are those ``:from_on`` to ``:to_on``; in psql these are all there are, unless the first
lines say otherwise. Those of the whole book are asked once.
"""

from dataclasses import dataclass
from typing import Final

from ledger_sync.statement_files import part, sentence


@dataclass(frozen=True)
class Proof:
    """One sentence that must hold; ``counted`` says over how many rows it was proved."""

    name: str
    sentence: str
    counted: str
    breaches: str


def _proof(name: str) -> Proof:
    return Proof(
        name,
        sentence(__file__, name),
        part(__file__, name, "count"),
        part(__file__, name, "breaches"),
    )


OF_BATCHES: Final[tuple[Proof, ...]] = tuple(
    _proof(name)
    for name in (
        "balanced",
        "caused",
        "moved-arrives",
        "items-are-entries",
        "kinds-keep-their-side",
        "applied-by-charge",
        "applications-count",
        "dated-alike",
        "reversals-are-exact",
        "declarations-add-up",
        "declarations-as-filed",
        "bases-kept",
        "bases-as-versioned",
        "declared-is-posted",
        "posted-once-by-its-batch",
        "versions-follow",
        "reviewed",
        "acts-by-enough",
        "penalties-fit",
        "interest-by-rules",
        "due-as-declared",
        "reposted-was-reversed",
        "additions-fit",
        "transit-is-told",
        "payments-dated",
        "accepted-is-posted",
        "posted-was-accepted",
        "statements-recompute",
        "statements-rebuild",
        "sealed",
        "closed-stays-closed",
        "readings-only-rise",
        "due-rules-only-rise",
    )
)

OF_THE_WHOLE: Final[tuple[Proof, ...]] = tuple(
    _proof(name)
    for name in (
        "entries-owned",
        "open-amounts",
        "paid-within-charges",
        "posted-once",
        "outcomes-agree",
        "answered",
        "read-files-are-sealed",
    )
)

KEPT_BYTES: Final = (
    "kept-bytes",
    "Every file received and every document sent is kept and has its digest.",
)
