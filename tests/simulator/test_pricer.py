"""What the made-up world says that its goods owe."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from simulator.exchange import ExchangeRates
from simulator.pricer import priced
from tests import made

SHIRT = "6109100000"
RELEASED_ON = dt.date(2026, 9, 14)


@pytest.mark.parametrize(
    ("shipped_on", "surtax"), [(dt.date(2026, 9, 8), "0"), (dt.date(2026, 9, 9), "500.00")]
)
def test_goods_under_way_when_an_order_began_owe_no_surtax(shipped_on: dt.date, surtax: str):
    """Shipped on the first day of SOR/2026-186 or before, they are outside (s. 2(b))."""
    declaration = made.maker(3).declaration(lines=1)
    line = replace(
        declaration.lines[0], tariff_item=SHIRT, origin_country="US", treatment="10",
        currency="CAD", value="1000.00", direct_shipment_on=shipped_on,
    )  # fmt: skip
    declaration = replace(declaration, release_on=RELEASED_ON, lines=(line,))
    _, owed = priced(declaration, ExchangeRates("1", RELEASED_ON), RELEASED_ON)
    assert owed.surtax == Decimal(surtax)
