"""What is proved of the book: each proof one sentence, and one query that returns what breaks it.

No rows, it holds. Each is a file of ``sql/`` that an auditor can paste into psql as it stands. The
proofs of batches are asked of a window of batches at a time (``proving``): of ``:batches``, whose
book dates are those ``:from_on`` to ``:to_on``; in psql these are all there are, unless the first
lines say otherwise. What a window posted has its keys between ``:from_txn`` and ``:to_txn``,
``:from_cad`` and ``:to_cad`` and so on: a condition beside the batches that changes no answer, and
keeps PostgreSQL from reading a table through. The proofs of items are asked of some at a time,
``:from_item`` to ``:to_item``, and of their transactions; those of the whole book once.
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
        "moves-fit",
        "returns-fit",
        "transit-is-told",
        "payments-dated",
        "approved-is-posted",
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

OF_ITEMS: Final[tuple[Proof, ...]] = tuple(
    _proof(name) for name in ("open-amounts", "paid-within-charges")
)

OF_THE_WHOLE: Final[tuple[Proof, ...]] = tuple(
    _proof(name)
    for name in (
        "entries-owned",
        "posted-once",
        "outcomes-agree",
        "answered",
        "read-files-are-sealed",
    )
)

PROOFS: Final = (*OF_BATCHES, *OF_ITEMS, *OF_THE_WHOLE)

KEPT_BYTES: Final = (
    "kept-bytes",
    "Every file received and every document sent is kept and has its digest.",
)
