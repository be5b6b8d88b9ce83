"""What a line owes: duty, SIMA, surtax, excise and GST, in that order, each half up to the cent.

The order and the bases are those of the Customs Tariff, the Special Import Measures Act and the
Excise Tax Act, s. 215; the half-up rounding per line is ours (docs/decisions/0004, 0025).

No amount leaves 64 bits: every base and every charge of a line is at most ``AMOUNT_MAX`` (10^12
cents) and every share at most ``RATE_MAX_PPM`` (9 x 10^6), so that a product is below 9.1 x 10^18;
a declaration of 99,999 lines adds up to less than 6 x 10^17. A line beyond is marked, not priced.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from ledger.money import CentsArray, multiply_half_up
from ledger.rates import AMOUNT_MAX, RATE_MAX_PPM, Bases, Rates, owed

CHARGES: Final = ("duty", "sima", "surtax", "excise", "gst")
"""The charges of a line in the order in which they are computed."""

BASES: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "duty": ("value_for_duty", ()),
    "sima": ("value_for_duty", ()),
    "surtax": ("value_for_duty", ()),
    "excise": ("duty_paid_value", ("duty", "sima", "surtax")),
    "gst": ("value_for_tax", ("duty", "sima", "surtax", "excise")),
}
"""What each charge is a share of: its name, and the charges it adds to the value for duty."""


_GIVEN: Final = (
    "value_for_currency_conversion_cents", "exchange_rate_ppm", "quantity_thousandths", "basis"
)  # fmt: skip
_AT_ONCE: Final = 1 << 16
"""Lines priced together: so few that what is computed stays in a processor's caches."""


@dataclass(frozen=True)
class ChargeTerms:
    """How one charge is computed, by basis: rates that add up, and the share remitted of them."""

    rates: tuple[Rates, ...]
    remitted_ppm: CentsArray

    @cached_property
    def remits(self) -> bool:
        """Whether any basis remits a share."""
        return bool(self.remitted_ppm.any())


Schedule = Mapping[str, ChargeTerms]
"""The terms of every charge; all arrays as long as there are bases."""


def price_lines(lines: pd.DataFrame, schedule: Schedule) -> pd.DataFrame:
    """Return ``value_for_duty_cents``, the cents of each charge, and ``too_large``; same index.

    Needs ``value_for_currency_conversion_cents, quantity_thousandths, exchange_rate_ppm`` and
    ``basis``, the place in the schedule: whole numbers, zero or more. Where ``too_large``, an
    amount of the line is beyond the bounds and none of them means anything.
    """
    columns = {name: lines[name].to_numpy(dtype=np.int64) for name in _GIVEN}
    amounts = np.empty((1 + len(CHARGES), len(lines)), dtype=np.int64)
    too_large = np.zeros(len(lines), dtype=np.bool_)
    for first in range(0, len(lines), _AT_ONCE):
        part = slice(first, first + _AT_ONCE)
        given = {name: column[part] for name, column in columns.items()}
        too_large[part] = _price(amounts[:, part], given, schedule)
    names = [f"{name}_cents" for name in ("value_for_duty", *CHARGES)]
    priced = pd.DataFrame(amounts.T, columns=names, index=lines.index, copy=False)
    return priced.assign(too_large=too_large)


def _price(
    amounts: CentsArray, given: Mapping[str, CentsArray], schedule: Schedule
) -> npt.NDArray[np.bool_]:
    """Fill in the amounts of lines, value for duty first; return which are too large."""
    value, rate, quantity, basis = (given[name] for name in _GIVEN)
    too_large = np.zeros(len(basis), dtype=np.bool_)
    value = _bounded(value, AMOUNT_MAX, too_large)
    value_for_duty = multiply_half_up(value, _bounded(rate, RATE_MAX_PPM, too_large))
    amounts[0] = _bounded(value_for_duty, AMOUNT_MAX, too_large)
    quantity = _bounded(quantity, AMOUNT_MAX, too_large)
    for row, name in enumerate(CHARGES, start=1):
        added = [1 + CHARGES.index(each) for each in BASES[name][1]]
        base = amounts[[0, *added]].sum(axis=0) if added else amounts[0]
        terms = schedule[name]
        base = _bounded(base, AMOUNT_MAX, too_large)
        cents = computed(base, quantity, terms.rates, basis)
        cents = _bounded(cents, AMOUNT_MAX, too_large)
        amounts[row] = _remaining(cents, terms, basis) if terms.remits else cents
    return too_large


def computed(
    base: CentsArray, quantity: CentsArray, all_rates: tuple[Rates, ...], basis: Bases
) -> CentsArray:
    """Return what each line owes at all rates of its basis together, before any remission."""
    cents = np.zeros(len(basis), dtype=np.int64)
    for rates in all_rates:
        if rates.all_take:
            cents += owed(base, quantity, rates, basis)
        else:
            at = np.flatnonzero(rates.taken.take(basis))
            cents[at] = cents.take(at) + owed(
                base.take(at), quantity.take(at), rates, basis.take(at)
            )
    return cents


def _remaining(cents: CentsArray, terms: ChargeTerms, basis: Bases) -> CentsArray:
    at = np.flatnonzero(terms.remitted_ppm[basis])
    cents[at] -= multiply_half_up(cents[at], terms.remitted_ppm[basis[at]])
    return cents


def _bounded(values: CentsArray, bound: int, too_large: npt.NDArray[np.bool_]) -> CentsArray:
    """Return values cut to a bound, and mark those that were beyond it."""
    if values.size == 0 or values.max() <= bound:
        return values
    too_large |= values > bound
    return np.minimum(values, bound)
