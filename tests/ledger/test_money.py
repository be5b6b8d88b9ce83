from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from ledger.charges import price_lines
from ledger.money import MILLION, decimal_text, format_cents, multiply_half_up
from tests.reference.pricing import price

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
def test_amounts_read_as_babel_writes_them(cents: int):
    """Amounts on documents are grouped and marked as the locale's own data says."""
    amount = Decimal(cents) / 100
    assert format_cents(cents, "en") == format_decimal(amount, "#,##0.00", locale="en_CA")
    assert format_cents(cents, "fr") == format_decimal(amount, "#,##0.00", locale="fr_CA")


@given(st.integers(-(10**14), 10**14))
def test_message_amounts_are_exact(cents: int):
    """An amount in a message reads back as the same cents."""
    assert Decimal(decimal_text(cents)) * 100 == cents


LINES = st.lists(
    st.tuples(AMOUNTS, st.integers(1, 9 * MILLION), st.integers(0, MILLION), st.just(50_000)),
    min_size=1,
    max_size=60,
)


@given(LINES)
def test_vectorised_pricing_equals_its_slow_twin(lines: list[tuple[int, int, int, int]]):
    """Pricing a frame gives each line what the plain rule gives it."""
    lines = [(value // 10, *rates) for value, *rates in lines]
    frame = pd.DataFrame(
        lines,
        columns=[
            "value_for_currency_conversion_cents",
            "exchange_rate_ppm",
            "duty_rate_ppm",
            "gst_rate_ppm",
        ],
    )
    assert list(price_lines(frame).itertuples(index=False, name=None)) == [
        price(*line) for line in lines
    ]


@pytest.mark.parametrize(
    ("value", "rate", "duty_percent", "expected"),
    [
        ("100.00", "1.15", "4", ("115.00", "4.60", "5.98")),
        ("150.00", "1", "0", ("150.00", "0.00", "7.50")),
    ],
)
def test_published_examples(value, rate, duty_percent, expected):
    """The agency's published examples come out to the cent."""
    frame = pd.DataFrame(
        {
            "value_for_currency_conversion_cents": [int(Decimal(value) * 100)],
            "exchange_rate_ppm": [int(Decimal(rate) * MILLION)],
            "duty_rate_ppm": [int(Decimal(duty_percent) * 10_000)],
            "gst_rate_ppm": [50_000],
        }
    )
    assert tuple(decimal_text(int(cents)) for cents in price_lines(frame).iloc[0]) == expected
