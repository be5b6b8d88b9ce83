"""What a declaration owes, line by line in plain decimals: the answer that the hub is held to.

A stated subset of the law: value for duty by the rate of exchange of the day of direct shipment
(SOR/85-900), customs duty and surtax of it, GST of the sum; each half up to the cent a line. The
rates are those of the day of release, or, where goods are accounted for before they are released
(type C), of accounting (Customs Act s. 17(2)).
"""

import datetime as dt
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple

from simulator.exchange import ExchangeRates
from simulator.files.declaration import Declaration, Line
from simulator.tariff import GST_PERCENT, duty_percent, surtax_on

BEFORE_RELEASE: Final = "C"
_CENT: Final = Decimal("0.01")


class Charges(NamedTuple):
    """What a line or a declaration comes to, in dollars."""

    value_for_duty: Decimal
    duty: Decimal
    surtax: Decimal
    gst: Decimal

    @property
    def payable(self) -> Decimal:
        """Duties and taxes."""
        return self.duty + self.surtax + self.gst


def priced(
    declaration: Declaration, rates: ExchangeRates, filed_on: dt.date
) -> tuple[Declaration, Charges]:
    """Return a declaration with the amounts that its filer computes, and what it owes."""
    first = declaration.cad_type == BEFORE_RELEASE
    day = filed_on if first else declaration.release_on
    charged = [_charges(line, rates, day) for line in declaration.lines]
    lines = tuple(
        replace(line, duty=owed.duty, gst=owed.gst)
        for line, owed in zip(declaration.lines, charged, strict=True)
    )
    sums = (sum(amounts, Decimal(0)) for amounts in zip(*charged, strict=True))
    return replace(declaration, lines=lines), Charges(*sums)


def _charges(line: Line, rates: ExchangeRates, day: dt.date) -> Charges:
    value = _cents(Decimal(line.value) * rates.on(line.direct_shipment_on, line.currency))
    duty = _share(value, duty_percent(line.tariff_item, line.treatment, day))
    order = surtax_on(line.tariff_item, line.origin_country, day)
    under_way = order is not None and line.direct_shipment_on <= order.first_on
    surtax = Decimal(0) if order is None or under_way else _share(value, order.percent)
    return Charges(value, duty, surtax, _share(value + duty + surtax, GST_PERCENT))


def _share(amount: Decimal, percent: Decimal) -> Decimal:
    return _cents(amount * percent / 100)


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, ROUND_HALF_UP)
