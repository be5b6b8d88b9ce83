"""What a line owes: duty, SIMA, surtax, excise and GST, in that order, each half up to the cent.

The order and the bases are those of the Customs Tariff, the Special Import Measures Act and the
Excise Tax Act, s. 215; the half-up rounding per line is ours (docs/decisions/0004, 0025).

No amount leaves 64 bits: every base and every charge of a line is at most ``AMOUNT_MAX`` (10^12
cents) and every share at most ``RATE_MAX_PPM`` (9 x 10^6), so that a product is below 9.1 x 10^18;
a declaration of 99,999 lines adds up to less than 6 x 10^17. A line beyond is marked, not priced.
"""

from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True)
class ChargeTerms:
    """How one charge is computed, by basis: rates that add up, and the share remitted of them."""

    rates: tuple[Rates, ...]
    remitted_ppm: CentsArray


Schedule = Mapping[str, ChargeTerms]
"""The terms of every charge; all arrays as long as there are bases."""


def price_lines(lines: pd.DataFrame, schedule: Schedule) -> pd.DataFrame:
    """Return ``value_for_duty_cents``, the cents of each charge, and ``too_large``; same index.

    Needs ``value_for_currency_conversion_cents, quantity_thousandths, exchange_rate_ppm`` and
    ``basis``, the place in the schedule: whole numbers, zero or more. Where ``too_large``, an
    amount of the line is beyond the bounds and none of them means anything.
    """
    quantity, basis = _column(lines, "quantity_thousandths"), lines["basis"].to_numpy(np.intp)
    too_large = np.zeros(len(lines), dtype=np.bool_)
    value = _column(lines, "value_for_currency_conversion_cents")
    value_for_duty = multiply_half_up(
        _bounded(value, AMOUNT_MAX, too_large),
        _bounded(_column(lines, "exchange_rate_ppm"), RATE_MAX_PPM, too_large),
    )
    value_for_duty = _bounded(value_for_duty, AMOUNT_MAX, too_large)
    quantity = _bounded(quantity, AMOUNT_MAX, too_large)
    charges: dict[str, CentsArray] = {}
    for name in CHARGES:
        added = (charges[each] for each in BASES[name][1])
        base = _bounded(sum(added, value_for_duty), AMOUNT_MAX, too_large)
        cents = computed(base, quantity, schedule[name].rates, basis)
        cents = _bounded(cents, AMOUNT_MAX, too_large)
        charges[name] = cents - _remitted(cents, schedule[name].remitted_ppm, basis)
    columns = {f"{name}_cents": cents for name, cents in charges.items()}
    return pd.DataFrame(
        {"value_for_duty_cents": value_for_duty, **columns, "too_large": too_large},
        index=lines.index,
    )


def computed(
    base: CentsArray, quantity: CentsArray, all_rates: tuple[Rates, ...], basis: Bases
) -> CentsArray:
    """Return what each line owes at all rates of its basis together, before any remission."""
    cents = np.zeros(len(basis), dtype=np.int64)
    for rates in all_rates:
        at = _places(rates.taken, basis)
        cents[at] += owed(base[at], quantity[at], rates, basis[at])
    return cents


def _remitted(cents: CentsArray, remitted_ppm: CentsArray, basis: Bases) -> CentsArray:
    remitted = np.zeros_like(cents)
    at = _places(remitted_ppm > 0, basis)
    remitted[at] = multiply_half_up(cents[at], remitted_ppm[basis[at]])
    return remitted


def _places(taken: npt.NDArray[np.bool_], basis: Bases) -> npt.NDArray[np.intp] | slice:
    """Return the places of the lines whose basis is taken; all of them at once if all are."""
    return slice(None) if taken.all() else np.flatnonzero(taken[basis])


def _bounded(values: CentsArray, bound: int, too_large: npt.NDArray[np.bool_]) -> CentsArray:
    """Return values cut to a bound, and mark those that were beyond it."""
    if values.size == 0 or values.max() <= bound:
        return values
    too_large |= values > bound
    return np.minimum(values, bound)


def _column(lines: pd.DataFrame, name: str) -> CentsArray:
    return lines[name].to_numpy(dtype=np.int64)
