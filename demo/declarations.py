"""Made-up declarations on the sample registry and tariff, priced by a plain reference rule.

Seeded: one seed always gives the same day. Prices are computed line by line with ``Decimal``, so
that what is declared is independent of the hub's own arithmetic.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from demo.sample import Broker, Sample, is_among
from simulator.files.declaration import Declaration, InvoiceDetails, Line
from simulator.files.faults import FAULTS

SIMA_ANSWER = "U"
"""What the made-up goods under a SIMA measure say: under an undertaking, which costs nothing."""

_CENT = Decimal("0.01")
_GST = Decimal("0.05")
_VENDORS = (
    "Acme Supply Inc.",
    "O'Neill & Sons",
    "Shenzhen Bright Co. Ltd",
    "Müller + Söhne GmbH",
    "Manufacturas del Norte",
    "Great Lakes Components LLC",
    "Atelier Dupont: Paris",
)
_OFFICES = ("0497", "0809", "0395", "0453", "0821")


class DeclarationMaker:
    """Makes declarations of one broker, numbered on from a start."""

    def __init__(
        self, sample: Sample, broker: Broker, random: Random, released: tuple[dt.date, dt.date]
    ) -> None:
        self._sample = sample
        self.broker = broker
        self._random = random
        self._released = released
        self._sequence = random.randint(10, 99) * 10_000

    def declaration(self, lines: int | None = None) -> Declaration:
        """Make one good declaration of 1 to 60 lines."""
        random = self._random
        self._sequence += 1
        first, last = self._released
        release_on = first + dt.timedelta(days=random.randint(0, (last - first).days))
        importer = random.choice(self.broker.importers)
        count = lines or min(60, 1 + int(random.expovariate(1 / 7)))
        invoices = [f"INV-{self._sequence}-{n}" for n in range(1, 2 + min(2, count // 8))]
        plain = Declaration(
            transaction_number=f"{self.broker.filer}{self._sequence:08d}{random.randint(0, 9)}",
            importer=importer,
            cad_type="AB" if importer in self._sample.in_rpp else "C",
            filer=self.broker.filer,
            release_on=release_on,
            office=random.choice(_OFFICES),
            cargo_control_number=f"{random.randint(1000, 9999)}CCN{self._sequence:07d}",
            vendors={invoice: random.choice(_VENDORS) for invoice in invoices},
            lines=tuple(
                self._line(number, invoices[number * len(invoices) // (count + 1)], release_on)
                for number in range(1, count + 1)
            ),
            line_count=count,
        )
        return _with_optional_elements(plain, self._sample)

    def faulty(self, fault: str) -> Declaration:
        """Make a declaration with one fault, named by the code it will be found under."""
        good = self.declaration(lines=self._random.randint(2, 6))
        return replace(FAULTS[fault](good), fault=fault)

    def _line(self, number: int, invoice: str, release_on: dt.date) -> Line:
        random = self._random
        item = random.choice(self._sample.tariff)
        origin, currency = random.choice(
            (("US", "USD"), ("US", "USD"), ("US", "CAD"), ("CN", "USD"), ("CN", "CNY"),
             ("MX", "MXN"), ("DE", "EUR"), ("JP", "JPY"), ("FR", "EUR"))
        )  # fmt: skip
        treatment = "10" if origin == "US" else "02"
        value = Decimal(random.randint(2_000, 2_500_000)) / 100
        priced = price(
            value, self._sample.exchange_rates[currency], item.percent_by_treatment[treatment]
        )
        goods = item.tariff_item, origin
        return Line(
            line_number=number,
            invoice_number=invoice,
            tariff_item=item.tariff_item,
            description=item.description,
            origin_country=origin,
            export_country=origin,
            direct_shipment_on=release_on - dt.timedelta(days=random.randint(1, 12)),
            treatment=treatment,
            vfd_code=random.choice(("13", "14", "23")),
            quantity=f"{random.randint(1, 5_000)}",
            unit=item.unit,
            currency=currency,
            value=f"{value:.2f}",
            duty=priced[0],
            gst=priced[1],
            sima_code=SIMA_ANSWER if is_among(self._sample.under_sima, *goods) else None,
            surtax_flag="N" if is_among(self._sample.under_surtax, *goods) else None,
        )


def price(value: Decimal, exchange_rate: Decimal, percent: Decimal) -> tuple[Decimal, Decimal]:
    """Return duty and GST of one line, in dollars: the plain rule, half up to the cent."""
    value_for_duty = (value * exchange_rate).quantize(_CENT, ROUND_HALF_UP)
    duty = (value_for_duty * percent / 100).quantize(_CENT, ROUND_HALF_UP)
    gst = ((value_for_duty + duty) * _GST).quantize(_CENT, ROUND_HALF_UP)
    return duty, gst


def _with_optional_elements(declaration: Declaration, sample: Sample) -> Declaration:
    """Fill what may be left out, here and there: drawn for each declaration from its number."""
    random = Random(declaration.transaction_number)
    if random.random() < _PLAIN:
        return declaration
    return replace(
        declaration,
        lines=tuple(_with_optional_codes(line, random, sample) for line in declaration.lines),
        invoice_details={
            invoice: InvoiceDetails(
                declaration.release_on - dt.timedelta(days=random.randint(15, 40)),
                *_total(declaration, invoice),
                *random.choice((("Buffalo", "NY", "US"), ("Seattle", "WA", "US"))),
            )
            for invoice in declaration.vendors
            if random.random() < _OFTEN
        },
        warehouse="2345" if random.random() < _SOMETIMES else None,
        previous_transaction_number=(
            f"{declaration.filer}{random.randint(0, 999_999_999):09d}"
            if random.random() < _SOMETIMES
            else None
        ),
        states_totals=random.random() < _OFTEN,
        remark="Goods returned: see the carrier's note" if random.random() < _SELDOM else None,
    )


def _total(declaration: Declaration, invoice: str) -> tuple[Decimal, str]:
    """Return the sum of an invoice's lines, in the currency of the first."""
    lines = [line for line in declaration.lines if line.invoice_number == invoice]
    return sum((Decimal(line.value) for line in lines), Decimal(0)), lines[0].currency


