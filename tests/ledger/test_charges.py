"""The worked examples, the bounds, and how a share and an amount a unit combine."""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.charges import BASES, CHARGES, LESS_CONTENT, ChargeTerms, Schedule, price_lines
from ledger.money import MILLION, decimal_text
from ledger.rates import AMOUNT_MAX, RATE_MAX_PPM, Rates, owed, unit_price

GST = 50_000
LINE_MAX = 99_999
INT64_MAX = 2**63 - 1
OF = {
    **dict.fromkeys(("duty", "sima", "surtax"), "value_for_duty"),
    "excise": "value_with_duty", "gst": "value_for_tax",
}  # fmt: skip
"""What each charge is of, by the law of today."""


def test_duty_and_gst_of_the_published_example():
    """US$100 at 1.15, duty 4 %: value for tax 119.60, GST 5.98, 10.58 in all."""
    priced = price_one("100.00", exchange="1.15", duty=40_000)
    assert priced["value_for_duty"] == "115.00"
    assert priced["duty"] == "4.60"
    assert value_for_tax(priced) == "119.60"
    assert priced["gst"] == "5.98"
    assert total(priced) == "10.58"


def test_surtax_of_the_published_example():
    """Value for duty 150, duty free, surtax 10 %: surtax 15, value for tax 165 (TCC18-077)."""
    priced = price_one("150.00", surtax=100_000)
    assert priced["duty"] == "0.00"
    assert priced["surtax"] == "15.00"
    assert value_for_tax(priced) == "165.00"
    assert priced["gst"] == "8.25"


def test_each_charge_is_of_its_own_base():
    """SIMA and surtax are of the value for duty; excise adds duty; GST adds all of them."""
    rates = {"duty": 100_000, "sima": 200_000, "surtax": 250_000, "excise": 100_000}
    priced = price_one("1000.00", **rates)
    assert [priced[name] for name in CHARGES] == ["100.00", "200.00", "250.00", "110.00", "83.00"]


def test_the_terms_say_what_a_charge_is_of():
    """Under terms of another base the same rate comes to another amount."""
    rates = {"duty": 100_000, "sima": 200_000, "surtax": 250_000, "excise": 100_000}
    priced = price_one("1000.00", bases={"excise": "duty_paid_value"}, **rates)
    assert [priced[name] for name in CHARGES] == ["100.00", "200.00", "250.00", "155.00", "85.25"]


@pytest.mark.parametrize(
    ("content", "surtax"),
    [(None, 21_250), (0, 21_250), (15_000, 21_250), (15_004, 21_249), (40_000, 15_000),
     (100_000, 0), (100_001, 0)],
)  # fmt: skip
def test_a_surtax_of_the_value_without_its_content(content, surtax):
    """25 % of (A - B): B is the content claimed, or 15 % of A where that is more."""
    schedule = schedule_of(surtax=250_000, bases={"surtax": LESS_CONTENT}, least=150_000)
    frame = lines([100_000], [1], [MILLION]).assign(content_cents=content)
    assert price_lines(frame, schedule)["surtax_cents"].tolist() == [surtax]


def test_a_voided_line_owes_nothing():
    """A line of value and quantity zero comes to zero at any rate."""
    schedule = schedule_of(duty=65_000, sima=1_700_000, surtax=250_000, price=(50_000, MILLION))
    priced = price_lines(lines([0], [0], [1_382_500]), schedule)
    assert not priced.iloc[0].any()


@given(
    quantity=st.integers(0, AMOUNT_MAX),
    micros=st.integers(1, 2 * 10**9),
    factor=st.integers(1, 10**9),
)
def test_a_price_is_exact_to_the_cent(quantity: int, micros: int, factor: int):
    """Quantity x factor x price is rounded once, half up; beyond the bound it is only beyond."""
    exact = Decimal(quantity) * factor * micros / 10**13
    expected = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    cents = int(owed_on(base=0, quantity=quantity, price=(micros, factor)))
    assert cents == expected if expected <= AMOUNT_MAX else cents > AMOUNT_MAX


@pytest.mark.parametrize(
    ("combination", "cents"),
    [("sum", 7_000), ("greater", 5_000), ("lesser", 2_000), ("shortfall", 3_000)],
)
def test_compound_rates(combination: str, cents: int):
    """2 % of $1,000 and 50 cents for each of 100 kg: together, greater, lesser, difference."""
    found = owed_on(
        base=100_000, quantity=100_000, share=20_000, price=(500_000, MILLION),
        combination=combination,
    )  # fmt: skip
    assert found == cents


def test_goods_at_or_above_their_normal_value_lack_nothing():
    """A shortfall is never below zero."""
    found = owed_on(
        base=5_001, quantity=100_000, share=MILLION, price=(500_000, MILLION),
        combination="shortfall",
    )  # fmt: skip
    assert found == 0


