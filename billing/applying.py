"""Which charges of a debt an application pays: by a dated order, or pro rata.

Pro rata is of what is open of each charge; the cents left over go to the largest remainders, in
the order of the charges. Applications of one debit are shared in their turn, each on what the one
before it left, so that no charge is ever paid beyond what it has. The plain twin is
``tests/reference/applying.py``.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

PRO_RATA: Final = ()
"""The order of no charge before another."""

PARTS: Final = ("application_id", "charge", "amount_cents")

_INT64_MAX: Final = int(np.iinfo(np.int64).max)
Cents = npt.NDArray[np.int64]


def shared(
    applications: pd.DataFrame, open_parts: pd.DataFrame, order: tuple[str, ...] = PRO_RATA
) -> pd.DataFrame:
    """Return ``application_id, charge, amount_cents``: what each application pays of each charge.

    ``applications`` has ``application_id, debit_item_id, amount_cents`` in the order in which they
    were made; ``open_parts`` has ``item_id, charge, amount_cents`` of their debits, each charge
    once, in the order of the charges. ``order`` names charges paid first, one after the other; the
    others follow, in the order given. Raises ValueError when a debit has less open than is applied
    to it.
    """
    if applications.empty:
        return pd.DataFrame(columns=list(PARTS), dtype=object)
    debits, row_of = np.unique(
        applications["debit_item_id"].to_numpy(dtype=np.int64), return_inverse=True
    )
    open_parts = open_parts[open_parts["item_id"].isin(debits)]
    charges = pd.unique(open_parts["charge"])
    left = np.zeros((len(debits), len(charges)), dtype=np.int64)
    left[
        np.searchsorted(debits, open_parts["item_id"].to_numpy(dtype=np.int64)),
        pd.Index(charges).get_indexer(pd.Index(open_parts["charge"])),
    ] = open_parts["amount_cents"]
    ranks = _ranks(list(charges), order)
    amounts = applications["amount_cents"].to_numpy(dtype=np.int64)
    paid = np.zeros((len(amounts), len(charges)), dtype=np.int64)
    for turn in _turns(row_of):
        rows = row_of[turn]
        paid[turn] = _share(left[rows], amounts[turn], ranks)
        left[rows] -= paid[turn]
    at, charge = np.nonzero(paid)
    return pd.DataFrame(
        {
            "application_id": applications["application_id"].to_numpy()[at],
            "charge": np.asarray(charges)[charge],
            "amount_cents": paid[at, charge],
        }
    )


def _ranks(charges: list[str], order: tuple[str, ...]) -> list[int] | None:
    """Return the places of charges in the order in which they are paid; None for pro rata."""
    if not order:
        return None
    named = [charges.index(charge) for charge in order if charge in charges]
    return named + [place for place in range(len(charges)) if place not in named]


def _turns(row_of: npt.NDArray[np.intp]) -> Iterator[npt.NDArray[np.intp]]:
    """Yield the applications that are the first of their debit, then the second, and so on."""
    by_debit = np.argsort(row_of, kind="stable")
    starts = np.flatnonzero(np.diff(row_of[by_debit], prepend=-1))
    turn = np.arange(len(row_of)) - np.repeat(starts, np.diff(starts, append=len(row_of)))
    by_turn = by_debit[np.argsort(turn, kind="stable")]
    yield from np.split(by_turn, np.cumsum(np.bincount(turn))[:-1])


def _share(left: Cents, amounts: Cents, ranks: list[int] | None) -> Cents:
    """Return what one application of each debit pays of each charge."""
    total = left.sum(axis=1)
    if (amounts > total).any():
        raise ValueError("more is applied to a debit than is open of it")
    paid = _pro_rata(left, amounts, total) if ranks is None else _in_order(left, amounts, ranks)
    whole = amounts == total
    paid[whole] = left[whole]
    return paid


def _in_order(left: Cents, amounts: Cents, ranks: list[int]) -> Cents:
    """Pay one charge after the other; what a debit gives back is left for its last payment."""
    owed = np.maximum(left[:, ranks], 0)
    before = np.cumsum(owed, axis=1) - owed
    paid = np.zeros_like(left)
    paid[:, ranks] = np.clip(amounts[:, None] - before, 0, owed)
    return paid


def _pro_rata(left: Cents, amounts: Cents, total: Cents) -> Cents:
    divisor = np.maximum(total, 1)[:, None]
    if int(np.abs(left).max()) * int(amounts.max()) > _INT64_MAX:
        products = left.astype(object) * amounts[:, None].astype(object)
        divisor = divisor.astype(object)
    else:
        products = left * amounts[:, None]
    whole = (products // divisor).astype(np.int64)
    rest = (products - whole * divisor).astype(object)
    left_over = amounts - whole.sum(axis=1)
    place = np.argsort(np.argsort(-rest, axis=1, kind="stable"), axis=1, kind="stable")
    return np.asarray(whole + (place < left_over[:, None]))