def _with_optional_codes(line: Line, random: Random, sample: Sample) -> Line:
    codes = {name: value for name, value in _CODES.items() if random.random() < _SELDOM}
    value = Decimal(line.value) * sample.exchange_rates[line.currency]
    value_for_duty = value.quantize(_CENT, ROUND_HALF_UP)
    duty = Decimal(0) if _REMIT_DUTY & set(codes) else line.duty
    excise = Decimal(0)
    if line.unit == _EXCISE_UNIT and random.random() < _SELDOM:
        line = replace(line, quantity=str(random.randint(1, 9)))
        codes["excise_code"], excise = _EXCISE_CODE, _EXCISE_EACH * Decimal(line.quantity)
    return replace(
        line,
        gst_code="5" if random.random() < _OFTEN else None,
        classification_description=line.description if random.random() < _OFTEN else None,
        declared_value_for_duty=value_for_duty,
        duty=duty,
        excise=excise,
        gst=((value_for_duty + duty + excise) * _GST).quantize(_CENT, ROUND_HALF_UP),
        **codes,  # type: ignore[arg-type]
    )


_EXCISE_CODE, _EXCISE_EACH, _EXCISE_UNIT = "E40", Decimal(100), "NMB"
_PLAIN, _OFTEN, _SOMETIMES, _SELDOM = 0.5, 0.6, 0.2, 0.05
_CODES: Mapping[str, str] = {
    "tariff_code": "9908",
    "sima_code": SIMA_ANSWER,
    "sima_measure": "GO-2018",
    "surtax_flag": "N",
    "special_authority": "25-2002",
    "licence": "L-1001",
}
"""Tariff code and licence remit the duty; the others change no amount. Excise is drawn apart."""
_REMIT_DUTY = {"tariff_code", "licence"}