def test_a_share_is_remitted_of_the_computed_charge():
    """What is remitted is rounded half up by itself and taken off; the next base is the rest."""
    schedule = schedule_of(duty=65_000, remitted={"duty": 500_000})
    priced = price_lines(lines([12_346], [1_000], [MILLION]), schedule).iloc[0]
    assert priced["duty_cents"] == 802 - 401
    assert priced["gst_cents"] == 637  # 5 % of 127.47


@pytest.mark.parametrize(
    ("value", "exchange", "rates"),
    [
        (AMOUNT_MAX + 1, MILLION, {}),
        (AMOUNT_MAX, MILLION + 1, {}),
        (1, RATE_MAX_PPM + 1, {}),
        (AMOUNT_MAX, MILLION, {"duty": 1}),
        (AMOUNT_MAX // 5, MILLION, {"sima": 5_000_005}),
        (1, MILLION, {"duty": RATE_MAX_PPM + 1}),
        (1, MILLION, {"price": (10**9, 10**9)}),
    ],
)
def test_a_line_beyond_the_bounds_is_marked_and_no_other(value, exchange, rates):
    """A base, charge or rate beyond its bound marks its line; its neighbours are priced."""
    schedule = schedule_of(**rates)
    frame = lines([100, value, 100], [0, AMOUNT_MAX, 0], [MILLION, exchange, MILLION], [0, 1, 0])
    priced = price_lines(frame, schedule)
    assert priced["too_large"].tolist() == [False, True, False]
    assert priced["gst_cents"].iloc[[0, 2]].tolist() == [5, 5]


def test_the_largest_line_is_priced_exactly():
    """At the bounds themselves every amount is still the exact one."""
    value = AMOUNT_MAX // 9
    priced = price_lines(lines([value], [0], [RATE_MAX_PPM]), schedule_of(gst=GST)).iloc[0]
    assert not priced["too_large"]
    assert priced["value_for_duty_cents"] == 9 * value
    assert priced["gst_cents"] == (2 * 9 * value * GST + MILLION) // (2 * MILLION)


def test_no_sum_or_product_within_the_bounds_leaves_64_bits():
    """The stated bounds do what they are stated for."""
    assert AMOUNT_MAX * RATE_MAX_PPM + MILLION < INT64_MAX
    assert LINE_MAX * (len(CHARGES) + 1) * AMOUNT_MAX < INT64_MAX


def test_nothing_is_priced_without_lines():
    """No lines, no amounts, and no fault."""
    assert price_lines(lines([], [], [], []), schedule_of()).empty


def lines(value, quantity, exchange, basis=None) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "value_for_currency_conversion_cents": value,
            "quantity_thousandths": quantity,
            "exchange_rate_ppm": exchange,
            "basis": [1] * len(value) if basis is None else basis,
        },
        dtype="int64",
    )


def schedule_of(
    *, price=(0, MILLION), remitted=None, gst=GST, bases=None, least: int = 0, **shares: int
) -> Schedule:
    """Return two bases: GST alone, and one with the shares given, a price on its duty."""
    of_charges = {**OF, **(bases or {})}
    shares = {**dict.fromkeys(CHARGES, 0), **shares, "gst": gst}
    return {
        name: ChargeTerms(
            (
                rates_of(
                    [gst if name == "gst" else 0, share],
                    [(0, MILLION), price if name == "duty" else (0, MILLION)],
                    base=of_charges[name],
                    least=least,
                ),
            ),
            np.array([0, (remitted or {}).get(name, 0)]),
        )
        for name, share in shares.items()
    }


def rates_of(
    shares, prices, combination: str = "sum", *, base: str = "value_for_duty", least: int = 0
) -> Rates:
    numerators, denominators = zip(*(unit_price(*price) for price in prices), strict=True)
    place = ("sum", "greater", "lesser", "shortfall").index(combination)
    return Rates(
        np.array(shares, dtype=np.int64),
        np.array(numerators, dtype=np.int64),
        np.array(denominators, dtype=np.int64),
        np.full(len(shares), place, dtype=np.int8),
        np.full(len(shares), list(BASES).index(base), dtype=np.int8),
        np.full(len(shares), least, dtype=np.int64),
    )


def owed_on(*, base: int, quantity: int, price, share: int = 0, combination: str = "sum") -> int:
    rates = rates_of([share], [price], combination)
    return owed(np.array([base]), np.array([quantity]), rates, np.array([0]))[0]


def price_one(value: str, *, exchange: str = "1", **rates: int) -> dict[str, str]:
    frame = lines([int(Decimal(value) * 100)], [1_000], [int(Decimal(exchange) * MILLION)])
    priced = price_lines(frame, schedule_of(**rates)).drop(columns="too_large").iloc[0]
    return {name.removesuffix("_cents"): decimal_text(int(cents)) for name, cents in priced.items()}


def value_for_tax(priced: dict[str, str]) -> str:
    names = ("value_for_duty", "duty", "sima", "surtax", "excise")
    return str(sum(Decimal(priced[name]) for name in names))


def total(priced: dict[str, str]) -> str:
    return str(sum(Decimal(priced[name]) for name in CHARGES))
