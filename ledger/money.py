"""Money is whole cents (int64); rates are whole millionths. No float touches an amount."""

from typing import NewType

import numpy as np
import numpy.typing as npt

Cents = NewType("Cents", int)
CentsArray = npt.NDArray[np.int64]

MILLION = 1_000_000
"""Rates are parts per million: 6.5 % is 65 000; an exchange rate of 1.35 is 1 350 000."""

_PRODUCT_MAX = int(np.iinfo(np.int64).max) - MILLION


def multiply_half_up(amount_cents: CentsArray, rate_ppm: CentsArray) -> CentsArray:
    """Return ``amount x rate`` in cents, each element rounded half up to the cent.

    Amounts are zero or more. Raises OverflowError where a product could leave int64.
    """
    if amount_cents.size == 0:
        return amount_cents.astype(np.int64)
    if int(amount_cents.min()) < 0 or int(rate_ppm.min()) < 0:
        raise ValueError("amounts and rates are zero or more")
    if (
        int(amount_cents.max()) * int(rate_ppm.max()) > _PRODUCT_MAX
        and (amount_cents > _PRODUCT_MAX // np.maximum(rate_ppm, 1)).any()
    ):
        raise OverflowError("amount x rate does not fit 64 bits")
    product = (amount_cents * rate_ppm + MILLION // 2).view(np.uint64)
    product //= np.uint64(MILLION)  # quicker than the signed division, and never below zero
    return product.view(np.int64)


def decimal_of(scaled: int, places: int) -> str:
    """Return a whole number of so many decimal places as a decimal, without idle zeros."""
    whole, rest = divmod(scaled, 10**places)
    return f"{whole}.{rest:0{places}d}".rstrip("0").rstrip(".")


def decimal_text(cents: int) -> str:
    """Return an amount as a message carries it: ``-1234.50``, no grouping, point as mark."""
    sign = "-" if cents < 0 else ""
    dollars, rest = divmod(abs(cents), 100)
    return f"{sign}{dollars}.{rest:02d}"


def decimal_texts(cents: CentsArray) -> list[str]:
    """Return amounts as ``decimal_text`` does."""
    if cents.size and cents.min() < 0:
        return [decimal_text(each) for each in cents.tolist()]
    dollars, rest = np.divmod(cents, 100)
    return [f"{a}.{b:02d}" for a, b in zip(dollars.tolist(), rest.tolist(), strict=True)]
