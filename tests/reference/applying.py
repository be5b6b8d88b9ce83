"""The plain twin of ``billing.applying``: one application after the other, in fractions."""

from collections.abc import Mapping
from fractions import Fraction
from math import floor


def share(
    applications: list[tuple[int, int, int]],
    open_parts: Mapping[int, dict[str, int]],
    order: tuple[str, ...] = (),
) -> dict[tuple[int, str], int]:
    """Return cents by (application, charge) for (application, debit, cents) in their order."""
    left = {debit: dict(parts) for debit, parts in open_parts.items()}
    paid: dict[tuple[int, str], int] = {}
    for application, debit, cents in applications:
        parts = left[debit]
        for charge, share_of in _of_one(parts, cents, order).items():
            parts[charge] -= share_of
            if share_of:
                paid[application, charge] = share_of
    return paid


def _of_one(parts: dict[str, int], cents: int, order: tuple[str, ...]) -> dict[str, int]:
    total = sum(parts.values())
    if cents == total:
        return dict(parts)
    return _waterfall(parts, cents, order) if order else _pro_rata(parts, cents, total)


def _waterfall(parts: dict[str, int], cents: int, order: tuple[str, ...]) -> dict[str, int]:
    given = {}
    for charge in [*(c for c in order if c in parts), *(c for c in parts if c not in order)]:
        given[charge] = min(cents, max(parts[charge], 0))
        cents -= given[charge]
    return given


def _pro_rata(parts: dict[str, int], cents: int, total: int) -> dict[str, int]:
    exact = {charge: Fraction(cents * part, total) for charge, part in parts.items()}
    given = {charge: floor(share) for charge, share in exact.items()}
    by_remainder = sorted(parts, key=lambda charge: given[charge] - exact[charge])
    for charge in by_remainder[: cents - sum(given.values())]:
        given[charge] += 1
    return given
