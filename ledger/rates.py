"""What a rate takes: a share of a base, an amount for each unit, or both combined.

A share is whole millionths. An amount a unit is a fraction: the cents due for a thousandth of the
unit that a line declares, so that nothing is rounded before the cent.
"""

from dataclasses import dataclass
from functools import cached_property
from math import gcd
from typing import Final

import numpy as np
import numpy.typing as npt

from ledger.money import CentsArray, multiply_half_up

COMBINATIONS: Final = ("sum", "greater", "lesser", "shortfall")
"""How a share and an amount a unit make one charge; ``Rates`` holds the place in this list. A
shortfall is what the share lacks of the amount: a normal value less the price of the goods."""

AMOUNT_MAX: Final = 10**12
"""The largest base and the largest charge of a line in cents: ten billion dollars. The readers
accept no larger value, and no quantity of more thousandths."""

RATE_MAX_PPM: Final = 9_000_000
"""The largest share, or exchange rate: nine. ``AMOUNT_MAX x RATE_MAX_PPM`` fits 64 bits."""

TOO_LARGE: Final = AMOUNT_MAX + 1
"""What stands for any amount that is not within ``AMOUNT_MAX``."""

_INT64_MAX: Final = int(np.iinfo(np.int64).max)
_PRICE_UNIT: Final = 10_000 * 1_000_000 * 1_000
"""Millionths of a dollar in a cent, of a unit in one, thousandths of a unit in one."""

Bases = npt.NDArray[np.intp]
"""For each line, the place of its basis in ``Rates``."""


@dataclass(frozen=True)
class Rates:
    """One rate for each basis; zero in all where a basis takes nothing.

    ``base`` is the place of what the share is of in the list of bases; ``content_least_ppm`` the
    least share of the value that is left out of a base without its content.
    """

    rate_ppm: CentsArray
    price_numerator: CentsArray
    price_denominator: CentsArray
    combination: npt.NDArray[np.int8]
    base: npt.NDArray[np.int8]
    content_least_ppm: CentsArray

    @cached_property
    def taken(self) -> npt.NDArray[np.bool_]:
        """Which bases take anything."""
        return np.asarray((self.rate_ppm > 0) | self.priced)

    @cached_property
    def by_base(self) -> tuple[tuple[int, npt.NDArray[np.bool_] | None], ...]:
        """Each base that is taken of, and which bases of lines take of it; None where all do."""
        of_each = ((int(base), self.taken & (self.base == base)) for base in self.bases_taken)
        return tuple((base, None if taking.all() else taking) for base, taking in of_each)

    @cached_property
    def bases_taken(self) -> npt.NDArray[np.int8]:
        """The places of the bases that any rate is taken of."""
        return np.unique(self.base[self.taken])

    @cached_property
    def priced(self) -> npt.NDArray[np.bool_]:
        """Which bases take an amount a unit."""
        return np.asarray(self.price_numerator > 0)

    @cached_property
    def any_priced(self) -> bool:
        """Whether any basis takes an amount a unit."""
        return bool(self.priced.any())

    @cached_property
    def quantity_max(self) -> CentsArray:
        """The largest quantity whose product with the price fits 64 bits."""
        room = _INT64_MAX - self.price_denominator
        return np.asarray(room // np.maximum(self.price_numerator, 1))

    @cached_property
    def any_too_large(self) -> bool:
        """Whether the share of any basis is beyond RATE_MAX_PPM."""
        return bool((self.rate_ppm > RATE_MAX_PPM).any())


def unit_price(specific_micros: int, factor_ppm: int) -> tuple[int, int]:
    """Return the cents due for a thousandth of the declared unit: a fraction in lowest terms.

    ``specific_micros``: millionths of a dollar for one unit of the rate. ``factor_ppm``:
    millionths of that unit in one declared unit.
    """
    numerator = specific_micros * factor_ppm
    common = gcd(numerator, _PRICE_UNIT)
    return numerator // common, _PRICE_UNIT // common


def owed(base: CentsArray, quantity: CentsArray, rates: Rates, basis: Bases) -> CentsArray:
    """Return what each line owes at the rate of its basis, each part half up to the cent.

    ``base`` and ``quantity`` are at most AMOUNT_MAX. An amount beyond AMOUNT_MAX is not exact.
    """
    share = rates.rate_ppm.take(basis)
    if rates.any_too_large:
        cents = multiply_half_up(base, np.minimum(share, RATE_MAX_PPM))
        cents[share > RATE_MAX_PPM] = TOO_LARGE
    else:
        cents = multiply_half_up(base, share)
    if rates.any_priced:
        at = np.flatnonzero(rates.priced[basis])
        by_quantity = _times_price(quantity[at], rates, basis[at])
        cents[at] = _combined(cents[at], by_quantity, rates.combination[basis[at]])
    return cents


def _times_price(quantity: CentsArray, rates: Rates, basis: Bases) -> CentsArray:
    """Return quantity x price, half up to the cent, at most TOO_LARGE."""
    numerator, denominator = rates.price_numerator.take(basis), rates.price_denominator.take(basis)
    beyond = np.flatnonzero(quantity > rates.quantity_max[basis])
    fitting = quantity
    if beyond.size:
        fitting = quantity.copy()
        fitting[beyond] = 0
    cents = (fitting * numerator + denominator // 2) // denominator
    for place in beyond:  # a price of many digits; Python's numbers have no bound
        price = int(numerator[place]), int(denominator[place])
        cents[place] = min(TOO_LARGE, (int(quantity[place]) * price[0] + price[1] // 2) // price[1])
    return np.asarray(np.minimum(cents, TOO_LARGE))


def _combined(
    by_value: CentsArray, by_quantity: CentsArray, combination: npt.NDArray[np.int8]
) -> CentsArray:
    return np.choose(
        combination,
        (
            by_value + by_quantity,
            np.maximum(by_value, by_quantity),
            np.minimum(by_value, by_quantity),
            np.where(by_quantity > AMOUNT_MAX, by_quantity, np.maximum(by_quantity - by_value, 0)),
        ),
    )
