"""What a line owes: duty, SIMA, surtax, excise and GST, in that order, each half up to the cent.

The order is that of the Customs Tariff, the Special Import Measures Act and the Excise Tax Act,
s. 215; what each charge is a share of, its terms say. The half-up rounding per line is ours
(docs/decisions/0004, 0025).

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

BASES: Final[Mapping[str, tuple[str, ...]]] = {
    "value_for_duty": (),
    "value_less_content": (),
    "value_with_duty": ("duty",),
    "duty_paid_value": ("duty", "sima", "surtax"),
    "value_for_tax": ("duty", "sima", "surtax", "excise"),
}
"""What a charge may be a share of, and the charges that each adds to the value for duty.

A name never changes its meaning: the terms of lines priced long ago name it. ``value_less_content``
is the value less the content that the line claims, or the least that its terms say.
"""

LESS_CONTENT: Final = "value_less_content"
VALUE_FOR_TAX: Final = "value_for_tax"
_NAMES: Final = tuple(BASES)

_GIVEN: Final = (
    "value_for_currency_conversion_cents", "exchange_rate_ppm", "quantity_thousandths", "basis"
)  # fmt: skip
CONTENT: Final = "content_cents"
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
    ``basis``, the place in the schedule: whole numbers, zero or more; ``content_cents``, in
    Canadian dollars, may be null or left out. Where ``too_large``, an amount of the line is beyond
    the bounds and none of them means anything.
    """
    columns = {name: lines[name].to_numpy(dtype=np.int64) for name in _GIVEN}
    columns[CONTENT] = content_of(lines)
    amounts = np.empty((1 + len(CHARGES), len(lines)), dtype=np.int64)
    too_large = np.zeros(len(lines), dtype=np.bool_)
    for first in range(0, len(lines), _AT_ONCE):
        part = slice(first, first + _AT_ONCE)
        given = {name: column[part] for name, column in columns.items()}
        too_large[part] = _price(amounts[:, part], given, schedule)
    names = [f"{name}_cents" for name in ("value_for_duty", *CHARGES)]
    priced = pd.DataFrame(amounts.T, columns=names, index=lines.index, copy=False)
    return priced.assign(too_large=too_large)


def content_of(lines: pd.DataFrame) -> CentsArray:
    """Return the content that each line claims; zero where it claims none."""
    if CONTENT not in lines:
        return np.zeros(len(lines), dtype=np.int64)
    return np.asarray(lines[CONTENT].fillna(0).to_numpy(dtype=np.int64))


def _price(
    amounts: CentsArray, given: Mapping[str, CentsArray], schedule: Schedule
) -> npt.NDArray[np.bool_]:
    """Fill in the amounts of lines, value for duty first; return which are too large."""
    value, rate, quantity, basis, content = (given[name] for name in (*_GIVEN, CONTENT))
    too_large = np.zeros(len(basis), dtype=np.bool_)
    value = _bounded(value, AMOUNT_MAX, too_large)
    value_for_duty = multiply_half_up(value, _bounded(rate, RATE_MAX_PPM, too_large))
    amounts[0] = _bounded(value_for_duty, AMOUNT_MAX, too_large)
    quantity = _bounded(quantity, AMOUNT_MAX, too_large)
    bases = LineBases(amounts, content, too_large)
    for row, name in enumerate(CHARGES, start=1):
        terms = schedule[name]
        cents = _bounded(computed(bases, quantity, terms.rates, basis), AMOUNT_MAX, too_large)
        amounts[row] = _remaining(cents, terms, basis) if terms.remits else cents
    bases.of(VALUE_FOR_TAX)
    return too_large


class LineBases:
    """What the charges of some lines are shares of, each added up once it is asked for.

    ``amounts`` has a row for the value for duty and one for each charge, filled in in that order.
    Lines of which a base is beyond AMOUNT_MAX are marked in ``too_large``.
    """

    def __init__(
        self, amounts: CentsArray, content: CentsArray, too_large: npt.NDArray[np.bool_]
    ) -> None:
        self._amounts = amounts
        self._content = content
        self._too_large = too_large
        self._known: dict[str, CentsArray] = {}

    def of(self, name: str) -> CentsArray:
        """Return a base of every line."""
        if name not in self._known:
            added = [1 + CHARGES.index(each) for each in BASES[name]]
            base = self._amounts[[0, *added]].sum(axis=0) if added else self._amounts[0]
            self._known[name] = _bounded(base, AMOUNT_MAX, self._too_large)
        return self._known[name]

    def less_content(self, rates: Rates, basis: Bases) -> CentsArray:
        """Return the value for duty of every line less its content, half up to the cent."""
        value = self._amounts[0]
        least = multiply_half_up(value, rates.content_least_ppm.take(basis))
        return np.asarray(value - np.maximum(least, np.minimum(self._content, value)))


def computed(
    bases: LineBases, quantity: CentsArray, all_rates: tuple[Rates, ...], basis: Bases
) -> CentsArray:
    """Return what each line owes at all rates of its basis together, before any remission."""
    cents = np.zeros(len(basis), dtype=np.int64)
    for rates in all_rates:
        for place, taking in rates.by_base:
            name = _NAMES[place]
            base = bases.less_content(rates, basis) if name == LESS_CONTENT else bases.of(name)
            if taking is None:
                cents += owed(base, quantity, rates, basis)
                continue
            at = np.flatnonzero(taking.take(basis))
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
