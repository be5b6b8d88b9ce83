from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.money import MILLION, decimal_text, multiply_half_up

AMOUNTS = st.integers(0, 10**12)
RATES = st.integers(0, 9 * MILLION)


@given(st.lists(st.tuples(AMOUNTS, RATES), min_size=1, max_size=40))
def test_products_round_half_up(pairs: list[tuple[int, int]]):
    """Amount x rate is the exact product rounded half up to the cent."""
    amounts, rates = (np.array(side, dtype=np.int64) for side in zip(*pairs, strict=True))
    exact = [int((Decimal(a) * r / MILLION).quantize(Decimal(1), ROUND_HALF_UP)) for a, r in pairs]
    assert multiply_half_up(amounts, rates).tolist() == exact


def test_overflow_is_refused():
    """A product that could leave 64 bits raises; it is never a wrong amount."""
    with pytest.raises(OverflowError):
        multiply_half_up(np.array([10**13]), np.array([9 * MILLION]))


def test_negative_amounts_are_refused():
    """Half up is only stated for zero and more; anything else raises."""
    with pytest.raises(ValueError, match="zero or more"):
        multiply_half_up(np.array([-1]), np.array([1]))


@given(st.integers(-(10**14), 10**14))
def test_message_amounts_are_exact(cents: int):
    """An amount in a message reads back as the same cents."""
    assert Decimal(decimal_text(cents)) * 100 == cents
