"""Rates and amounts in words of both languages, every way in which a rate is made."""

import pytest

from jobs.questions.price_words import rate_words, step_words
from mappers.pricing.explanation import Quantities, explain

N = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("rate", "english", "french"),
    [
        ((0, 0, None, "sum"), "free", "en franchise"),
        ((65_000, 0, None, "sum"), "6.5%", f"6,5{N}%"),
        ((1, 0, None, "sum"), "0.0001%", f"0,0001{N}%"),
        ((2_985_000, 0, None, "sum"), "298.5%", f"298,5{N}%"),
        ((0, 50_000, "KGM", "sum"), "$0.05/KGM", f"0,05{N}$/KGM"),
        ((0, 37_700, "NMB", "sum"), "$0.0377/NMB", f"0,0377{N}$/NMB"),
        ((0, 1_500_000_000, "TNE", "sum"), "$1,500.00/TNE", f"1{N}500,00{N}$/TNE"),
        ((50_000, 50_000, "KGM", "sum"), "5% and $0.05/KGM", f"5{N}% et 0,05{N}$/KGM"),
        (
            (50_000, 50_000, "KGM", "greater"),
            "5% or $0.05/KGM, whichever is greater",
            f"5{N}% ou 0,05{N}$/KGM, le plus élevé des deux",
        ),
        (
            (50_000, 50_000, "KGM", "lesser"),
            "5% or $0.05/KGM, whichever is less",
            f"5{N}% ou 0,05{N}$/KGM, le moins élevé des deux",
        ),
    ],
)
def test_a_rate_reads_as_a_tariff_prints_it(rate, english: str, french: str):
    """A share, an amount a unit, both, or the one of both that counts."""
    assert rate_words(*rate, "en") == english
    assert rate_words(*rate, "fr") == french


def test_steps_say_what_was_computed():
    """Conversion of value and of unit, the greater of two, and what is remitted."""
    terms = {
        "duty": {
            "rule": "greater", "base": "value_for_duty", "rate_ppm": 50_000, "source": "a",
            "specific_micros": 50_000, "unit": "KGM", "factor_ppm": 1_000_000_000,
            "factor_source": "b", "day": "release_on",
        },
        "reliefs": [
            {"charge": "duty", "remitted_ppm": 250_000, "source": "c", "day": "release_on"}
        ],
    }  # fmt: skip
    exchange = {"exchange": {"rate_ppm": 9_212, "source": "d", "day": "direct_shipment_on"}}
    quantities = Quantities(
        value_for_currency_conversion_cents=10_000_000,
        quantity_thousandths=2_500,
        currency="JPY",
        unit="TNE",
    )
    steps = explain(quantities, terms, exchange)
    assert [step_words(step, "JPY", "en") for step in steps] == [
        f"100,000.00{N}JPY × 0.009212",
        f"5% of $921.20 or 2.5{N}TNE × 1,000{N}KGM/TNE = 2,500{N}KGM × $0.05/KGM,"
        " whichever is greater",
        "25% of $125.00 remitted",
    ]
    assert step_words(steps[2], "JPY", "fr") == f"remise de 25{N}% de 125,00{N}$"
