"""A price, told to a person."""

from mappers.explanation import Quantities, explain
from notices.explanations import sentence

EXCHANGE = {"exchange": {"rate_ppm": 1_150_000, "source": "exchange_rate USD/2026-11-01",
                         "day": "direct_shipment_on"}}  # fmt: skip
TERMS = {
    "rounding": "half up per line",
    "duty": {"rule": "greater", "base": "value_for_duty", "rate_ppm": 40_000,
             "specific_micros": 50_000, "unit": "KGM", "factor_ppm": 1_000_000_000,
             "source": "tariff_rate 0805100010/02/2022-01-01", "day": "release_on"},
    "gst": {"rule": "ad valorem", "base": "value_for_tax", "rate_ppm": 50_000,
            "source": "gst_rate /2008-01-01", "day": "release_on"},
    "reliefs": [{"charge": "duty", "remitted_ppm": 500_000, "day": "release_on",
                 "source": "relief licence/L-1001/duty/1998-01-01"}],
}  # fmt: skip


def test_each_step_is_a_sentence_in_both_languages():
    """Charge, rate, base, quantity, result, source and day are all said."""
    line = Quantities(
        value_for_currency_conversion_cents=1_000_000, quantity_thousandths=1_500, currency="USD",
        unit="TNE",
    )  # fmt: skip
    steps = explain(line, TERMS, EXCHANGE)
    assert [sentence(step, "en") for step in steps] == [
        "value for duty: value for currency conversion 10,000.00 x 1.15 = 11,500.00"
        " (exchange_rate USD/2026-11-01; on the date of direct shipment)",
        "duty: 4 % of value for duty 11,500.00 ; 1.5 TNE x 1000 KGM/TNE x 0.05 $/KGM ;"
        " the greater of the two = 460.00"
        " (tariff_rate 0805100010/02/2022-01-01; on the release date)",
        "duty: remission of 50 % of duty 460.00 = -230.00"
        " (relief licence/L-1001/duty/1998-01-01; on the release date)",
        "GST: 5 % of value for tax 11,730.00 = 586.50 (gst_rate /2008-01-01; on the release date)",
    ]
    assert sentence(steps[3], "fr").replace("\N{NO-BREAK SPACE}", " ") == (
        "TPS: 5 % de valeur pour la taxe 11 730,00 = 586,50"
        " (gst_rate /2008-01-01; à la date de mainlevée)"
    )
